package boma.server;

import boma.http.ChunkFault;
import boma.http.ChunkedBody;
import boma.http.Request;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The body of the request that a connection is at: where it ends. Reused.
final class RequestBody {
    private boolean chunked;
    private long left;
    private long taken;
    private int consumed;
    private boolean heldBack; // by a client that waits for 100
    private @Nullable ChunkedBody chunks; // made at the first chunked body of the connection

    /// @param decode whether chunk framing is taken off
    void begin(Request r, boolean decode) {
        chunked = r.chunked();
        left = Math.max(r.contentLength(), 0);
        taken = 0;
        consumed = 0;
        heldBack = r.expectContinue();
        if (!chunked) return;
        if (chunks == null) chunks = new ChunkedBody();
        chunks.reset(decode);
    }

    /// Takes what was read; what is kept lies at `from`.
    ///
    /// @return bytes kept, -1 for bad chunks
    int take(MemorySegment bytes, int from, int to) {
        if (to > from) heldBack = false;
        if (!chunked || chunks == null) {
            consumed = (int) Math.min(left, to - from);
            left -= consumed;
            taken += consumed;
            return consumed;
        }
        int kept = chunks.walk(bytes, from, to);
        consumed = chunks.consumed();
        taken = chunks.data();
        return chunks.fault() == ChunkFault.NONE ? kept : -1;
    }

    /// The client was told to go on.
    void askedFor() {
        heldBack = false;
    }

    /// Bytes that the last [#take] used; those behind belong to the next request.
    int consumed() {
        return consumed;
    }

    /// Payload so far.
    long taken() {
        return taken;
    }

    boolean done() {
        return chunked ? chunks != null && chunks.done() : left == 0;
    }

    boolean chunked() {
        return chunked;
    }

    /// Bytes that may be read without touching the next request; unknown for chunks.
    int readMax(int max) {
        return chunked ? max : (int) Math.min(left, max);
    }

    /// Whether the rest is short enough to be read and thrown away, so that the connection can stay. Never that of a
    /// client that waits for 100 and gets another answer: whether its body still comes is up to it, so nobody could
    /// tell where its next request begins (RFC 9110 section 10.1.1).
    boolean restIsShort(int max) {
        return done() || (!chunked && !heldBack && left <= max);
    }
}
