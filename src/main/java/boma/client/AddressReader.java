package boma.client;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import boma.bytes.Hex;
import java.lang.foreign.MemorySegment;

/// Reads addresses written as text, strictly, and keeps the last one read.
///
/// IPv4 is four decimal numbers without leading zeros: nobody can read it as octal. IPv6 is RFC 4291 text without zone
/// and brackets; its last 32 bits may be dotted decimal. Everything else is refused, so that two readers of the same
/// text never see two addresses.
///
/// Reused, allocates nothing; one owner at a time.
public final class AddressReader {
    private static final int IPV4_TEXT_MAX = 15;
    private static final int IPV6_TEXT_MAX = 45;
    private static final int NO_GAP = -1;

    private long high;
    private long low;

    /// Groups before the `::`, kept aside while those after it are read.
    private long headHigh;

    private long headLow;

    /// Reads all of `[from, to)` as one address of either kind; false if it is none, and then both halves are 0.
    public boolean read(MemorySegment s, int from, int to) {
        return readIpv4(s, from, to) || readIpv6(s, from, to);
    }

    public boolean readIpv4(MemorySegment s, int from, int to) {
        long bits = ipv4(s, from, to);
        high = 0;
        low = bits < 0 ? 0 : IpAddress.ipv4Low((int) bits);
        return bits >= 0;
    }

    public boolean readIpv6(MemorySegment s, int from, int to) {
        boolean good = groups(s, from, to);
        if (!good) {
            high = 0;
            low = 0;
        }
        return good;
    }

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    /// Digits only, no leading zero, at most `max`; -1 if it is not such a number.
    static int decimal(MemorySegment s, int from, int to, int max) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = s.get(JAVA_BYTE, i) - '0';
            if (digit < 0 || digit > 9 || (i > from && value == 0)) return -1;
            value = value * 10 + digit;
            if (value > max) return -1;
        }
        return from < to ? value : -1;
    }

    /// The 32 bits, or -1.
    private static long ipv4(MemorySegment s, int from, int to) {
        if (to - from > IPV4_TEXT_MAX) return -1;
        long bits = 0;
        int start = from;
        for (int number = 0; number < 4; number++) {
            int end = number == 3 ? to : dot(s, start, to);
            int value = decimal(s, start, end, 255);
            if (value < 0) return -1;
            bits = (bits << 8) | value;
            start = end + 1;
        }
        return bits;
    }

    /// The first dot, or `to`: what follows then is empty and no number.
    private static int dot(MemorySegment s, int from, int to) {
        int i = from;
        while (i < to && s.get(JAVA_BYTE, i) != '.') i++;
        return i;
    }

    private boolean groups(MemorySegment s, int from, int to) {
        if (to - from < 2 || to - from > IPV6_TEXT_MAX) return false;
        high = 0;
        low = 0;
        int gap = NO_GAP;
        int count = 0;
        int i = from;
        if (s.get(JAVA_BYTE, i) == ':') {
            if (s.get(JAVA_BYTE, i + 1) != ':') return false;
            gap = setAside(0);
            i += 2;
        }
        while (i < to) {
            int end = hexEnd(s, i, to);
            if (end < to && s.get(JAVA_BYTE, end) == '.') {
                long bits = ipv4(s, i, to);
                if (bits < 0) return false;
                push((int) (bits >>> 16));
                push((int) (bits & 0xffff));
                count += 2;
                break;
            }
            if (end == i || end - i > 4) return false;
            push(hex(s, i, end));
            count++;
            if (end == to) break;
            if (s.get(JAVA_BYTE, end) != ':' || end + 1 == to) return false;
            i = end + 1;
            if (s.get(JAVA_BYTE, i) == ':') {
                if (gap != NO_GAP) return false;
                gap = setAside(count);
                i++;
            }
        }
        return gap == NO_GAP ? count == 8 : (count < 8 && close(gap));
    }

    /// Puts the groups before the gap back in front. RFC 4291: `::` stands for one group at least.
    private boolean close(int groupsBefore) {
        int shift = 16 * (8 - groupsBefore);
        if (groupsBefore > 4) {
            high |= (headHigh << shift) | (headLow >>> (64 - shift));
            low |= headLow << shift;
        } else if (groupsBefore > 0) {
            high |= headLow << (shift - 64);
        }
        return true;
    }

    private int setAside(int groupsBefore) {
        headHigh = high;
        headLow = low;
        high = 0;
        low = 0;
        return groupsBefore;
    }

    private void push(int group) {
        high = (high << 16) | (low >>> 48);
        low = (low << 16) | group;
    }

    private static int hexEnd(MemorySegment s, int from, int to) {
        int i = from;
        while (i < to && Hex.digit(s.get(JAVA_BYTE, i)) >= 0) i++;
        return i;
    }

    private static int hex(MemorySegment s, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) value = (value << 4) | Hex.digit(s.get(JAVA_BYTE, i));
        return value;
    }
}
