package boma.http;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// Reads the comma-separated options of `Connection`.
///
/// An option may name a field that ends here. A field that Boma understands may not be named unless it is
/// hop-by-hop by nature: otherwise `Connection: Host` or `Connection: X-Forwarded-For` would make a proxy delete what
/// the next one relies on. Source: RFC 9110 section 7.6.1.
final class ConnectionOptions {
    // Over all `Connection` lines of a head, and far more than honest clients send: each option may cost a look at
    // every field of the head, and each of its bytes one at a byte of their names.
    private static final int OPTIONS_MAX = 16;
    private static final int LENGTH_MAX = 256; // bytes

    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] UPGRADE = Ascii.bytes("upgrade");

    private static final long MAY_BE_NAMED = Field.OTHER.bit()
            | Field.HOP_BY_HOP.bit()
            | Field.CONNECTION.bit()
            | Field.KEEP_ALIVE.bit()
            | Field.PROXY_CONNECTION.bit()
            | Field.TE.bit()
            | Field.TRAILER.bit()
            | Field.UPGRADE.bit()
            | Field.PROXY_AUTHORIZATION.bit();

    private ConnectionOptions() {}

    static HeadFault take(MemorySegment s, int from, int to, FieldFacts into) {
        into.connectionLength += to - from;
        if (into.connectionLength > LENGTH_MAX) return HeadFault.BAD_CONNECTION;
        HeadFault fault = HeadFault.NONE;
        if (Ascii.equalsIgnoreCase(s, from, to - from, KEEP_ALIVE)) { // nearly always
            into.keepAliveNamed = true;
            into.connectionOptions++;
        } else {
            fault = list(s, from, to, into);
        }
        return into.connectionOptions > OPTIONS_MAX ? HeadFault.BAD_CONNECTION : fault;
    }

    private static HeadFault list(MemorySegment s, int from, int to, FieldFacts into) {
        int at = from;
        while (at < to) {
            int end = Grammar.endOfToken(s, at, to);
            if (end > at) {
                HeadFault fault = option(s, at, end - at, into);
                if (fault != HeadFault.NONE) return fault;
            }
            at = afterComma(s, end, to);
            if (at < 0) return HeadFault.BAD_CONNECTION;
        }
        return HeadFault.NONE;
    }

    private static HeadFault option(MemorySegment s, int at, int length, FieldFacts into) {
        into.connectionOptions++;
        if (Ascii.equalsIgnoreCase(s, at, length, KEEP_ALIVE)) {
            into.keepAliveNamed = true;
        } else if (Ascii.equalsIgnoreCase(s, at, length, CLOSE)) {
            into.close = true;
        } else if (Ascii.equalsIgnoreCase(s, at, length, UPGRADE)) {
            into.connectionUpgrade = true;
        } else {
            return named(s, at, length, into);
        }
        return HeadFault.NONE;
    }

    private static HeadFault named(MemorySegment s, int at, int length, FieldFacts into) {
        int field = FieldTable.find(s, at, length);
        if (field < 0) field = FieldTable.findOdd(s, at, length);
        if ((MAY_BE_NAMED & 1L << field) == 0) return HeadFault.CONNECTION_NAMES_FIELD;
        into.namesFields |= field == Field.OTHER.number();
        return HeadFault.NONE;
    }

    /// Skips blanks, one comma and blanks; -1 when something else stands there.
    private static int afterComma(MemorySegment s, int at, int to) {
        int i = afterBlanks(s, at, to);
        if (i == to) return to;
        return s.get(Ascii.BYTE, i) == ',' ? afterBlanks(s, i + 1, to) : -1;
    }

    private static int afterBlanks(MemorySegment s, int at, int to) {
        int i = at;
        while (i < to && Ascii.isBlank(s.get(Ascii.BYTE, i))) i++;
        return i;
    }

    /// Marks the fields that the options of a complete head name. Rare, so it may read the options again.
    static void endNamedFields(Head head) {
        MemorySegment s = head.bytes();
        for (int i = 0; i < head.fields(); i++) {
            if (head.number(i) == Field.CONNECTION.number()) {
                int at = head.from() + head.valueFrom(i);
                int to = at + head.valueLength(i);
                while (at < to) {
                    int end = Grammar.endOfToken(s, at, to);
                    if (end > at) head.endHere(at, end - at);
                    at = end + 1;
                }
            }
        }
    }
}
