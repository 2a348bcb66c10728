package boma.server;

import boma.exchange.Reason;
import boma.net.Buffer;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Bytes that one connection owns while they wait: a partial head, a request whose body is gathered or that waits for
/// a limit, what a client sent ahead.
///
/// Confined to one event loop.
final class Held {
    private final Worker worker;
    private final Asker asker;
    private @Nullable Buffer buffer;

    /// Of a request that was read already: bytes of its head. 0 when all is as it came.
    int head;

    /// Of such a request: bytes of its body behind the head, without chunk framing.
    int body;

    Held(Worker worker, Asker asker) {
        this.worker = worker;
        this.asker = asker;
    }

    boolean isEmpty() {
        return buffer == null;
    }

    /// Keeps bytes, with room in front of them; false when there is no memory.
    boolean keep(MemorySegment bytes, int from, int to) {
        if (from == to) return true;
        Buffer b = worker.copyOf(bytes, from, to, asker.asking().quota());
        if (b == null) return false;
        buffer = b;
        head = 0;
        body = 0;
        return true;
    }

    /// Keeps a request that was read already.
    boolean keepRequest(MemorySegment bytes, int from, int bodyAt, int bodyTo) {
        if (!keep(bytes, from, bodyTo)) return false;
        head = bodyAt - from;
        body = bodyTo - bodyAt;
        return true;
    }

    /// Keeps more behind what is there; false when there is no memory.
    boolean append(MemorySegment bytes, int from, int to) {
        if (!makeRoom(to - from)) return false;
        buffer().append(bytes, from, to - from);
        return true;
    }

    /// Provides for so many bytes behind those in use; false when there is no memory.
    boolean makeRoom(int least) {
        Buffer b = buffer();
        if (b.room() >= least) return true;
        Buffer larger = worker.loop.buffers().grow(b, b.to + least);
        if (larger == null) return false;
        buffer = larger;
        return true;
    }

    /// Who has used up the memory, when there was none: everybody together, or this client alone.
    Reason whyFull() {
        MemoryQuota quota = asker.asking().quota();
        return quota != null && quota.isUsed() ? Reason.TOO_MANY_REQUESTS_AT_ONCE : Reason.OVERLOADED;
    }

    /// The bytes, which stay here.
    Buffer buffer() {
        Buffer b = buffer;
        if (b == null) throw new IllegalStateException("nothing is held");
        return b;
    }

    /// The bytes, which whoever takes them has to give back, or to put back.
    Buffer take() {
        Buffer b = buffer();
        buffer = null;
        return b;
    }

    /// Keeps what was taken, for nothing of it was used up.
    void putBack(Buffer taken) {
        buffer = taken;
    }

    /// Puts the bytes, if there are any, to where more are to be read behind them.
    ///
    /// @return the position behind them
    int restore(MemorySegment into, int at) {
        if (isEmpty()) return at;
        Buffer b = take();
        MemorySegment.copy(b.bytes(), b.from, into, at, b.length());
        worker.loop.buffers().giveBack(b);
        return at + b.length();
    }

    void release() {
        if (!isEmpty()) worker.loop.buffers().giveBack(take());
    }
}
