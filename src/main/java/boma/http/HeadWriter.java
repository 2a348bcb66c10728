package boma.http;

import boma.bytes.Ascii;
import boma.bytes.ByteView;
import java.lang.foreign.MemorySegment;

/// Composes the heads that leave: to the node what it may see of a request, to the client what it may see of an
/// answer.
///
/// Fields that stay are copied in runs, as they were sent and in their order. What is ours comes last; of framing
/// there is ours or none. One writer per event loop: it keeps where it is between its steps.
public final class HeadWriter {
    /// What nodeos reads at most of a head; it closes the connection without a word beyond that.
    public static final int REQUEST_HEAD_MAX = RequestReader.HEAD_MAX_DEFAULT;

    /// Why: nodeos refuses a request without Host, which HTTP/1.0 allows.
    private static final byte[] UNKNOWN_HOST = Ascii.bytes("localhost");

    private static final byte[] GET = Ascii.bytes("GET");
    private static final byte[] SPACE = Ascii.bytes(" ");
    private static final byte[] VERSION_END = Ascii.bytes(" HTTP/1.1\r\n");
    private static final byte[] VERSION_START = Ascii.bytes("HTTP/1.1 ");
    private static final byte[] HOST = Ascii.bytes("Host: ");
    private static final byte[] FORWARDED_FOR = Ascii.bytes("X-Forwarded-For: ");
    private static final byte[] FORWARDED_PROTO = Ascii.bytes("X-Forwarded-Proto: ");
    private static final byte[] REQUEST_ID = Ascii.bytes("X-Request-Id: ");
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("Content-Length: ");
    private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] UPGRADE = Ascii.bytes("Connection: upgrade\r\n");
    private static final byte[] WEBSOCKET = Ascii.bytes("Connection: upgrade\r\nUpgrade: websocket\r\n");
    private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");
    private static final byte[] COMMA = Ascii.bytes(", ");
    private static final byte[] CRLF = Ascii.bytes("\r\n");

    /// Fields that never pass in either direction: hop-by-hop ones and the framing that was.
    private static final long ENDS_HERE = Field.CONNECTION.bit()
            | Field.KEEP_ALIVE.bit()
            | Field.PROXY_CONNECTION.bit()
            | Field.PROXY_AUTHORIZATION.bit()
            | Field.TE.bit()
            | Field.TRAILER.bit()
            | Field.UPGRADE.bit()
            | Field.HOP_BY_HOP.bit()
            | Field.CONTENT_LENGTH.bit()
            | Field.TRANSFER_ENCODING.bit();

    private static final long REQUEST_ENDS_HERE = ENDS_HERE
            | Field.HOST.bit()
            | Field.EXPECT.bit()
            | Field.FORWARDED_FOR.bit()
            | Field.FORWARDED_PROTO.bit()
            | Field.FORWARDING.bit()
            | Field.ALIAS.bit();

    private MemorySegment into = MemorySegment.NULL;
    private int at;
    private int limit;
    private boolean full;

    /// Writes the head for the node at `at` and returns its length, or -1 when it would be over
    /// [#REQUEST_HEAD_MAX] or the segment.
    public int requestHead(Request r, MemorySegment into, int at, RequestEdit e) {
        begin(into, at, REQUEST_HEAD_MAX);
        Head head = r.head();
        requestLine(r, e);
        host(r, e);
        fields(head, dropped(e), r.fieldsFrom);
        forwardedFor(head, e);
        put(e.added);
        forwardedProto(e.scheme);
        requestId(e.requestId);
        if (e.upgrade) put(WEBSOCKET);
        framing(e.contentLength, e.chunked);
        put(CRLF);
        return end(at);
    }

    /// Writes the head for the client at `at` and returns its length, or -1 when it does not fit into the segment.
    public int responseHead(Response r, MemorySegment into, int at, ResponseEdit e) {
        begin(into, at, Integer.MAX_VALUE);
        Head head = r.head();
        put(VERSION_START);
        put(head.bytes(), head.from() + Version.LENGTH + 1, 3);
        put(SPACE);
        put(head.bytes(), head.from() + r.reasonFrom, r.reasonLength);
        put(CRLF);
        fields(head, dropped(e), r.fieldsFrom);
        put(e.added);
        requestId(e.requestId);
        connection(e.connection);
        framing(e.contentLength, e.chunked);
        put(CRLF);
        return end(at);
    }

    private void requestLine(Request r, RequestEdit e) {
        MemorySegment s = r.head().bytes();
        int from = r.head().from();
        if (e.asGet) {
            put(GET);
        } else {
            put(s, from + r.methodFrom, r.methodLength);
        }
        int afterMethod = r.methodFrom + r.methodLength;
        put(s, from + afterMethod, 1 + r.targetLength);
        put(VERSION_END);
    }

    private void host(Request r, RequestEdit e) {
        if (e.host.length > 0) {
            put(HOST);
            put(e.host);
            put(CRLF);
        } else if (r.facts.hostLine >= 0) {
            Head head = r.head();
            int from = head.lineFrom(r.facts.hostLine);
            put(head.bytes(), head.from() + from, head.lineTo(r.facts.hostLine) - from);
        } else {
            put(HOST);
            put(UNKNOWN_HOST);
            put(CRLF);
        }
    }

    private static long dropped(RequestEdit e) {
        return REQUEST_ENDS_HERE
                | (e.requestId.isEmpty() ? 0 : Field.REQUEST_ID.bit())
                | (e.plainAnswer ? Field.ACCEPT_ENCODING.bit() : 0);
    }

    private static long dropped(ResponseEdit e) {
        return (e.connection == ResponseEdit.Connection.UPGRADE ? ENDS_HERE & ~Field.UPGRADE.bit() : ENDS_HERE)
                | (e.requestId.isEmpty() ? 0 : Field.REQUEST_ID.bit())
                | (e.dropCors ? Field.CORS.bit() : 0);
    }

    /// Copies the lines that stay, neighbours together.
    private void fields(Head head, long dropped, int fieldsFrom) {
        int runFrom = fieldsFrom;
        int count = head.fields();
        for (int i = 0; i < count; i++) {
            if ((dropped >>> head.number(i) & 1) != 0) {
                put(head.bytes(), head.from() + runFrom, head.lineFrom(i) - runFrom);
                runFrom = head.lineTo(i);
            }
        }
        put(head.bytes(), head.from() + runFrom, head.length() - 2 - runFrom);
    }

    /// What a trusted peer said, and then the peer itself.
    private void forwardedFor(Head head, RequestEdit e) {
        boolean kept = e.keepForwardedFor && head.has(Field.FORWARDED_FOR);
        if (!kept && e.client.length == 0) return;
        put(FORWARDED_FOR);
        boolean first = true;
        for (int i = 0; kept && i < head.fields(); i++) {
            if (head.number(i) == Field.FORWARDED_FOR.number() && head.valueLength(i) > 0) {
                put(first ? RequestEdit.NOTHING : COMMA);
                put(head.bytes(), head.from() + head.valueFrom(i), head.valueLength(i));
                first = false;
            }
        }
        if (e.client.length > 0) {
            put(first ? RequestEdit.NOTHING : COMMA);
            put(e.client);
        }
        put(CRLF);
    }

    private void forwardedProto(byte[] scheme) {
        if (scheme.length > 0) {
            put(FORWARDED_PROTO);
            put(scheme);
            put(CRLF);
        }
    }

    private void requestId(ByteView id) {
        if (!id.isEmpty()) {
            put(REQUEST_ID);
            put(id);
            put(CRLF);
        }
    }

    private void connection(ResponseEdit.Connection c) {
        switch (c) {
            case UNSAID -> {}
            case CLOSE -> put(CLOSE);
            case KEEP_ALIVE -> put(KEEP_ALIVE);
            case UPGRADE -> put(UPGRADE);
        }
    }

    private void framing(long contentLength, boolean chunked) {
        if (chunked) {
            put(CHUNKED);
        } else if (contentLength >= 0) {
            put(CONTENT_LENGTH);
            if (hasRoom(Ascii.digits(contentLength))) at = Ascii.writeDecimal(into, at, contentLength);
            put(CRLF);
        }
    }

    private void begin(MemorySegment s, int from, int most) {
        into = s;
        at = from;
        limit = (int) Math.min(s.byteSize(), (long) from + most);
        full = false;
    }

    private int end(int from) {
        into = MemorySegment.NULL;
        return full ? -1 : at - from;
    }

    private boolean hasRoom(int length) {
        full |= length > limit - at;
        return !full;
    }

    private void put(byte[] bytes) {
        if (hasRoom(bytes.length)) {
            MemorySegment.copy(bytes, 0, into, Ascii.BYTE, at, bytes.length);
            at += bytes.length;
        }
    }

    private void put(MemorySegment s, int from, int length) {
        if (length > 0 && hasRoom(length)) {
            MemorySegment.copy(s, from, into, at, length);
            at += length;
        }
    }

    private void put(ByteView view) {
        put(view.segment(), view.from(), view.length());
    }
}
