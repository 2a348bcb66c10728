package boma.http;

import boma.bytes.Label;

/// What a reader says about a head: complete, incomplete, or why it is refused.
///
/// The fault of a message is that of its shortest prefix which has one, so it does not depend on how the bytes were
/// cut into segments. The reason words are part of the interface to operators (metrics, log, refusals).
public enum HeadFault {
    /// The head is complete and in order.
    NONE(0, "The head is complete."),

    /// Nothing is wrong so far, more bytes are needed.
    INCOMPLETE(0, "The head is not complete yet."),

    EMPTY_LINE(400, "More than one empty line precedes the request line."),
    BAD_LINE_END(400, "A line ends otherwise than by CR LF."),
    BAD_METHOD(400, "The method is not a token followed by one space."),
    METHOD_TOO_LONG(501, "The method is longer than any known one."),
    METHOD_NOT_IMPLEMENTED(501, "CONNECT and TRACE are not implemented."),
    BAD_TARGET(400, "The request target is empty or has bytes that a target must not have."),
    BAD_TARGET_FORM(400, "The request target does not begin with a slash."),
    BAD_VERSION(400, "The request line does not end in HTTP/1.1 or HTTP/1.0."),
    VERSION_NOT_SUPPORTED(505, "Only HTTP/1.1 and HTTP/1.0 are supported."),
    REQUEST_LINE_TOO_LONG(414, "The request line is too long."),

    HEAD_TOO_LARGE(431, "The request line and the header fields are too large."),
    TOO_MANY_FIELDS(431, "There are too many header fields."),
    FIELD_NAME_TOO_LONG(431, "The name of a header field is too long."),
    FOLDED_FIELD(400, "A header line begins with white space."),
    SPACE_BEFORE_COLON(400, "There is white space between a field name and its colon."),
    BAD_FIELD_NAME(400, "A header line has no field name that is a token followed by a colon."),
    BAD_FIELD_VALUE(400, "A field value has a control character."),

    NO_HOST(400, "HTTP/1.1 asks for a Host field."),
    SEVERAL_HOSTS(400, "There is more than one Host field."),
    BAD_HOST(400, "The Host field is not a host name or address with an optional port."),

    BAD_CONTENT_LENGTH(400, "Content-Length is not a plain decimal number."),
    CONTENT_LENGTH_TOO_LARGE(413, "Content-Length is beyond any limit."),
    SEVERAL_CONTENT_LENGTHS(400, "There is more than one Content-Length field."),
    TWO_FRAMINGS(400, "Content-Length and Transfer-Encoding exclude each other."),
    SEVERAL_TRANSFER_ENCODINGS(400, "There is more than one Transfer-Encoding field."),
    UNKNOWN_TRANSFER_CODING(501, "The only transfer coding is chunked."),
    CHUNKED_IN_HTTP_1_0(400, "HTTP/1.0 has no Transfer-Encoding."),

    UNKNOWN_EXPECTATION(417, "The only expectation is 100-continue."),
    BAD_CONNECTION(400, "The Connection field is not a short list of tokens."),
    CONNECTION_NAMES_FIELD(400, "The Connection field names a field that has to pass."),

    // Only in answers of a node.
    BAD_STATUS_LINE(502, "The answer has no valid HTTP/1.1 status line."),
    BODY_NOT_ALLOWED(502, "An answer without a body announces one."),
    NO_WEBSOCKET(502, "An answer of 101 does not say that a WebSocket begins.");

    private static final HeadFault[] ALL = values();

    private final int status;
    private final String reason;
    private final String sentence;

    HeadFault(int status, String sentence) {
        this.status = status;
        this.reason = Label.of(this);
        this.sentence = sentence;
    }

    /// The status to refuse a request with; 0 when there is nothing to refuse. A fault in an answer is always a 502.
    public int status() {
        return status;
    }

    /// The stable word for metrics, log and refusals, such as `bad-field-name`.
    public String reason() {
        return reason;
    }

    /// One English sentence for the refused client.
    public String sentence() {
        return sentence;
    }

    public boolean refused() {
        return status != 0;
    }

    /// The fault as a negative number, for functions that otherwise return a position. Lives only within a call.
    @SuppressWarnings("EnumOrdinal")
    int code() {
        return -1 - ordinal();
    }

    static HeadFault of(int code) {
        return ALL[-1 - code];
    }
}
