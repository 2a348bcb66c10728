package boma.bytes;

import java.lang.foreign.MemorySegment;

/// The plain part of JSON strings, a word at a time.
final class JsonString {
    private JsonString() {}

    /// The first byte in `[from, end)` that is a quote, a backslash, a control character or not ASCII; `end` if none
    /// is.
    static int plainUntil(MemorySegment s, int from, int end) {
        int p = from;
        int lastWord = end - Long.BYTES;
        for (; p <= lastWord; p += Long.BYTES) {
            long special = specialBytes(s.get(Ascii.LONG, p));
            if (special != 0) return p + (Long.numberOfTrailingZeros(special) >>> 3);
        }
        for (; p < end; p++) {
            byte b = s.get(Ascii.BYTE, p);
            if (b < ' ' || b == '"' || b == '\\') return p;
        }
        return end;
    }

    /// Sets the top bit of each byte that [#plainUntil] looks for. Borrows can set more of them, but only above the
    /// lowest one, which is always right.
    private static long specialBytes(long word) {
        long quote = (word ^ ('"' * Ascii.ONES)) - Ascii.ONES;
        long backslash = (word ^ ('\\' * Ascii.ONES)) - Ascii.ONES;
        long control = word - (' ' * Ascii.ONES);
        return (quote | backslash | control | word) & Ascii.TOPS;
    }
}
