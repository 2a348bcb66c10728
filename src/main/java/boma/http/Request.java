package boma.http;

import boma.bytes.Ascii;
import boma.bytes.ByteView;
import java.lang.foreign.MemorySegment;

/// One request head as [RequestReader] understood it; reused for the next one after [#clear].
///
/// Everything is valid only while the bytes of the head stay where they are.
public final class Request {
    private static final int QUERY_UNKNOWN = -2;

    private final Head head = new Head();

    // Positions are relative to the head's first byte.
    int methodFrom;
    int methodLength;
    int targetFrom;
    int targetLength;
    private int queryAt = QUERY_UNKNOWN;

    Method method = Method.OTHER;
    int version;

    /// The position after the request line, 0 while that is incomplete.
    int fieldsFrom;

    final FieldFacts facts = new FieldFacts();

    public Head head() {
        return head;
    }

    /// Makes it ready for the next head. Part of an unfinished head may only be continued without it.
    public void clear() {
        head.clear();
        facts.clear();
        methodLength = 0;
        targetLength = 0;
        queryAt = QUERY_UNKNOWN;
        method = Method.OTHER;
        version = 0;
        fieldsFrom = 0;
    }

    public Method method() {
        return method;
    }

    /// Looks at the method as it was sent.
    public ByteView methodText(ByteView into) {
        return into.set(head.bytes(), head.from() + methodFrom, methodLength);
    }

    /// Looks at the target as it was sent: `/path`, `/path?query`, or `*` of `OPTIONS *`.
    public ByteView target(ByteView into) {
        return into.set(head.bytes(), head.from() + targetFrom, targetLength);
    }

    /// Looks at the target before its first `?`.
    public ByteView path(ByteView into) {
        int length = hasQuery() ? queryAt : targetLength;
        return into.set(head.bytes(), head.from() + targetFrom, length);
    }

    /// Looks at what follows the first `?`, nothing when there is none.
    public ByteView query(ByteView into) {
        if (!hasQuery()) return into.clear();
        int from = queryAt + 1;
        return into.set(head.bytes(), head.from() + targetFrom + from, targetLength - from);
    }

    /// Whether the target has a `?`, also one with nothing after it.
    public boolean hasQuery() {
        if (queryAt == QUERY_UNKNOWN) {
            MemorySegment bytes = head.bytes();
            int from = head.from() + targetFrom;
            int found = Ascii.find(bytes, from, from + targetLength, (byte) '?');
            queryAt = found < 0 ? -1 : found - from;
        }
        return queryAt >= 0;
    }

    /// 10 for HTTP/1.0, 11 for HTTP/1.1.
    public int version() {
        return version;
    }

    /// The announced length of the body, -1 when none was announced.
    public long contentLength() {
        return facts.contentLength;
    }

    public boolean chunked() {
        return facts.chunked;
    }

    /// Whether bytes of a body follow the head.
    public boolean hasBody() {
        return facts.chunked || facts.contentLength > 0;
    }

    /// Whether the client wants to send more on this connection.
    public boolean keepAlive() {
        return facts.keepAlive(version);
    }

    /// Whether the client waits for `100 Continue` before it sends the body.
    public boolean expectContinue() {
        return facts.expectContinue && hasBody();
    }

    /// Whether this asks to become a WebSocket: a GET of HTTP/1.1 without a body, `Connection: upgrade` and exactly
    /// one `Upgrade: websocket`. Other upgrades are ignored, which the standard allows: `h2c` would be a way
    /// around every rule.
    public boolean upgrade() {
        return facts.connectionUpgrade && facts.webSocket && method == Method.GET && version == 11 && !hasBody();
    }

    /// Looks at the value of Host; false when there is none, which only HTTP/1.0 allows.
    public boolean host(ByteView into) {
        if (facts.hostLine < 0) {
            into.clear();
            return false;
        }
        head.value(facts.hostLine, into);
        return true;
    }
}
