package boma.http;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// Reads the protocol version, which is `HTTP/` digit `.` digit with capital letters.
///
/// Why: RFC 9110 section 2.5 would have HTTP/1.2 read as HTTP/1.1. There is no such version, so only those send it
/// who look for readers that disagree: nginx takes it, nodeos does not. It is refused (`version-1-2.txt`).
final class Version {
    static final int LENGTH = 8;

    private static final long HTTP_1_1 = Ascii.word("HTTP/1.1");
    private static final long HTTP_1_0 = Ascii.word("HTTP/1.0");
    private static final byte[] PREFIX = Ascii.bytes("HTTP/");

    private Version() {}

    /// 11 or 10, or the code of a fault.
    static int read(MemorySegment s, int at, int limit) {
        if (at + LENGTH <= limit) {
            long word = s.get(Ascii.LONG, at);
            if (word == HTTP_1_1) return 11;
            if (word == HTTP_1_0) return 10;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (at + i == limit) return HeadFault.INCOMPLETE.code();
            if (!fits(s.get(Ascii.BYTE, at + i), i)) return HeadFault.BAD_VERSION.code();
        }
        return HeadFault.VERSION_NOT_SUPPORTED.code();
    }

    private static boolean fits(byte b, int i) {
        if (i < PREFIX.length) return b == PREFIX[i];
        return i == 6 ? b == '.' : Ascii.isDigit(b);
    }
}
