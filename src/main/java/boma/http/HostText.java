package boma.http;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// Checks the value of Host: a name or IPv4 address, or an IPv6 address in brackets, and perhaps a port.
///
/// Narrower than RFC 3986, whose names may hold percent escapes and punctuation that no name server knows
/// and that other programs read as something else.
final class HostText {
    private static final int NAME_MAX = 255;
    private static final int PORT_DIGITS_MAX = 5;
    private static final int PORT_MAX = 65_535;

    /// Per byte: 1 may stand in a name, 2 may stand between brackets.
    private static final byte[] KINDS = kinds();

    private HostText() {}

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        for (char c = '0'; c <= 'z'; c++) {
            if (Character.isLetterOrDigit(c)) kinds[c] |= 1;
            if (Character.digit(c, 16) >= 0) kinds[c] |= 2;
        }
        kinds['-'] |= 1;
        kinds['_'] |= 1;
        kinds['.'] |= 3;
        kinds[':'] |= 2;
        return kinds;
    }

    static boolean isValid(MemorySegment s, int from, int to) {
        if (from == to) return false;
        boolean bracket = s.get(Ascii.BYTE, from) == '[';
        int start = bracket ? from + 1 : from;
        int end = endOf(s, start, to, bracket ? 2 : 1);
        if (end == start || end - start > NAME_MAX) return false;
        if (!bracket) return isPort(s, end, to);
        return end < to && s.get(Ascii.BYTE, end) == ']' && isPort(s, end + 1, to);
    }

    private static int endOf(MemorySegment s, int at, int to, int kind) {
        int i = at;
        while (i < to && (KINDS[s.get(Ascii.BYTE, i) & 0xff] & kind) != 0) i++;
        return i;
    }

    /// Nothing, or a colon and a port number.
    private static boolean isPort(MemorySegment s, int at, int to) {
        if (at == to) return true;
        if (s.get(Ascii.BYTE, at) != ':' || to - at - 1 > PORT_DIGITS_MAX) return false;
        long port = Ascii.decimal(s, at + 1, to);
        return port >= 0 && port <= PORT_MAX;
    }
}
