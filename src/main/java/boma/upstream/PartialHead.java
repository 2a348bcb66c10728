package boma.upstream;

import boma.net.Buffer;
import boma.net.Buffers;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The beginning of an answer's head, kept while the rest is on its way. Confined to one event loop.
final class PartialHead {
    private final Buffers buffers;
    private @Nullable Buffer kept;

    PartialHead(Buffers buffers) {
        this.buffers = buffers;
    }

    /// Puts what was kept to `at`.
    ///
    /// @return the position behind it
    int restore(MemorySegment bytes, int at) {
        Buffer b = kept;
        if (b == null) return at;
        int length = b.length();
        MemorySegment.copy(b.bytes(), b.from, bytes, at, length);
        release();
        return at + length;
    }

    /// Keeps `[from, to)`.
    ///
    /// @return false when there is no memory
    boolean keep(MemorySegment bytes, int from, int to) {
        if (from == to) return true;
        Buffer b = buffers.take(to - from);
        if (b == null) return false;
        b.append(bytes, from, to - from);
        kept = b;
        return true;
    }

    void release() {
        if (kept == null) return;
        buffers.giveBack(kept);
        kept = null;
    }
}
