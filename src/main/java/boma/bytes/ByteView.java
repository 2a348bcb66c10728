package boma.bytes;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// A mutable window on bytes that somebody else owns.
///
/// Valid only as long as the owner leaves those bytes where they are; copy with [#toBytes] to keep them. The view
/// of nothing is empty, so that a missing value needs no null.
public final class ByteView {
    private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

    private MemorySegment segment = NOTHING;
    private int from;
    private int length;

    /// Looks at the `length` bytes from `from` on; whether they exist is checked when they are read.
    public ByteView set(MemorySegment s, int from, int length) {
        this.segment = s;
        this.from = from;
        this.length = length;
        return this;
    }

    /// Looks at nothing and lets go of the segment.
    public ByteView clear() {
        return set(NOTHING, 0, 0);
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public MemorySegment segment() {
        return segment;
    }

    /// The position of the first byte in [#segment].
    public int from() {
        return from;
    }

    public int length() {
        return length;
    }

    public byte at(int i) {
        if (i < 0 || i >= length) throw new IndexOutOfBoundsException(i);
        return segment.get(Ascii.BYTE, from + i);
    }

    public boolean is(byte[] text) {
        return Ascii.equals(segment, from, length, text);
    }

    public boolean isIgnoreCase(byte[] lowerCaseText) {
        return Ascii.equalsIgnoreCase(segment, from, length, lowerCaseText);
    }

    public boolean startsWith(byte[] text) {
        return length >= text.length && Ascii.equals(segment, from, text.length, text);
    }

    /// A keyed hash of the bytes: equal bytes give equal hashes, whichever segment they are in.
    ///
    /// @param seed secret, such as [Hash#SEED]
    public long hash(long seed) {
        long hash = seed ^ length;
        int at = from;
        int left = length;
        for (; left >= 16; left -= 16, at += 16) {
            hash = Hash.step(hash, segment.get(Ascii.LONG, at), segment.get(Ascii.LONG, at + 8));
        }
        if (left > 0) hash = Hash.step(hash, word(at, Math.min(left, 8)), word(at + 8, left - 8));
        return Hash.mix(hash);
    }

    /// The first `count` bytes at `at` as a little endian word; nothing for a count below one.
    private long word(int at, int count) {
        if (count == 8) return segment.get(Ascii.LONG, at);
        long word = 0;
        for (int i = 0; i < count; i++) word |= (segment.get(Ascii.BYTE, at + i) & 0xffL) << (8 * i);
        return word;
    }

    /// Copies the bytes.
    public byte[] toBytes() {
        byte[] copy = new byte[length];
        MemorySegment.copy(segment, Ascii.BYTE, from, copy, 0, length);
        return copy;
    }

    /// The bytes as ISO-8859-1 text: one character per byte, nothing lost.
    @Override
    public String toString() {
        return new String(toBytes(), StandardCharsets.ISO_8859_1);
    }
}
