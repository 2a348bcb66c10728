package boma.http;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Segments for tests that end exactly where the data ends, so that a read beyond it fails.
final class Segments {
    private Segments() {}

    /// The bytes behind `from` bytes of something else; take slices of it to offer less.
    static MemorySegment behind(int from, byte[] bytes) {
        byte[] all = new byte[from + bytes.length];
        Arrays.fill(all, 0, from, (byte) 'X');
        System.arraycopy(bytes, 0, all, from, bytes.length);
        return MemorySegment.ofArray(all);
    }

    static byte[] copy(MemorySegment s, int from, int length) {
        return s.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE);
    }
}
