package boma.bytes;

import java.lang.foreign.MemorySegment;

/// Well-formed UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
final class Utf8 {
    private Utf8() {}

    /// The position after the character of several bytes at `p`, or -1 if the bytes before `end` do not make one.
    static int after(MemorySegment s, int p, int end) {
        int lead = byteAt(s, p);
        if (lead >= 0xc2 && lead <= 0xdf) return continued(s, p + 1, 1, end);
        if (lead < 0xe0 || lead > 0xf4 || p + 1 >= end) return -1;
        int second = byteAt(s, p + 1);
        if (second < lowestSecond(lead) || second > highestSecond(lead)) return -1;
        return continued(s, p + 2, lead < 0xf0 ? 1 : 2, end);
    }

    private static int lowestSecond(int lead) {
        return switch (lead) {
            case 0xe0 -> 0xa0;
            case 0xf0 -> 0x90;
            default -> 0x80;
        };
    }

    private static int highestSecond(int lead) {
        return switch (lead) {
            case 0xed -> 0x9f;
            case 0xf4 -> 0x8f;
            default -> 0xbf;
        };
    }

    private static int continued(MemorySegment s, int p, int count, int end) {
        if (p + count > end) return -1;
        for (int i = 0; i < count; i++) {
            if ((byteAt(s, p + i) & 0xc0) != 0x80) return -1;
        }
        return p + count;
    }

    private static int byteAt(MemorySegment s, int p) {
        return s.get(Ascii.BYTE, p) & 0xff;
    }
}
