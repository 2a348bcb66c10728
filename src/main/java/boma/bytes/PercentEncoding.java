package boma.bytes;

import java.lang.foreign.MemorySegment;

/// What percent-encoding such as `%2e` in a request target stands for.
public final class PercentEncoding {
    private PercentEncoding() {}

    /// The byte that the three bytes at `at` stand for; -1 if they are no encoding, or a broken one.
    public static int decoded(MemorySegment s, int at, int end) {
        if (at + 2 >= end || s.get(Ascii.BYTE, at) != '%') return -1;
        int high = Hex.digit(s.get(Ascii.BYTE, at + 1));
        int low = Hex.digit(s.get(Ascii.BYTE, at + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /// Whether no honest client encodes this byte in a path, so that its encoding hides something: letters, digits and
    /// marks that never need it, separators that change the path when decoded, what is decoded once more, controls,
    /// broken encoding (-1), and the two bytes that begin an overlong UTF-8 form of ASCII (`%c1%a1` for an a).
    public static boolean isNeedless(int decoded) {
        return switch (decoded) {
            case '-', '.', '_', '~', '/', '\\', '%', ';', 0xc0, 0xc1 -> true;
            default -> decoded < ' ' || isLetterOrDigit(decoded);
        };
    }

    public static boolean isLetterOrDigit(int b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
    }
}
