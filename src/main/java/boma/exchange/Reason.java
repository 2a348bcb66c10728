package boma.exchange;

import static boma.exchange.Refusal.RETRY;

import boma.bytes.Label;
import java.util.Locale;

/// Why a request was not served by a node: one stable word for the metric label, the log field and the client,
/// and what the client is told and charged. `docs/operations.md` explains each one to operators.
///
/// `code` is the `error.code` of the refusal. It lies above every number that nodeos uses, and `error.name` carries
/// the prefix `firewall_`, so that no client library mistakes a refusal for an answer of the chain
/// (`expired_tx_exception`, for one, makes a library change its endpoint).
public enum Reason {
    BAD_REQUEST(400, 9_400_001, Blame.CLIENT, "This is not a request as HTTP wants it."),
    INVALID_JSON(400, 9_400_002, Blame.CLIENT, "The body is not valid JSON."),
    PARSE_ERROR(400, 9_400_003, Blame.CLIENT, "The transaction cannot be read."),
    TOO_MANY_TRANSACTIONS(400, 9_400_004, Blame.CLIENT, "The body carries too many transactions."),
    INVALID_TRANSACTION_SIZE(400, 9_400_005, Blame.CLIENT, "The transaction is too large."),
    INVALID_NUMBER_SIGNATURES(400, 9_400_006, Blame.CLIENT, "The transaction has too many signatures."),
    UNREADABLE_PARAMETERS(400, 9_400_007, Blame.CLIENT, "The parameters of this call cannot be read."),
    BLACKLISTED_CONTRACT(403, 9_403_001, Blame.CLIENT, "A contract in this request is blocked here."),
    BLOCKED(403, 9_403_002, Blame.CLIENT, "This request is blocked here."),
    OPERATOR_PATH(403, 9_403_003, Blame.CLIENT, "This call is for the operator of the node only."),
    UNKNOWN_PATH(403, 9_403_004, Blame.CLIENT, "This server does not serve this path."),
    ODD_PATH(403, 9_403_005, Blame.CLIENT, "This path is not written in its plain form."),
    BANNED(403, 9_403_006, Blame.NOBODY, "Requests from your address are blocked for a while" + RETRY),
    METHOD_NOT_ALLOWED(405, 9_405_001, Blame.CLIENT, "This method is not allowed for this call."),
    REQUEST_TIMEOUT(408, 9_408_001, Blame.NOBODY, "The request did not arrive in time."),
    BODY_TOO_LARGE(413, 9_413_001, Blame.CLIENT, "The body of the request is too large."),
    URI_TOO_LONG(414, 9_414_001, Blame.CLIENT, "The request line is too long."),
    EXPECTATION_FAILED(417, 9_417_001, Blame.CLIENT, "The only expectation is 100-continue."),
    RATE_LIMITED(429, 9_429_001, Blame.CLIENT, "Too many requests" + RETRY),
    TOO_MANY_CONNECTIONS(429, 9_429_002, Blame.CLIENT, "Too many connections from your address" + RETRY),
    TOO_MANY_REQUESTS_AT_ONCE(
            429, 9_429_003, Blame.CLIENT, "Too many requests from your address at the same time" + RETRY),
    HEAD_TOO_LARGE(431, 9_431_001, Blame.CLIENT, "The request line and the header fields are too large."),
    INTERNAL_ERROR(500, 9_500_001, Blame.NOBODY, "Something went wrong inside of the proxy; its operator was told."),
    NOT_IMPLEMENTED(501, 9_501_001, Blame.CLIENT, "This is not implemented here."),
    NODE_UNREACHABLE(502, 9_502_001, Blame.NOBODY, "The node behind this server cannot be reached."),
    NODE_BAD_ANSWER(502, 9_502_002, Blame.NOBODY, "The node behind this server gave an answer that is not valid."),
    NODE_CLOSED(502, 9_502_003, Blame.NOBODY, "The node behind this server gave no answer."),
    NO_HEALTHY_NODE(503, 9_503_001, Blame.NOBODY, "No node behind this server is healthy" + RETRY),
    NODES_BUSY(503, 9_503_002, Blame.NOBODY, "All nodes behind this server are busy" + RETRY),
    OVERLOADED(503, 9_503_004, Blame.NOBODY, "This server is overloaded" + RETRY),
    NODE_TIMEOUT(504, 9_504_001, Blame.NOBODY, "The node behind this server did not answer in time."),
    HTTP_VERSION(505, 9_505_001, Blame.CLIENT, "Only HTTP/1.1 and HTTP/1.0 are supported."),
    BAD_PROXY_HEADER(0, 9_000_001, Blame.CLIENT, ""),
    CLIENT_GONE(0, 9_000_002, Blame.NOBODY, ""),
    CLIENT_TOO_SLOW(0, 9_000_003, Blame.NOBODY, "");

    private enum Blame {
        CLIENT,
        NOBODY
    }

    private final int status;
    private final int code;
    private final Blame blame;
    private final String sentence;
    private final String label;

    Reason(int status, int code, Blame blame, String sentence) {
        this.status = status;
        this.code = code;
        this.blame = blame;
        this.sentence = sentence;
        this.label = Label.of(this);
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

    /// Whether it is the client's own fault, and counts as such for the client.
    public boolean blamesClient() {
        return blame == Blame.CLIENT;
    }

    /// One whole sentence for the client, if nobody has a better one; empty where nothing is sent.
    public String sentence() {
        return sentence;
    }
}
