package boma.antelope;

import boma.bytes.Ascii;
import boma.bytes.PercentEncoding;
import java.lang.foreign.MemorySegment;

/// Judges request targets that are not exactly a known path.
///
/// nodeos matches bytes and so answers 404 to `/v1/chain/%70ush_block`, `//v1/producer/pause` or
/// `/V1/chain/get_info?x`. But a node may stand behind nginx, a load balancer or another gateway that decodes, folds
/// and tidies paths, and then the same bytes reach a call that the rules never saw. So whatever could become a path
/// below `/v1/` by decoding, folding case, joining slashes, resolving dots, dropping `;parameters`, a query or a
/// trailing slash is [Endpoint#ODD], which nobody needs and the default refuses. The price: real paths of other
/// services with dot segments or `%2F` are odd as well.
///
/// Query strings belong to Hyperion, and to the history calls that it serves. Below `/v2/` capitals and
/// percent-encoding are normal (its web pages), but nothing that could change the directories, and nothing encoded
/// that need not be: Hyperion decodes before it looks for the call, so that `/v2/history/%65xport_actions` would be a
/// call that no rule or limit knows.
final class TargetSpelling {
    private static final byte[] V1 = Ascii.bytes("v1");
    private static final byte[] V2 = Ascii.bytes("v2");
    private static final byte[] STREAM = Ascii.bytes("stream");
    private static final byte[] STREAM_CLIENT = Ascii.bytes("stream-client.js");
    private static final byte[] HISTORY = Ascii.bytes("history");

    private static final byte[][] OPERATORS = {
        Ascii.bytes("producer"),
        Ascii.bytes("net"),
        Ascii.bytes("db_size"),
        Ascii.bytes("test_control"),
        Ascii.bytes("prometheus"),
        Ascii.bytes("wallet"),
        Ascii.bytes("keosd")
    };

    private TargetSpelling() {}

    /// The endpoint of a target that is not exactly a known path; reads each byte at most three times.
    static Endpoint judge(MemorySegment s, int from, int length) {
        int to = from + length;
        int end = find(s, from, to, '?');
        if (from == end || byteAt(s, from) != '/' || hidesDirectories(s, from, end)) return Endpoint.ODD;
        int first = firstSegment(s, from, end);
        if (reads(s, first, end, V1)) {
            return isPlain(s, from, end) ? underV1(s, from, end, end < to) : Endpoint.ODD;
        }
        if (reads(s, first, end, V2)) return isPlainAt(s, from, end, V2) ? underV2(s, from, end) : Endpoint.ODD;
        if (reads(s, first, end, STREAM)) return stream(s, from, end, STREAM);
        if (reads(s, first, end, STREAM_CLIENT)) return stream(s, from, end, STREAM_CLIENT);
        return Endpoint.UNKNOWN;
    }

    private static Endpoint underV1(MemorySegment s, int from, int end, boolean query) {
        int plugin = from + "/v1/".length();
        if (segmentIs(s, plugin, end, HISTORY)) {
            Endpoint known = EndpointTable.find(s, from, end - from);
            return known != Endpoint.UNKNOWN ? known : Endpoint.HISTORY_OTHER;
        }
        for (int i = 0; i < OPERATORS.length; i++) {
            if (segmentIs(s, plugin, end, OPERATORS[i])) return Endpoint.OPERATOR_OTHER;
        }
        boolean slash = byteAt(s, end - 1) == '/';
        if (!query && !slash) return Endpoint.UNKNOWN;
        Endpoint known = EndpointTable.find(s, from, end - from - (slash ? 1 : 0));
        return known != Endpoint.UNKNOWN ? Endpoint.ODD : Endpoint.UNKNOWN;
    }

    private static Endpoint underV2(MemorySegment s, int from, int end) {
        Endpoint known = EndpointTable.find(s, from, end - from);
        return known != Endpoint.UNKNOWN ? known : Endpoint.HYPERION_OTHER;
    }

    private static Endpoint stream(MemorySegment s, int from, int end, byte[] name) {
        return isPlainAt(s, from, end, name) ? Endpoint.HYPERION_STREAM : Endpoint.ODD;
    }

    /// Whether decoding or tidying could change the directories: dot segments, backslashes, and percent-encoding that
    /// is broken or hides something.
    private static boolean hidesDirectories(MemorySegment s, int from, int end) {
        for (int i = from; i < end; i++) {
            int b = byteAt(s, i);
            if (b == '\\' || (b == '%' && isTricky(PercentEncoding.decoded(s, i, end)))) return true;
            if (b == '/' && isDotSegment(s, i + 1, end)) return true;
        }
        return false;
    }

    /// Separators, what is decoded once more, controls, broken encoding (-1), and the two bytes that begin an
    /// overlong UTF-8 form of ASCII (`%c0%ae` for a dot), which no right text holds.
    private static boolean isTricky(int decoded) {
        return switch (decoded) {
            case '.', '/', '\\', '%', 0xc0, 0xc1 -> true;
            default -> decoded < ' ';
        };
    }

    /// Whether `.` or `..` is the segment that begins here, with or without `;parameters`.
    private static boolean isDotSegment(MemorySegment s, int from, int end) {
        int i = from;
        while (i < end && i < from + 2 && byteAt(s, i) == '.') i++;
        return i > from && (i == end || byteAt(s, i) == '/' || byteAt(s, i) == ';');
    }

    /// Where the first segment begins that has a name, past slashes and `;parameters`.
    private static int firstSegment(MemorySegment s, int from, int end) {
        int i = from;
        while (i < end && (byteAt(s, i) == '/' || byteAt(s, i) == ';')) {
            i = byteAt(s, i) == ';' ? find(s, i, end, '/') : i + 1;
        }
        return i;
    }

    /// Whether the segment reads like this lower-case name once decoded and folded.
    private static boolean reads(MemorySegment s, int from, int end, byte[] name) {
        int at = from;
        for (int n = 0; n < name.length; n++) {
            if (at >= end) return false;
            int b = byteAt(s, at);
            boolean encoded = b == '%';
            if (encoded) b = PercentEncoding.decoded(s, at, end);
            if (fold(b) != name[n]) return false;
            at += encoded ? 3 : 1;
        }
        return at == end || byteAt(s, at) == '/' || byteAt(s, at) == ';' || PercentEncoding.decoded(s, at, end) == ';';
    }

    /// No capitals, percent-encoding, parameters or empty segments.
    private static boolean isPlain(MemorySegment s, int from, int end) {
        for (int i = from; i < end; i++) {
            int b = byteAt(s, i);
            if (b == '%' || b == ';' || (b >= 'A' && b <= 'Z')) return false;
            if (b == '/' && i + 1 < end && byteAt(s, i + 1) == '/') return false;
        }
        return true;
    }

    /// The first segment is exactly this, no later one is empty or has parameters, and only what needs it is encoded.
    private static boolean isPlainAt(MemorySegment s, int from, int end, byte[] first) {
        if (!segmentIs(s, from + 1, end, first)) return false;
        for (int i = from; i < end; i++) {
            int b = byteAt(s, i);
            if (b == ';' || (b == '/' && i + 1 < end && byteAt(s, i + 1) == '/')) return false;
            if (b == '%' && PercentEncoding.isNeedless(PercentEncoding.decoded(s, i, end))) return false;
        }
        return true;
    }

    private static boolean segmentIs(MemorySegment s, int from, int end, byte[] name) {
        if (from + name.length > end) return false;
        for (int i = 0; i < name.length; i++) {
            if (byteAt(s, from + i) != name[i]) return false;
        }
        return from + name.length == end || byteAt(s, from + name.length) == '/';
    }

    private static int find(MemorySegment s, int from, int to, char c) {
        for (int i = from; i < to; i++) {
            if (byteAt(s, i) == c) return i;
        }
        return to;
    }

    private static int fold(int b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    private static int byteAt(MemorySegment s, int at) {
        return s.get(Ascii.BYTE, at) & 0xff;
    }
}
