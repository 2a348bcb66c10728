package boma.antelope;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Finds the endpoint of an exact path with one hash and one comparison.
///
/// The hash has no collisions among the known paths (a factor without any is searched when the class is loaded), so
/// each slot holds one path and nothing a client sends can make a lookup longer.
final class EndpointTable {
    /// Paths are compared by words of eight bytes. The last one overlaps the one before it, so that it needs no
    /// padding; no known path is shorter than one word.
    private static final int WORD = Long.BYTES;

    /// 4,096 places of two bytes: room enough for a factor without collisions to be found in a few tries.
    private static final int BITS = 12;

    private static final short EMPTY = -1;

    private static final long[][] WORDS = new long[Endpoint.COUNT][];
    private static final int[] LENGTHS = new int[Endpoint.COUNT];
    private static final short[] SLOTS = new short[1 << BITS];
    private static final long FACTOR;

    static {
        for (int id = 0; id < Endpoint.COUNT; id++) {
            MemorySegment path = bytesOf(Endpoint.byId(id));
            LENGTHS[id] = (int) path.byteSize();
            WORDS[id] = LENGTHS[id] == 0 ? new long[0] : words(path);
        }
        long factor = 0x9E37_79B9_7F4A_7C15L;
        while (!fill(factor)) factor += 2;
        FACTOR = factor;
    }

    private EndpointTable() {}

    /// The endpoint with exactly this path, or [Endpoint#UNKNOWN].
    static Endpoint find(MemorySegment s, int from, int length) {
        if (length < WORD) return Endpoint.UNKNOWN;
        int id = SLOTS[slot(s, from, length, FACTOR)];
        return id != EMPTY && LENGTHS[id] == length && same(WORDS[id], s, from, length)
                ? Endpoint.byId(id)
                : Endpoint.UNKNOWN;
    }

    private static int slot(MemorySegment s, int from, int length, long factor) {
        int last = length - WORD;
        long hash = length;
        for (int i = 0; i < last; i += WORD) hash = (hash ^ s.get(Ascii.LONG, from + i)) * factor;
        hash = (hash ^ s.get(Ascii.LONG, from + last)) * factor;
        return (int) ((hash ^ (hash << 32)) >>> (Long.SIZE - BITS));
    }

    private static boolean same(long[] words, MemorySegment s, int from, int length) {
        int last = length - WORD;
        int w = 0;
        for (int i = 0; i < last; i += WORD) {
            if (words[w++] != s.get(Ascii.LONG, from + i)) return false;
        }
        return words[w] == s.get(Ascii.LONG, from + last);
    }

    private static boolean fill(long factor) {
        Arrays.fill(SLOTS, EMPTY);
        for (int id = 0; id < Endpoint.COUNT; id++) {
            if (LENGTHS[id] == 0) continue;
            int slot = slot(bytesOf(Endpoint.byId(id)), 0, LENGTHS[id], factor);
            if (SLOTS[slot] != EMPTY) return false;
            SLOTS[slot] = (short) id;
        }
        return true;
    }

    private static long[] words(MemorySegment path) {
        int length = (int) path.byteSize();
        long[] words = new long[(length + WORD - 1) / WORD];
        for (int w = 0; w < words.length; w++) words[w] = path.get(Ascii.LONG, Math.min(w * WORD, length - WORD));
        return words;
    }

    private static MemorySegment bytesOf(Endpoint e) {
        return MemorySegment.ofArray(Ascii.bytes(e.path()));
    }
}
