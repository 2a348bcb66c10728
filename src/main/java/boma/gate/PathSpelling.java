package boma.gate;

import boma.bytes.ByteView;
import boma.bytes.PercentEncoding;

/// Finds paths that other software could take for another path than they look like.
///
/// Rules, limits and routes compare the bytes of a path, whereas most services decode and tidy them first: then
/// `/%61dmin` and `//admin` get around a rule for `/admin*`. No honest client writes a letter as `%61`. Only asked
/// where the configuration names paths; for Antelope calls [boma.antelope.Endpoint#ODD] is stricter.
final class PathSpelling {
    private PathSpelling() {}

    /// No empty or dot segments, no backslashes, and percent-encoding only of what needs it.
    ///
    /// A segment of parameters alone is empty, too: Tomcat and Jetty read `/;x/admin` as `//admin`.
    static boolean isPlain(ByteView path) {
        int length = path.length();
        for (int i = 0; i < length; i++) {
            byte b = path.at(i);
            if (b == '\\' || (b == '%' && PercentEncoding.isNeedless(decoded(path, i)))) return false;
            if (b == '/' && (isEmptySegment(path, i + 1) || isDotSegment(path, i + 1))) return false;
        }
        return true;
    }

    private static boolean isEmptySegment(ByteView path, int from) {
        return isAt(path, from, '/') || isAt(path, from, ';');
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
        return PercentEncoding.decoded(path.segment(), path.from() + at, path.from() + path.length());
    }
}
