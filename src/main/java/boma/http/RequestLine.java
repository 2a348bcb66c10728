package boma.http;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// Reads `METHOD SP target SP HTTP/1.1 CRLF`, with exactly one space at each place.
final class RequestLine {
    /// Longer than any registered method; the longest has 17 letters.
    private static final int METHOD_MAX = 24;

    private static final long GET = Ascii.word("GET ");
    private static final long POST = Ascii.word("POST ");
    private static final long FOUR = 0xffffffffL;
    private static final long FIVE = 0xffffffffffL;

    private static final byte[] GET_TEXT = Ascii.bytes("GET");
    private static final byte[] POST_TEXT = Ascii.bytes("POST");
    private static final byte[] HEAD = Ascii.bytes("HEAD");
    private static final byte[] PUT = Ascii.bytes("PUT");
    private static final byte[] DELETE = Ascii.bytes("DELETE");
    private static final byte[] OPTIONS = Ascii.bytes("OPTIONS");
    private static final byte[] PATCH = Ascii.bytes("PATCH");
    private static final byte[] CONNECT = Ascii.bytes("CONNECT");
    private static final byte[] TRACE = Ascii.bytes("TRACE");

    private RequestLine() {}

    /// Returns the position after the line, or the code of a fault.
    static int read(MemorySegment s, int from, int to, int lineMax, Request into) {
        int limit = Math.min(to, from + lineMax);
        int at = line(s, from, limit, into);
        boolean full = limit - from == lineMax;
        return full && at == HeadFault.INCOMPLETE.code() ? HeadFault.REQUEST_LINE_TOO_LONG.code() : at;
    }

    private static int line(MemorySegment s, int from, int limit, Request into) {
        int start = skipEmptyLine(s, from, limit);
        if (start < 0) return start;
        int methodEnd = method(s, start, limit, into);
        if (methodEnd < 0) return methodEnd;
        into.methodFrom = start - from;
        into.methodLength = methodEnd - start;
        int targetEnd = target(s, methodEnd + 1, from, limit, into);
        if (targetEnd < 0) return targetEnd;
        int version = Version.read(s, targetEnd + 1, limit);
        if (version < 0) return version;
        into.version = version;
        int next = Grammar.lineEnd(s, targetEnd + 1 + Version.LENGTH, limit, HeadFault.BAD_VERSION);
        return next < 0 || hasGoodForm(s, methodEnd + 1, into) ? next : HeadFault.BAD_TARGET_FORM.code();
    }

    private static int skipEmptyLine(MemorySegment s, int at, int limit) {
        if (at == limit) return HeadFault.INCOMPLETE.code();
        byte first = s.get(Ascii.BYTE, at);
        if (first != '\r' && first != '\n') return at;
        int next = Grammar.lineEnd(s, at, limit, HeadFault.BAD_LINE_END);
        boolean again = next >= 0 && next < limit && s.get(Ascii.BYTE, next) == '\r';
        return again ? HeadFault.EMPTY_LINE.code() : next;
    }

    /// Returns the position of the space after the method.
    private static int method(MemorySegment s, int at, int limit, Request into) {
        if (at + 8 <= limit) {
            long word = s.get(Ascii.LONG, at);
            if ((word & FOUR) == GET) {
                into.method = Method.GET;
                return at + 3;
            }
            if ((word & FIVE) == POST) {
                into.method = Method.POST;
                return at + 4;
            }
        }
        return anyMethod(s, at, limit, into);
    }

    private static int anyMethod(MemorySegment s, int at, int limit, Request into) {
        int methodLimit = Math.min(limit, at + METHOD_MAX + 1);
        int end = Grammar.endOfToken(s, at, methodLimit);
        if (end == methodLimit) {
            return (end - at > METHOD_MAX ? HeadFault.METHOD_TOO_LONG : HeadFault.INCOMPLETE).code();
        }
        if (end == at || s.get(Ascii.BYTE, end) != ' ') return HeadFault.BAD_METHOD.code();
        int length = end - at;
        if (Ascii.equals(s, at, length, CONNECT) || Ascii.equals(s, at, length, TRACE)) {
            return HeadFault.METHOD_NOT_IMPLEMENTED.code();
        }
        into.method = methodOf(s, at, length);
        return end;
    }

    private static Method methodOf(MemorySegment s, int at, int length) {
        return switch (length) {
            case 3 -> is(s, at, GET_TEXT) ? Method.GET : is(s, at, PUT) ? Method.PUT : Method.OTHER;
            case 4 -> is(s, at, POST_TEXT) ? Method.POST : is(s, at, HEAD) ? Method.HEAD : Method.OTHER;
            case 5 -> is(s, at, PATCH) ? Method.PATCH : Method.OTHER;
            case 6 -> is(s, at, DELETE) ? Method.DELETE : Method.OTHER;
            case 7 -> is(s, at, OPTIONS) ? Method.OPTIONS : Method.OTHER;
            default -> Method.OTHER;
        };
    }

    private static boolean is(MemorySegment s, int at, byte[] method) {
        return Ascii.equals(s, at, method.length, method);
    }

    /// Returns the position of the space after the target.
    private static int target(MemorySegment s, int at, int from, int limit, Request into) {
        int end = Grammar.endOfTarget(s, at, limit);
        if (end >= limit) return HeadFault.INCOMPLETE.code();
        byte b = s.get(Ascii.BYTE, end);
        if (b == '\r' || b == '\n') return HeadFault.BAD_VERSION.code();
        if (b != ' ' || end == at) return HeadFault.BAD_TARGET.code();
        into.targetFrom = at - from;
        into.targetLength = end - at;
        return end;
    }

    /// Only `/…` and `OPTIONS *`. The absolute form is an error for nodeos too, and rewriting it would make
    /// a request run that the node itself refuses.
    private static boolean hasGoodForm(MemorySegment s, int at, Request r) {
        byte first = s.get(Ascii.BYTE, at);
        return first == '/' || (first == '*' && r.targetLength == 1 && r.method == Method.OPTIONS);
    }
}
