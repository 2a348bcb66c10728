package boma.client;

/// How waiting for a PROXY protocol header went.
///
/// [#INCOMPLETE] and [#DONE] are no errors; all others close the connection without a byte in answer. The messages of
/// errors are those of HAProxy, which log readers know.
public enum ProxyOutcome {
    /// What has come so far can still become a header.
    INCOMPLETE(""),

    /// The header is whole and right.
    DONE(""),

    /// The peer closed before it sent anything.
    EMPTY("Connection closed while waiting for PROXY protocol header"),

    /// The connection broke.
    ABORTED("Connection error while waiting for PROXY protocol header"),

    TIMED_OUT("Timeout while waiting for PROXY protocol header"),

    /// The peer closed in the middle of the header.
    TRUNCATED("Truncated PROXY protocol header received"),

    /// The first bytes are neither `PROXY ` nor the signature of version 2.
    NOT_A_HEADER("Received something which does not look like a PROXY protocol header"),

    /// It begins as a header and breaks the rules.
    INVALID("Received an invalid PROXY protocol header"),

    /// It is about a protocol that the specification does not name.
    UNHANDLED("Received an unhandled protocol in the PROXY protocol header");

    private final String message;

    ProxyOutcome(String message) {
        this.message = message;
    }

    /// The outcome when the peer closes after so many bytes of an incomplete header.
    public static ProxyOutcome closedAfter(int bytes) {
        return bytes == 0 ? EMPTY : TRUNCATED;
    }

    public boolean isError() {
        return this != INCOMPLETE && this != DONE;
    }

    /// One stable sentence for the log; empty if it is no error.
    public String message() {
        return message;
    }
}
