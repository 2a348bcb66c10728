package boma.gate;

import boma.bytes.ByteView;

/// Finds paths that other software could take for another path than they look like.
///
/// Rules, limits and routes compare the bytes of a path, whereas most services decode and tidy them first: then
/// `/%61dmin` and `//admin` get around a rule for `/admin*`. No honest client writes a letter as `%61`. Only asked
/// where the configuration names paths; for Antelope calls [boma.antelope.Endpoint#ODD] is stricter.
final class PathSpelling {
    private PathSpelling() {}

    /// No empty or dot segments, no backslashes, and percent-encoding only of what needs it.
    static boolean isPlain(ByteView path) {
        int length = path.length();
        for (int i = 0; i < length; i++) {
            byte b = path.at(i);
            if (b == '\\' || (b == '%' && isNeedless(decoded(path, i)))) return false;
            if (b == '/' && (isAt(path, i + 1, '/') || isDotSegment(path, i + 1))) return false;
        }
        return true;
    }

    /// Letters, digits and marks that never need encoding, separators that change the path when decoded, what is
    /// decoded once more, controls, and broken encoding.
    private static boolean isNeedless(int decoded) {
        boolean letter = (decoded >= 'a' && decoded <= 'z') || (decoded >= 'A' && decoded <= 'Z');
        boolean digit = decoded >= '0' && decoded <= '9';
        return letter || digit || decoded < ' ' || "-._~/\\%;".indexOf(decoded) >= 0;
    }

    private static boolean isDotSegment(ByteView path, int from) {
        int i = from;
        while (i < from + 2 && isAt(path, i, '.')) i++;
        return i > from && (i == path.length() || isAt(path, i, '/') || isAt(path, i, ';'));
    }

    private static boolean isAt(ByteView path, int i, char c) {
        return i < path.length() && path.at(i) == c;
    }

    /// The byte behind `%61`, or -1 when the encoding is broken.
    private static int decoded(ByteView path, int at) {
        if (at + 2 >= path.length()) return -1;
        int high = Character.digit(path.at(at + 1), 16);
        int low = Character.digit(path.at(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
