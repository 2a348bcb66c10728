package boma.exchange;

import static boma.exchange.Refusal.RETRY;

import boma.ledger.Offence;
import java.util.Locale;

/// Why a request was not served by a node: one stable word for the metric label, the log field and the client,
/// and what the client is told and charged. `docs/operations.md` explains each one to operators.
///
/// `code` is the `error.code` of the refusal. It lies above every number that nodeos uses, and `error.name` carries
/// the prefix `firewall_`, so that no client library mistakes a refusal for an answer of the chain
/// (`expired_tx_exception`, for one, makes a library change its endpoint).
public enum Reason {
    BAD_REQUEST(400, 9_400_001, Offence.BAD_REQUEST, "This is not a request as HTTP wants it."),
    INVALID_JSON(400, 9_400_002, Offence.INVALID_JSON, "The body is not valid JSON."),
    PARSE_ERROR(400, 9_400_003, Offence.PARSE_ERROR, "The transaction cannot be read."),
    TOO_MANY_TRANSACTIONS(400, 9_400_004, Offence.TOO_MANY_TRANSACTIONS, "The body carries too many transactions."),
    INVALID_TRANSACTION_SIZE(400, 9_400_005, Offence.INVALID_TRANSACTION_SIZE, "The transaction is too large."),
    INVALID_NUMBER_SIGNATURES(
            400, 9_400_006, Offence.INVALID_NUMBER_SIGNATURES, "The transaction has too many signatures."),
    UNREADABLE_PARAMETERS(400, 9_400_007, Offence.PARSE_ERROR, "The parameters of this call cannot be read."),
    BLACKLISTED_CONTRACT(403, 9_403_001, Offence.BLACKLISTED_CONTRACT, "A contract in this request is blocked here."),
    BLOCKED(403, 9_403_002, Offence.RULE, "This request is blocked here."),
    OPERATOR_PATH(403, 9_403_003, Offence.FORBIDDEN_PATH, "This call is for the operator of the node only."),
    UNKNOWN_PATH(403, 9_403_004, Offence.FORBIDDEN_PATH, "This server does not serve this path."),
    ODD_PATH(403, 9_403_005, Offence.FORBIDDEN_PATH, "This path is not written in its plain form."),
    BANNED(403, 9_403_006, Offence.NONE, "Requests from your address are blocked for a while" + RETRY),
    METHOD_NOT_ALLOWED(405, 9_405_001, Offence.BAD_REQUEST, "This method is not allowed for this call."),
    REQUEST_TIMEOUT(408, 9_408_001, Offence.NONE, "The request did not arrive in time."),
    BODY_TOO_LARGE(413, 9_413_001, Offence.BAD_REQUEST, "The body of the request is too large."),
    URI_TOO_LONG(414, 9_414_001, Offence.BAD_REQUEST, "The request line is too long."),
    EXPECTATION_FAILED(417, 9_417_001, Offence.BAD_REQUEST, "The only expectation is 100-continue."),
    RATE_LIMITED(429, 9_429_001, Offence.RATE_LIMITED, "Too many requests" + RETRY),
    TOO_MANY_CONNECTIONS(429, 9_429_002, Offence.RATE_LIMITED, "Too many connections from your address" + RETRY),
    TOO_MANY_REQUESTS_AT_ONCE(
            429, 9_429_003, Offence.RATE_LIMITED, "Too many requests from your address at the same time" + RETRY),
    HEAD_TOO_LARGE(431, 9_431_001, Offence.BAD_REQUEST, "The request line and the header fields are too large."),
    INTERNAL_ERROR(500, 9_500_001, Offence.NONE, "Something went wrong inside of the proxy; its operator was told."),
    NOT_IMPLEMENTED(501, 9_501_001, Offence.BAD_REQUEST, "This is not implemented here."),
    NODE_UNREACHABLE(502, 9_502_001, Offence.NONE, "The node behind this server cannot be reached."),
    NODE_BAD_ANSWER(502, 9_502_002, Offence.NONE, "The node behind this server gave an answer that is not valid."),
    NODE_CLOSED(502, 9_502_003, Offence.NONE, "The node behind this server gave no answer."),
    NO_HEALTHY_NODE(503, 9_503_001, Offence.NONE, "No node behind this server is healthy" + RETRY),
    NODES_BUSY(503, 9_503_002, Offence.NONE, "All nodes behind this server are busy" + RETRY),
    OVERLOADED(503, 9_503_004, Offence.NONE, "This server is overloaded" + RETRY),
    NODE_TIMEOUT(504, 9_504_001, Offence.NONE, "The node behind this server did not answer in time."),
    HTTP_VERSION(505, 9_505_001, Offence.BAD_REQUEST, "Only HTTP/1.1 and HTTP/1.0 are supported."),
    BAD_PROXY_HEADER(0, 9_000_001, Offence.BAD_REQUEST, ""),
    CLIENT_GONE(0, 9_000_002, Offence.NONE, ""),
    CLIENT_TOO_SLOW(0, 9_000_003, Offence.NONE, "");

    private final int status;
    private final int code;
    private final Offence offence;
    private final String sentence;
    private final String label;

    Reason(int status, int code, Offence offence, String sentence) {
        this.status = status;
        this.code = code;
        this.offence = offence;
        this.sentence = sentence;
        this.label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// HTTP status of the refusal; 0 where nothing is sent because the connection ends.
    public int status() {
        return status;
    }

    /// Stable number for `error.code`.
    public int code() {
        return code;
    }

    /// Kebab-case word: the `reason` label of metrics and the `reason` field of the access log.
    public String label() {
        return label;
    }

    /// `error.name` of the refusal, such as `firewall_rate_limited`.
    public String errorName() {
        return "firewall_" + name().toLowerCase(Locale.ROOT);
    }

    /// What the client has done wrong by it.
    public Offence offence() {
        return offence;
    }

    /// One whole sentence for the client, if nobody has a better one; empty where nothing is sent.
    public String sentence() {
        return sentence;
    }
}
