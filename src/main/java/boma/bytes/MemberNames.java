package boma.bytes;

import boma.bytes.JsonScanner.Problem;
import java.lang.foreign.MemorySegment;

/// The member names of all objects that are open at one point of a JSON text, to find duplicates in constant time.
///
/// An open-addressing hash table of fixed size, used like a stack: an object's names are added after those of the
/// objects around it and removed, last one first, when it closes. So a removal only ever frees the end of a probe
/// chain, and no marks for removed names are needed. The hash is keyed at random: nobody can choose names that
/// collide.
final class MemberNames {
    /// Names of open objects at once. A data object with more members than that is refused.
    static final int NAMES_MAX = 4_096;

    private static final int SLOTS = 2 * NAMES_MAX;
    private static final int SLOT_MASK = SLOTS - 1;

    private MemorySegment text = MemorySegment.NULL;

    // One entry for each name, in document order.
    private final int[] from = new int[NAMES_MAX];
    private final int[] length = new int[NAMES_MAX];
    private final int[] hash = new int[NAMES_MAX];
    private final int[] slot = new int[NAMES_MAX];
    private int count;

    /// First name of each open object.
    private final int[] first = new int[JsonScanner.DEPTH_MAX];

    private int openObjects;

    /// Index of a name plus one; 0 is free.
    private final short[] slots = new short[SLOTS];

    void start(MemorySegment s) {
        removeDownTo(0);
        openObjects = 0;
        text = s;
    }

    void open() {
        first[openObjects++] = count;
    }

    void close() {
        removeDownTo(first[--openObjects]);
    }

    /// Adds a name to the innermost object.
    Problem add(int nameFrom, int nameLength) {
        if (count == NAMES_MAX) return Problem.TOO_MANY_MEMBERS;
        int object = first[openObjects - 1];
        int h = hash(nameFrom, nameLength, object);
        int i = h & SLOT_MASK;
        while (slots[i] != 0) {
            int other = slots[i] - 1;
            if (hash[other] == h && other >= object && same(other, nameFrom, nameLength)) {
                return Problem.DUPLICATE_MEMBER;
            }
            i = (i + 1) & SLOT_MASK;
        }
        from[count] = nameFrom;
        length[count] = nameLength;
        hash[count] = h;
        slot[count] = i;
        slots[i] = (short) ++count;
        return Problem.NONE;
    }

    private void removeDownTo(int kept) {
        while (count > kept) slots[slot[--count]] = 0;
    }

    private boolean same(int other, int nameFrom, int nameLength) {
        if (length[other] != nameLength) return false;
        for (int i = 0; i < nameLength; i++) {
            if (byteAt(from[other] + i) != byteAt(nameFrom + i)) return false;
        }
        return true;
    }

    /// Mixes the object in, so that objects inside each other with the same names do not share slots.
    private int hash(int nameFrom, int nameLength, int object) {
        long h = Hash.SEED + nameLength + ((long) object << 32);
        int p = nameFrom;
        int end = nameFrom + nameLength;
        for (; p + Long.BYTES <= end; p += Long.BYTES) h = Hash.step(h, text.get(Ascii.LONG, p), nameLength);
        long rest = 0;
        for (; p < end; p++) rest = (rest << 8) | (byteAt(p) & 0xff);
        return (int) Hash.mix(Hash.step(h, rest, nameLength));
    }

    private byte byteAt(int p) {
        return text.get(Ascii.BYTE, p);
    }
}
