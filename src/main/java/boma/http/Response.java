package boma.http;

import boma.bytes.ByteView;

/// One head of a node's answer as [ResponseReader] understood it; reused for the next one after [#clear].
///
/// Everything is valid only while the bytes of the head stay where they are.
public final class Response {
    private final Head head = new Head();
    final FieldFacts facts = new FieldFacts();

    int status;
    int version;

    /// Where the reason phrase lies, relative to the head's first byte.
    int reasonFrom;

    int reasonLength;

    /// The position after the status line, 0 while that is incomplete.
    int fieldsFrom;

    public Head head() {
        return head;
    }

    /// Makes it ready for the next head. Part of an unfinished head may only be continued without it.
    public void clear() {
        head.clear();
        facts.clear();
        status = 0;
        version = 0;
        reasonLength = 0;
        fieldsFrom = 0;
    }

    /// 100 to 599.
    public int status() {
        return status;
    }

    /// Looks at the reason phrase, which may be empty.
    public ByteView reason(ByteView into) {
        return into.set(head.bytes(), head.from() + reasonFrom, reasonLength);
    }

    /// 10 for HTTP/1.0, 11 for HTTP/1.1.
    public int version() {
        return version;
    }

    /// An answer before the final one: 1xx, but not the 101 that ends HTTP on the connection.
    public boolean interim() {
        return status < 200 && status != 101;
    }

    /// The node agrees to speak WebSocket from here on, the only protocol that it is ever asked for.
    public boolean upgrade() {
        return status == 101;
    }

    /// The announced length, -1 when none was announced. Without meaning for the framing when [#bodyless].
    public long contentLength() {
        return facts.contentLength;
    }

    public boolean chunked() {
        return facts.chunked;
    }

    /// Whether the node keeps the connection open after this answer.
    public boolean keepAlive() {
        return facts.keepAlive(version);
    }

    /// Whether no byte of a body follows, whatever the head announces.
    public boolean bodyless(Method asked) {
        return asked == Method.HEAD || status == 304 || isEmptyStatus();
    }

    /// Whether an answer of this status has no body, whoever asks: 1xx, 204 and 205. A 205 is framed like any other
    /// answer (RFC 9112 section 6.3), but some clients take the end of its head for the end of it.
    boolean isEmptyStatus() {
        return status < 200 || status == 204 || status == 205;
    }

    /// Whether the body, if there is one, lasts until the node closes the connection.
    public boolean untilClose() {
        return !facts.chunked && facts.contentLength < 0;
    }
}
