package boma.client;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// The Castagnoli checksum of a PROXY header.
///
/// Why: [java.util.zip.CRC32C] takes arrays and buffers only, and making those from a segment allocates.
final class Crc32c {
    private static final int POLYNOMIAL = 0x82f6_3b78;
    private static final int[] TABLE = table();

    private Crc32c() {}

    /// The checksum of `[from, to)`, in which the four bytes at `zeroAt` count as zero.
    static int of(MemorySegment s, int from, int to, int zeroAt) {
        int crc = -1;
        for (int i = from; i < to; i++) {
            int b = i >= zeroAt && i < zeroAt + 4 ? 0 : s.get(JAVA_BYTE, i);
            crc = (crc >>> 8) ^ TABLE[(crc ^ b) & 0xff];
        }
        return ~crc;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) * POLYNOMIAL);
            table[i] = crc;
        }
        return table;
    }
}
