package boma.exchange;

import org.jspecify.annotations.Nullable;

/// Why a request was not served by a node: one stable word for the metric label, the log field and the client.
///
/// `code` is the `error.code` of the refusal. It lies above every number that nodeos uses, and `error.name` carries
/// the prefix `firewall_`, so that no client library mistakes a refusal for an answer of the chain
/// (`expired_tx_exception`, for one, makes a library change its endpoint).
public enum Reason {
    BAD_REQUEST(400, 9_400_001, "bad_request", null),
    INVALID_JSON(400, 9_400_002, "invalid_json", "INVALID_JSON"),
    PARSE_ERROR(400, 9_400_003, "parse_error", "PARSE_ERROR"),
    TOO_MANY_TRANSACTIONS(400, 9_400_004, "too_many_transactions", "TOO_MANY_TRANSACTIONS"),
    INVALID_TRANSACTION_SIZE(400, 9_400_005, "invalid_transaction_size", "INVALID_TRANSACTION_SIZE"),
    INVALID_NUMBER_SIGNATURES(400, 9_400_006, "invalid_number_signatures", "INVALID_NUMBER_SIGNATURES"),
    UNREADABLE_PARAMETERS(400, 9_400_007, "unreadable_parameters", null),
    BLACKLISTED_CONTRACT(403, 9_403_001, "blacklisted_contract", "BLACKLISTED_CONTRACT"),
    BLOCKED(403, 9_403_002, "blocked", null),
    OPERATOR_PATH(403, 9_403_003, "operator_path", null),
    UNKNOWN_PATH(403, 9_403_004, "unknown_path", null),
    ODD_PATH(403, 9_403_005, "odd_path", null),
    BANNED(403, 9_403_006, "banned", null),
    METHOD_NOT_ALLOWED(405, 9_405_001, "method_not_allowed", null),
    REQUEST_TIMEOUT(408, 9_408_001, "request_timeout", null),
    BODY_TOO_LARGE(413, 9_413_001, "body_too_large", null),
    URI_TOO_LONG(414, 9_414_001, "uri_too_long", null),
    EXPECTATION_FAILED(417, 9_417_001, "expectation_failed", null),
    RATE_LIMITED(429, 9_429_001, "rate_limited", null),
    TOO_MANY_CONNECTIONS(429, 9_429_002, "too_many_connections", null),
    TOO_MANY_REQUESTS_AT_ONCE(429, 9_429_003, "too_many_requests_at_once", null),
    HEAD_TOO_LARGE(431, 9_431_001, "head_too_large", null),
    INTERNAL_ERROR(500, 9_500_001, "internal_error", null),
    NOT_IMPLEMENTED(501, 9_501_001, "not_implemented", null),
    NODE_UNREACHABLE(502, 9_502_001, "node_unreachable", null),
    NODE_BAD_ANSWER(502, 9_502_002, "node_bad_answer", null),
    NODE_CLOSED(502, 9_502_003, "node_closed", null),
    NO_HEALTHY_NODE(503, 9_503_001, "no_healthy_node", null),
    NODES_BUSY(503, 9_503_002, "nodes_busy", null),
    OVERLOADED(503, 9_503_004, "overloaded", null),
    NODE_TIMEOUT(504, 9_504_001, "node_timeout", null),
    HTTP_VERSION(505, 9_505_001, "http_version", null),
    BAD_PROXY_HEADER(0, 9_000_001, "bad_proxy_header", null),
    CLIENT_GONE(0, 9_000_002, "client_gone", null),
    CLIENT_TOO_SLOW(0, 9_000_003, "client_too_slow", null);

    private final int status;
    private final int code;
    private final String label;
    private final @Nullable String patroneos;

    Reason(int status, int code, String word, @Nullable String patroneos) {
        this.status = status;
        this.code = code;
        this.label = word.replace('_', '-');
        this.patroneos = patroneos;
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
        return "firewall_" + label.replace('-', '_');
    }

    /// Patroneos's word for the same thing, or null where it has none.
    public @Nullable String patroneos() {
        return patroneos;
    }
}
