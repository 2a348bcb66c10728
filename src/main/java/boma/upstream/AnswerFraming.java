package boma.upstream;

import boma.http.ChunkFault;
import boma.http.ChunkedBody;
import boma.http.Method;
import boma.http.Response;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Where the body of a node's answer ends: the one reading of it, for clients and for health questions. Reused.
final class AnswerFraming {
    private enum Kind {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private Kind kind = Kind.NONE;
    private long left;
    private boolean excess;
    private @Nullable ChunkedBody chunks; // made at the first chunked answer
    private String fault = "";

    /// @param method       of the request
    /// @param decodeChunks whether chunk framing is taken off
    void begin(Response head, Method method, boolean decodeChunks) {
        excess = false;
        fault = "";
        left = 0;
        if (head.bodyless(method)) {
            kind = Kind.NONE;
        } else if (head.chunked()) {
            kind = Kind.CHUNKED;
            if (chunks == null) chunks = new ChunkedBody();
            chunks.reset(decodeChunks);
        } else if (head.untilClose()) {
            kind = Kind.UNTIL_CLOSE;
        } else {
            kind = Kind.LENGTH;
            left = head.contentLength();
        }
    }

    /// Takes what was read; what is kept of it lies at `from`.
    ///
    /// @return bytes kept; -1 when the node broke the rules, see [#fault]
    int take(MemorySegment bytes, int from, int to) {
        return switch (kind) {
            case NONE -> {
                excess |= to > from;
                yield 0;
            }
            case LENGTH -> {
                int n = (int) Math.min(left, to - from);
                left -= n;
                excess |= from + n < to;
                yield n;
            }
            case CHUNKED -> takeChunks(bytes, from, to);
            case UNTIL_CLOSE -> to - from;
        };
    }

    private int takeChunks(MemorySegment bytes, int from, int to) {
        ChunkedBody c = chunks;
        if (c == null) throw new IllegalStateException("no chunked body was begun");
        int kept = c.walk(bytes, from, to);
        if (c.fault() != ChunkFault.NONE) {
            fault = c.fault().reason();
            return -1;
        }
        excess |= c.consumed() < to - from;
        return kept;
    }

    boolean chunked() {
        return kind == Kind.CHUNKED;
    }

    /// Whether nothing of the body is missing.
    boolean done() {
        return switch (kind) {
            case NONE -> true;
            case LENGTH -> left == 0;
            case CHUNKED -> chunks != null && chunks.done();
            case UNTIL_CLOSE -> false;
        };
    }

    boolean endsAtClose() {
        return kind == Kind.UNTIL_CLOSE;
    }

    /// Whether the node sent more than it had announced.
    boolean excess() {
        return excess;
    }

    String fault() {
        return fault;
    }
}
