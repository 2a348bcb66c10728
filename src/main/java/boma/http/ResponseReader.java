package boma.http;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// Reads heads of a node's answers, as strictly as [RequestReader] reads requests: a node that could be made to
/// answer two ways at once would let one client write another one's answers.
public final class ResponseReader {
    /// Nodes behind Boma may be web servers with long cookies or policies.
    public static final int HEAD_MAX_DEFAULT = 16_384;

    public static final int FIELDS_MAX_DEFAULT = 100;

    private static final int CODE_LENGTH = 3;

    private final int headMax;
    private final int fieldsMax;

    public ResponseReader() {
        this(HEAD_MAX_DEFAULT, FIELDS_MAX_DEFAULT);
    }

    /// @param headMax   bytes of status line and fields together, up to 65,535
    /// @param fieldsMax field lines
    public ResponseReader(int headMax, int fieldsMax) {
        if (headMax < 64 || headMax > Head.LENGTH_MAX || fieldsMax < 1) {
            throw new IllegalArgumentException("headMax " + headMax + ", fieldsMax " + fieldsMax);
        }
        this.headMax = headMax;
        this.fieldsMax = fieldsMax;
    }

    /// Reads the head that begins at `from`. After [HeadFault#INCOMPLETE] call again with the same bytes and more,
    /// at the same or another place; after any other outcome clear the response first.
    public HeadFault read(MemorySegment s, int from, int to, Response into) {
        Head head = into.head();
        head.rebase(s, from);
        int limit = Math.min(to, from + headMax);
        int at = from + head.lineAt;
        if (into.fieldsFrom == 0) {
            at = statusLine(s, from, limit, into);
            into.fieldsFrom = Math.max(0, at - from);
        }
        if (at >= 0) {
            at = FieldLine.readAll(s, at, limit, head, fieldsMax, FieldFacts.OF_RESPONSE, into.facts, into.version);
        }
        if (at >= 0) return complete(at + 2 - from, into);
        HeadFault fault = HeadFault.of(at);
        return fault == HeadFault.INCOMPLETE && limit - from == headMax ? HeadFault.HEAD_TOO_LARGE : fault;
    }

    /// Reads `HTTP/1.1 SP 3DIGIT [ SP reason ] CRLF`; returns the position after it, or the code of a fault.
    private static int statusLine(MemorySegment s, int from, int limit, Response into) {
        int version = Version.read(s, from, limit);
        if (version < 0) return version;
        into.version = version;
        int at = from + Version.LENGTH;
        if (at == limit) return HeadFault.INCOMPLETE.code();
        if (s.get(Ascii.BYTE, at) != ' ') return HeadFault.BAD_STATUS_LINE.code();
        int codeEnd = at + 1 + CODE_LENGTH;
        int status = 0;
        for (int i = at + 1; i < codeEnd; i++) {
            if (i == limit) return HeadFault.INCOMPLETE.code();
            byte b = s.get(Ascii.BYTE, i);
            if (!Ascii.isDigit(b)) return HeadFault.BAD_STATUS_LINE.code();
            status = status * 10 + b - '0';
        }
        if (status < 100 || status > 599) return HeadFault.BAD_STATUS_LINE.code();
        into.status = status;
        return reason(s, codeEnd, from, limit, into);
    }

    private static int reason(MemorySegment s, int at, int from, int limit, Response into) {
        if (at < limit && s.get(Ascii.BYTE, at) != ' ') {
            return Grammar.lineEnd(s, at, limit, HeadFault.BAD_STATUS_LINE);
        }
        int end = Grammar.endOfText(s, at, limit);
        if (end > at) {
            into.reasonFrom = at + 1 - from;
            into.reasonLength = end - at - 1;
        }
        return Grammar.lineEnd(s, end, limit, HeadFault.BAD_STATUS_LINE);
    }

    private static HeadFault complete(int length, Response into) {
        FieldFacts facts = into.facts;
        if (into.isEmptyStatus() && (facts.chunked || facts.contentLength > 0)) return HeadFault.BODY_NOT_ALLOWED;
        if (into.status == 101 && !(facts.connectionUpgrade && facts.webSocket)) return HeadFault.NO_WEBSOCKET;
        into.head().complete(length);
        if (facts.namesFields) ConnectionOptions.endNamedFields(into.head());
        return HeadFault.NONE;
    }
}
