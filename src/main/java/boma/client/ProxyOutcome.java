package boma.client;

import boma.bytes.Label;

/// How waiting for a PROXY protocol header went.
///
/// [#INCOMPLETE] and [#DONE] are no errors; all others close the connection without a byte in answer.
public enum ProxyOutcome {
    /// What has come so far can still become a header.
    INCOMPLETE,

    /// The header is whole and right.
    DONE,

    /// The header did not come in time.
    TIMED_OUT,

    /// The peer closed in the middle of the header.
    TRUNCATED,

    /// The first bytes are neither `PROXY ` nor the signature of version 2.
    NOT_A_HEADER,

    /// It begins as a header and breaks the rules.
    INVALID,

    /// It is about a protocol that the specification does not name.
    UNHANDLED;

    public boolean isError() {
        return this != INCOMPLETE && this != DONE;
    }

    /// One stable word for the log and for metrics.
    public String label() {
        return Label.of(this);
    }
}
