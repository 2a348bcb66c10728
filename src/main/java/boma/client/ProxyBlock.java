package boma.client;

import static boma.client.ProxyOutcome.INCOMPLETE;
import static boma.client.ProxyOutcome.INVALID;
import static boma.client.ProxyOutcome.UNHANDLED;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Version 2 of the PROXY protocol, a binary block: a signature of 12 bytes, version and command, family and transport,
/// the length of the rest, the addresses of the family, and further values (type, length, value).
final class ProxyBlock {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final int HEAD = 16;
    private static final int VERSION = 2;
    private static final int LOCAL = 0;
    private static final int PROXY = 1;
    private static final int UNIX = 3;
    private static final int DATAGRAM = 2;
    private static final int TCP_IPV4 = 0x11;
    private static final int TCP_IPV6 = 0x21;

    /// Bytes of the two addresses and ports of each family: none, IPv4, IPv6, Unix.
    private static final int[] ADDRESSES = {0, 12, 36, 216};

    private static final int AUTHORITY = 0x02;
    private static final int CRC32C = 0x03;
    private static final int UNIQUE_ID = 0x05;
    private static final int TLS = 0x20;
    private static final int VALUE_HEAD = 3;
    private static final int TLS_HEAD = 5;
    private static final int AUTHORITY_MAX = 255;
    private static final int UNIQUE_ID_MAX = 128;
    private static final int NONE = -1;

    private final int sizeMax;

    /// Where the checksum and the unique id are, found by [#areValues], or [#NONE].
    private int crcAt;

    private int uniqueIdAt;
    private int uniqueIdLength;

    ProxyBlock(int sizeMax) {
        this.sizeMax = sizeMax;
    }

    /// @param from where the signature is, which has been seen
    ProxyOutcome read(MemorySegment s, int from, int to, ProxyHeader into) {
        if (to - from <= 12) return INCOMPLETE;
        int command = s.get(JAVA_BYTE, from + 12) & 0xf;
        if ((s.get(JAVA_BYTE, from + 12) & 0xf0) >>> 4 != VERSION || command > PROXY) return INVALID;

        if (to - from <= 13) return INCOMPLETE;
        int kind = s.get(JAVA_BYTE, from + 13) & 0xff;
        if (command == PROXY && (kind >>> 4 > UNIX || (kind & 0xf) > DATAGRAM)) return UNHANDLED;

        if (to - from < HEAD) return INCOMPLETE;
        int size = HEAD + unsignedShort(s, from + 14);
        int addresses = kind >>> 4 > UNIX ? 0 : ADDRESSES[kind >>> 4];
        if (size > sizeMax || (command == PROXY && size < HEAD + addresses)) return INVALID;

        if (to - from < size) return INCOMPLETE;
        return whole(s, from, size, command, kind, addresses, into);
    }

    /// A sender that relays nothing (LOCAL), or cannot say what (kind 0), may put any bytes where the others have
    /// values, so those need not make sense. A checksum that stands among them counts nevertheless: otherwise one
    /// flipped bit would turn a checked client into the sender himself.
    private ProxyOutcome whole(
            MemorySegment s, int from, int size, int command, int kind, int addresses, ProxyHeader into) {
        boolean makesSense = areValues(s, from + HEAD + addresses, from + size);
        boolean mayBeAnything = command == LOCAL || kind == 0;
        if (!makesSense && !mayBeAnything) return INVALID;
        if (crcAt != NONE && Crc32c.of(s, from, from + size, crcAt) != s.get(INT, crcAt)) return INVALID;

        if (command == LOCAL) return into.done(size);
        if (makesSense && uniqueIdAt != NONE) into.uniqueId().set(s, uniqueIdAt, uniqueIdLength);
        return switch (kind) {
            case TCP_IPV4 -> ipv4(s, from + HEAD, size, into);
            case TCP_IPV6 -> ipv6(s, from + HEAD, size, into);
            default -> into.done(size); // a valid kind that is not TCP: accepted with the sender's own address
        };
    }

    private static ProxyOutcome ipv4(MemorySegment s, int at, int size, ProxyHeader into) {
        into.source(0, IpAddress.ipv4Low(s.get(INT, at)));
        into.destination(0, IpAddress.ipv4Low(s.get(INT, at + 4)));
        return into.doneWithSource(size, unsignedShort(s, at + 8), unsignedShort(s, at + 10));
    }

    private static ProxyOutcome ipv6(MemorySegment s, int at, int size, ProxyHeader into) {
        into.source(s.get(LONG, at), s.get(LONG, at + 8));
        into.destination(s.get(LONG, at + 16), s.get(LONG, at + 24));
        return into.doneWithSource(size, unsignedShort(s, at + 32), unsignedShort(s, at + 34));
    }

    /// Whether the bytes are values one after the other, with nothing left over and none that breaks its own rule.
    private boolean areValues(MemorySegment s, int from, int to) {
        crcAt = NONE;
        uniqueIdAt = NONE;
        int at = from;
        while (at < to) {
            int value = at + VALUE_HEAD;
            int length = value > to ? 0 : unsignedShort(s, at + 1);
            if (value > to || length > to - value) return false;
            if (!isValue(s, s.get(JAVA_BYTE, at) & 0xff, value, length)) return false;
            at = value + length;
        }
        return at == to;
    }

    /// Keeps what is needed of one value. A second checksum or id is refused, for nobody knows which one counts.
    private boolean isValue(MemorySegment s, int type, int at, int length) {
        return switch (type) {
            case AUTHORITY -> length <= AUTHORITY_MAX;
            case CRC32C -> length == 4 && keepCrc(at);
            case UNIQUE_ID -> length <= UNIQUE_ID_MAX && keepUniqueId(at, length);
            case TLS -> areInside(s, at + TLS_HEAD, at + length);
            default -> true;
        };
    }

    private boolean keepCrc(int at) {
        if (crcAt != NONE) return false;
        crcAt = at;
        return true;
    }

    private boolean keepUniqueId(int at, int length) {
        if (uniqueIdAt != NONE) return false;
        uniqueIdAt = at;
        uniqueIdLength = length;
        return true;
    }

    /// Whether the bytes are values about TLS, which hold no others.
    private static boolean areInside(MemorySegment s, int from, int to) {
        int at = from;
        while (at + VALUE_HEAD <= to) at += VALUE_HEAD + unsignedShort(s, at + 1);
        return at == to;
    }

    private static int unsignedShort(MemorySegment s, int at) {
        return Short.toUnsignedInt(s.get(SHORT, at));
    }
}
