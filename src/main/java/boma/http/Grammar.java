package boma.http;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// The lexical rules of HTTP/1.1: which bytes may stand where. Source: RFC 9110 section 5.6, RFC 9112 section 3.
///
/// The scanners return the first position that does not belong, or `limit`; they never look at a byte from there on.
final class Grammar {
    /// CR LF as a little endian short.
    static final short CRLF = '\r' | '\n' << 8;

    private static final long DEL = 0x7f * Ascii.ONES;
    private static final long HASH = '#' * Ascii.ONES;
    private static final long BACKSLASH = '\\' * Ascii.ONES;

    private static final boolean[] TOKEN = token();

    private Grammar() {}

    private static boolean[] token() {
        boolean[] table = new boolean[256];
        for (char c = 0x21; c < 0x7f; c++) {
            table[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
        }
        return table;
    }

    static boolean isToken(byte b) {
        return TOKEN[b & 0xff];
    }

    static int endOfToken(MemorySegment s, int at, int limit) {
        int i = at;
        while (i < limit && isToken(s.get(Ascii.BYTE, i))) i++;
        return i;
    }

    /// Goes over field content: everything but control characters; a tab is content.
    static int endOfText(MemorySegment s, int at, int limit) {
        int i = at;
        while (i <= limit - 8) {
            long stop = controls(s.get(Ascii.LONG, i));
            if (stop == 0) {
                i += 8;
            } else {
                i += Long.numberOfTrailingZeros(stop) >>> 3;
                if (s.get(Ascii.BYTE, i) != '\t') return i;
                i++;
            }
        }
        while (i < limit && isText(s.get(Ascii.BYTE, i))) i++;
        return i;
    }

    /// Marks bytes under 0x20 and DEL; exact for the lowest mark.
    static long controls(long word) {
        long under = (word - 0x20 * Ascii.ONES) & ~word & Ascii.TOPS;
        return under | Ascii.zeros(word ^ DEL);
    }

    static boolean isText(byte b) {
        return (b >= 0x20 || b < 0 || b == '\t') && b != 0x7f;
    }

    /// Goes over a request target: printable ASCII without space, `#` (a fragment never is part of a target) and
    /// backslash (which some read as a slash).
    static int endOfTarget(MemorySegment s, int at, int limit) {
        int i = at;
        for (; i <= limit - 8; i += 8) {
            long stop = targetStops(s.get(Ascii.LONG, i));
            if (stop != 0) return i + (Long.numberOfTrailingZeros(stop) >>> 3);
        }
        while (i < limit && isTarget(s.get(Ascii.BYTE, i))) i++;
        return i;
    }

    private static long targetStops(long word) {
        long outside = (word | (word - 0x21 * Ascii.ONES) | (word + Ascii.ONES)) & Ascii.TOPS;
        return outside | Ascii.zeros(word ^ HASH) | Ascii.zeros(word ^ BACKSLASH);
    }

    private static boolean isTarget(byte b) {
        return b > 0x20 && b != 0x7f && b != '#' && b != '\\';
    }

    /// The position after the CR LF at `at`, or the code of a fault.
    ///
    /// @param other the fault if something else than a line end stands there
    static int lineEnd(MemorySegment s, int at, int limit, HeadFault other) {
        if (at + 2 <= limit && s.get(Ascii.SHORT, at) == CRLF) return at + 2;
        if (at == limit) return HeadFault.INCOMPLETE.code();
        byte b = s.get(Ascii.BYTE, at);
        if (b == '\r') return (at + 1 == limit ? HeadFault.INCOMPLETE : HeadFault.BAD_LINE_END).code();
        return (b == '\n' ? HeadFault.BAD_LINE_END : other).code();
    }
}
