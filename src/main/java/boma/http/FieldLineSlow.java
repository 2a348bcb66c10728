package boma.http;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// Reads one field line: a token, a colon, field content, CR LF. Nothing else is taken for one.
final class FieldLineSlow {
    private FieldLineSlow() {}

    /// Adds the line at `at` to the head and returns the position after it, or the code of a [HeadFault].
    ///
    /// @param limit no byte from here on is looked at
    static int read(MemorySegment s, int at, int limit, Head head) {
        int nameLimit = Math.min(limit, at + Head.NAME_MAX + 1);
        int colon = Grammar.endOfToken(s, at, nameLimit);
        if (colon == nameLimit) {
            return (nameLimit < limit ? HeadFault.FIELD_NAME_TOO_LONG : HeadFault.INCOMPLETE).code();
        }
        if (colon == at || s.get(Ascii.BYTE, colon) != ':') return badName(s, at, colon);
        int field = FieldTable.find(s, at, colon - at);
        return value(s, at, colon, limit, field < 0 ? FieldTable.findOdd(s, at, colon - at) : field, head);
    }

    private static int badName(MemorySegment s, int at, int bad) {
        byte b = s.get(Ascii.BYTE, bad);
        if (Ascii.isBlank(b)) return (bad == at ? HeadFault.FOLDED_FIELD : HeadFault.SPACE_BEFORE_COLON).code();
        boolean lineEnd = bad == at && (b == '\r' || b == '\n');
        return (lineEnd ? HeadFault.BAD_LINE_END : HeadFault.BAD_FIELD_NAME).code();
    }

    private static int value(MemorySegment s, int at, int colon, int limit, int field, Head head) {
        int stop = Grammar.endOfText(s, colon + 1, limit);
        int next = Grammar.lineEnd(s, stop, limit, HeadFault.BAD_FIELD_VALUE);
        if (next < 0) return next;
        int start = colon + 1;
        while (start < stop && Ascii.isBlank(s.get(Ascii.BYTE, start))) start++;
        int end = stop;
        while (end > start && Ascii.isBlank(s.get(Ascii.BYTE, end - 1))) end--;
        int from = head.from();
        head.add(field, at - from, colon - at, start - from, end - from);
        return next;
    }
}
