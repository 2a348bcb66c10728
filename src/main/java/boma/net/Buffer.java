package boma.net;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Memory that a connection owns for a while: a partial head, a body that must be seen whole, or bytes that the
/// peer did not take yet. Taken from [Buffers] and given back there. Confined to one event loop.
public final class Buffer {
    /// Free bytes in front of [#from] at the beginning, so that a head can grow in place.
    public static final int HEADROOM = 1024;

    final int sizeClass;
    final MemorySegment memory;

    @Nullable
    Buffer next; // in the free list

    Buffers.@Nullable Owner owner;

    /// First byte in use.
    public int from;

    /// Behind the last byte in use.
    public int to;

    Buffer(int sizeClass, MemorySegment memory) {
        this.sizeClass = sizeClass;
        this.memory = memory;
    }

    public MemorySegment bytes() {
        return memory;
    }

    public int capacity() {
        return (int) memory.byteSize();
    }

    /// Bytes in use.
    public int length() {
        return to - from;
    }

    /// Bytes that fit behind those in use.
    public int room() {
        return capacity() - to;
    }

    /// Moves the bytes in use to the beginning, so that the room is behind them.
    void compact() {
        MemorySegment.copy(memory, from, memory, 0, length());
        to -= from;
        from = 0;
    }

    public void append(MemorySegment source, int at, int length) {
        MemorySegment.copy(source, at, memory, to, length);
        to += length;
    }
}
