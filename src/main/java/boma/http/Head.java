package boma.http;

import boma.bytes.Ascii;
import boma.bytes.ByteView;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The header fields of one message, as places in the bytes that its reader went through.
///
/// All positions are relative to [#from], so a head survives being moved: see [#rebase]. One `long` describes a
/// field line, and the table starts small and grows to the reader's bound, because idle connections keep theirs.
public final class Head {
    private static final int FIELDS_AT_FIRST = 16;

    private static final int NAME_SHIFT = 16;
    private static final int VALUE_SHIFT = 24;
    private static final int END_SHIFT = 40;
    private static final int FIELD_SHIFT = 56;

    /// Positions take 16 bits each.
    static final int LENGTH_MAX = 0xffff;

    /// Name lengths take 8 bits.
    static final int NAME_MAX = 0xff;

    private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

    private MemorySegment bytes = NOTHING;
    private int from;
    private int length;

    /// Per field line, from the lowest bit: where the line begins (16), name length (8), where the value begins and
    /// ends (16 each), which [Field] it is (8).
    private long[] lines = new long[FIELDS_AT_FIRST];

    private int count;
    private long present;

    /// Where the first field line that is not fully read begins; what is before it is never read again.
    int lineAt;

    /// The bytes that the head lies in.
    public MemorySegment bytes() {
        return bytes;
    }

    /// The position of the head's first byte in [#bytes].
    public int from() {
        return from;
    }

    /// The bytes from [#from] to the end of the empty line, once the head is complete; otherwise 0.
    public int length() {
        return length;
    }

    /// The number of field lines.
    public int fields() {
        return count;
    }

    public Field field(int i) {
        return Field.of(number(i));
    }

    public int nameLength(int i) {
        return (int) (lines[i] >>> NAME_SHIFT) & 0xff;
    }

    /// Where the value begins, white space not counted.
    public int valueFrom(int i) {
        return (int) (lines[i] >>> VALUE_SHIFT) & 0xffff;
    }

    public int valueLength(int i) {
        return ((int) (lines[i] >>> END_SHIFT) & 0xffff) - valueFrom(i);
    }

    public int lineFrom(int i) {
        return (int) lines[i] & 0xffff;
    }

    /// The position after the CR LF of field line `i`.
    public int lineTo(int i) {
        return i + 1 < count ? lineFrom(i + 1) : length - 2;
    }

    /// Whether there is such a field.
    public boolean has(Field f) {
        return (present & f.bit()) != 0;
    }

    /// Looks at the value of the first such field; clears the view and returns false when there is none.
    public boolean find(Field f, ByteView into) {
        if (has(f)) {
            int wanted = f.number();
            for (int i = 0; i < count; i++) {
                if (number(i) == wanted) {
                    value(i, into);
                    return true;
                }
            }
        }
        into.clear();
        return false;
    }

    /// Looks at the value of field line `i`.
    public ByteView value(int i, ByteView into) {
        return into.set(bytes, from + valueFrom(i), valueLength(i));
    }

    /// Looks at the name of field line `i`.
    public ByteView name(int i, ByteView into) {
        return into.set(bytes, from + lineFrom(i), nameLength(i));
    }

    /// Tells that the same bytes are now at another place.
    public void rebase(MemorySegment s, int from) {
        this.bytes = s;
        this.from = from;
    }

    /// Forgets everything, also the segment.
    void clear() {
        bytes = NOTHING;
        from = 0;
        length = 0;
        count = 0;
        present = 0;
        lineAt = 0;
    }

    /// Takes one more field line, all positions relative to [#from].
    void add(int field, int lineFrom, int nameLength, int valueFrom, int valueTo) {
        if (count == lines.length) lines = Arrays.copyOf(lines, count * 2);
        lines[count++] = lineFrom
                | (long) nameLength << NAME_SHIFT
                | (long) valueFrom << VALUE_SHIFT
                | (long) valueTo << END_SHIFT
                | (long) field << FIELD_SHIFT;
        present |= 1L << field;
    }

    void complete(int length) {
        this.length = length;
    }

    int number(int i) {
        return (int) (lines[i] >>> FIELD_SHIFT);
    }

    /// Which field the line added last is.
    int lastNumber() {
        return number(count - 1);
    }

    /// The set of fields present, as the bits of [Field#bit].
    long present() {
        return present;
    }

    /// Makes all fields of the unknown name that stands at `nameAt` (in [#bytes]) end here.
    void endHere(int nameAt, int nameLength) {
        for (int i = 0; i < count; i++) {
            if (number(i) == Field.OTHER.number() && nameLength(i) == nameLength && isNamed(i, nameAt)) {
                lines[i] |= (long) Field.HOP_BY_HOP.number() << FIELD_SHIFT;
                present |= Field.HOP_BY_HOP.bit();
            }
        }
    }

    private boolean isNamed(int i, int nameAt) {
        int at = from + lineFrom(i);
        for (int k = 0; k < nameLength(i); k++) {
            if (Ascii.lower(bytes.get(Ascii.BYTE, at + k)) != Ascii.lower(bytes.get(Ascii.BYTE, nameAt + k))) {
                return false;
            }
        }
        return true;
    }
}
