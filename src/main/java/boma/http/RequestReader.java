package boma.http;

import java.lang.foreign.MemorySegment;

/// Reads request heads strictly and without allocation, straight from the bytes as they arrived.
///
/// The head is gone over once from left to right, and the first byte that cannot be part of a good head decides the
/// fault. When bytes are missing, the [Request] remembers which lines were read, and only the unfinished one is
/// read again: at most 8 KiB, which is about a microsecond, so a head that comes byte by byte does no harm.
///
/// One empty line before the request line is skipped, as RFC 9112 section 2.2 asks; some clients send one after a
/// body. A reader has no state of its own between calls and may serve any number of connections of one thread.
public final class RequestReader {
    /// What nodeos reads at most. Source: the default of Boost.Beast, which nodeos leaves alone.
    public static final int HEAD_MAX_DEFAULT = 8192;

    public static final int FIELDS_MAX_DEFAULT = 100;

    private final int headMax;
    private final int lineMax;
    private final int fieldsMax;

    public RequestReader() {
        this(HEAD_MAX_DEFAULT, FIELDS_MAX_DEFAULT);
    }

    /// @param headMax   bytes of request line and fields together, up to 65,535; half of it for the request line
    /// @param fieldsMax field lines
    public RequestReader(int headMax, int fieldsMax) {
        if (headMax < 64 || headMax > Head.LENGTH_MAX || fieldsMax < 1) {
            throw new IllegalArgumentException("headMax " + headMax + ", fieldsMax " + fieldsMax);
        }
        this.headMax = headMax;
        this.lineMax = headMax / 2;
        this.fieldsMax = fieldsMax;
    }

    /// Reads the head that begins at `from`. After [HeadFault#INCOMPLETE] call again with the same bytes and more,
    /// at the same or another place; after any other outcome clear the request first.
    public HeadFault read(MemorySegment s, int from, int to, Request into) {
        Head head = into.head();
        head.rebase(s, from);
        int limit = Math.min(to, from + headMax);
        int at = from + head.lineAt;
        if (into.fieldsFrom == 0) {
            at = RequestLine.read(s, from, to, lineMax, into);
            if (at < 0) return HeadFault.of(at);
            into.fieldsFrom = at - from;
        }
        at = FieldLine.readAll(s, at, limit, head, fieldsMax, FieldFacts.OF_REQUEST, into.facts, into.version);
        if (at >= 0) return complete(at + 2 - from, into);
        HeadFault fault = HeadFault.of(at);
        return fault == HeadFault.INCOMPLETE && limit - from == headMax ? HeadFault.HEAD_TOO_LARGE : fault;
    }

    private static HeadFault complete(int length, Request into) {
        if (into.facts.hostLine < 0 && into.version == 11) return HeadFault.NO_HOST;
        into.head().complete(length);
        if (into.facts.namesFields) ConnectionOptions.endNamedFields(into.head());
        return HeadFault.NONE;
    }
}
