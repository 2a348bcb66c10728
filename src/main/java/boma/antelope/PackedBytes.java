package boma.antelope;

import boma.bytes.Hex;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A growing array of bytes in which packed data is built or unpacked; little endian, as everything of Antelope.
///
/// Grows and never shrinks; whoever fills it holds to a bound.
final class PackedBytes {
    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SIZE_AT_FIRST = 1_024;

    /// Some virtual machines keep a few words of an array for themselves.
    private static final int LENGTH_MAX = Integer.MAX_VALUE - 8;

    private byte[] array = new byte[SIZE_AT_FIRST];
    private MemorySegment segment = MemorySegment.ofArray(array);
    private int length;

    /// The bytes in use are `[0, length)`.
    byte[] array() {
        return array;
    }

    /// The same bytes.
    MemorySegment segment() {
        return segment;
    }

    int length() {
        return length;
    }

    /// Makes room for so many bytes after those in use, and returns the array, perhaps a new one.
    byte[] room(int bytes) {
        int needed = Math.addExact(length, bytes);
        if (needed > array.length) {
            array = Arrays.copyOf(array, Math.max(needed, (int) Math.min(2L * array.length, LENGTH_MAX)));
            segment = MemorySegment.ofArray(array);
        }
        return array;
    }

    /// Counts bytes that were written into [#room] as used, or drops some at the end.
    void length(int length) {
        this.length = length;
    }

    void clear() {
        length = 0;
    }

    /// Appends what the hexadecimal digits say; false, and nothing is appended, if they are not.
    boolean putHex(MemorySegment s, int from, int chars) {
        room(chars >> 1);
        int bytes = Hex.decode(s, from, chars, segment, length);
        length += Math.max(bytes, 0);
        return bytes >= 0;
    }

    void putByte(int value) {
        room(Byte.BYTES)[length++] = (byte) value;
    }

    void putShort(int value) {
        SHORT.set(room(Short.BYTES), length, (short) value);
        length += Short.BYTES;
    }

    void putInt(long value) {
        INT.set(room(Integer.BYTES), length, (int) value);
        length += Integer.BYTES;
    }

    void putLong(long value) {
        LONG.set(room(Long.BYTES), length, value);
        length += Long.BYTES;
    }

    /// Writes a varuint32 in its shortest form, as nodeos writes it.
    void putVaruint(long value) {
        long rest = value;
        while (rest >= 0x80) {
            putByte((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        putByte((int) rest);
    }
}
