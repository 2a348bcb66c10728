package boma.http;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// Reads the field lines of a head. The usual line is read a word at a time; whatever is unusual about a line, from
/// a blank at the end of its value to a fault, [FieldLineSlow] reads it again from its start and decides.
final class FieldLine {
    private static final long COLONS = ':' * Ascii.ONES;

    private FieldLine() {}

    /// Adds all lines from `from` on to the head and their meaning to the facts; returns the position of the empty line
    /// that ends them, or the code of a [HeadFault].
    ///
    /// @param limit  no byte from here on is looked at
    /// @param most   how many lines are allowed
    /// @param wanted the set of fields whose meaning is asked for
    static int readAll(
            MemorySegment s, int from, int limit, Head head, int most, long wanted, FieldFacts facts, int version) {
        int at = from;
        int readable = (int) Math.min(s.byteSize(), limit + 16L);
        while (begins(s, at, limit)) {
            if (head.fields() == most) return HeadFault.TOO_MANY_FIELDS.code();
            int next = read(s, at, limit, readable, head);
            if (next < 0) {
                head.lineAt = at - head.from();
                return next;
            }
            at = next;
            if ((wanted & 1L << head.lastNumber()) != 0) {
                HeadFault fault = facts.take(head, version);
                if (fault != HeadFault.NONE) return fault.code();
            }
        }
        head.lineAt = at - head.from();
        return at + 2 <= limit ? at : HeadFault.INCOMPLETE.code();
    }

    /// Whether there is a line, good or bad, and not the end of the head or half of that.
    private static boolean begins(MemorySegment s, int at, int limit) {
        if (at + 2 <= limit) return s.get(Ascii.SHORT, at) != Grammar.CRLF;
        return at < limit && s.get(Ascii.BYTE, at) != '\r';
    }

    /// Adds one line and returns the position after it, or the code of a fault. Reads names of up to 15 bytes itself.
    ///
    /// @param readable where words end at the latest; bytes from `limit` on may be loaded but decide nothing
    private static int read(MemorySegment s, int at, int limit, int readable, Head head) {
        if (at + 16 > readable) return FieldLineSlow.read(s, at, limit, head);
        long first = s.get(Ascii.LONG, at);
        long last = first;
        long colons = Ascii.zeros(first ^ COLONS);
        int length = Long.numberOfTrailingZeros(colons) >>> 3;
        if (colons != 0) {
            first &= (1L << (8 * length)) - 1;
            last = first;
        } else {
            colons = Ascii.zeros(s.get(Ascii.LONG, at + 8) ^ COLONS);
            if (colons == 0) return FieldLineSlow.read(s, at, limit, head);
            length = 8 + (Long.numberOfTrailingZeros(colons) >>> 3);
            last = s.get(Ascii.LONG, at + length - 8);
        }
        int field = FieldTable.find(first, last, s, at, length);
        return field < 0
                ? FieldLineSlow.read(s, at, limit, head)
                : value(s, at, at + length, limit, readable, field, head);
    }

    private static int value(MemorySegment s, int at, int colon, int limit, int readable, int field, Head head) {
        int i = colon + 1;
        if (i + 8 > readable) return FieldLineSlow.read(s, at, limit, head);
        long word = s.get(Ascii.LONG, i);
        int start = (byte) word == ' ' ? i + 1 : i;
        long stops = Grammar.controls(word);
        while (stops == 0) {
            i += 8;
            if (i + 8 > readable) return FieldLineSlow.read(s, at, limit, head);
            word = s.get(Ascii.LONG, i);
            stops = Grammar.controls(word);
        }
        int bit = Long.numberOfTrailingZeros(stops) & 56;
        int end = i + (bit >>> 3);
        if (start >= end || !isPlainEnd(s, start, end, limit)) return FieldLineSlow.read(s, at, limit, head);
        int from = head.from();
        head.add(field, at - from, colon - at, start - from, end - from);
        return end + 2;
    }

    /// Whether a value that is not empty has no blank to cut off, and CR LF after it.
    private static boolean isPlainEnd(MemorySegment s, int start, int end, int limit) {
        return end + 2 <= limit
                && s.get(Ascii.SHORT, end) == Grammar.CRLF
                && !Ascii.isBlank(s.get(Ascii.BYTE, start))
                && !Ascii.isBlank(s.get(Ascii.BYTE, end - 1));
    }
}
