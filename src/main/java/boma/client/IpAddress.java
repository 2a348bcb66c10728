package boma.client;

import boma.bytes.Hex;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// One exact Internet address, as the 128 bits of IPv6; IPv4 is `::ffff:a.b.c.d`.
///
/// Hot code passes the two longs and uses the static methods, which allocate nothing.
///
/// @param high the first eight bytes, big endian
/// @param low  the last eight bytes, big endian
public record IpAddress(long high, long low) {
    /// The longest text that [#write] makes: eight groups of four digits.
    public static final int TEXT_MAX = 39;

    /// Under this /64 Tor writes the circuit of an onion service's visitor into a PROXY header: see
    /// `HiddenServiceExportCircuitID` in its manual.
    static final long TOR_HIGH = 0xfc00_dead_beef_4dadL;

    private static final int GROUPS = 8;

    /// The IPv4 address of four bytes, the first one highest.
    public static IpAddress ofIpv4(int bits) {
        return new IpAddress(0, ipv4Low(bits));
    }

    /// Reads the text of an address, strictly: four plain decimal numbers, or IPv6 without zone and brackets.
    ///
    /// @throws IllegalArgumentException if it is not one
    public static IpAddress parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        AddressReader reader = new AddressReader();
        if (!reader.read(MemorySegment.ofArray(bytes), 0, bytes.length)) {
            throw new IllegalArgumentException("expected an IPv4 or IPv6 address, found \"" + text + '"');
        }
        return new IpAddress(reader.high(), reader.low());
    }

    /// The low half of an IPv4 address; its high half is 0.
    public static long ipv4Low(int bits) {
        return 0xffff_0000_0000L | Integer.toUnsignedLong(bits);
    }

    public static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    public boolean isIpv4() {
        return isIpv4(high, low);
    }

    /// Writes the canonical text: dotted decimal for IPv4, RFC 5952 for IPv6.
    ///
    /// @param into has room for [#TEXT_MAX] bytes
    /// @return the position after the text
    public static int write(long high, long low, byte[] into, int at) {
        return isIpv4(high, low) ? writeIpv4((int) low, into, at) : writeIpv6(high, low, into, at);
    }

    @Override
    public String toString() {
        return text(high, low);
    }

    static String text(long high, long low) {
        byte[] bytes = new byte[TEXT_MAX];
        return new String(bytes, 0, write(high, low, bytes, 0), StandardCharsets.US_ASCII);
    }

    private static int writeIpv4(int bits, byte[] into, int at) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            at = writeDecimal((bits >>> shift) & 0xff, into, at);
            if (shift > 0) into[at++] = '.';
        }
        return at;
    }

    private static int writeDecimal(int value, byte[] into, int at) {
        if (value >= 100) into[at++] = (byte) ('0' + value / 100);
        if (value >= 10) into[at++] = (byte) ('0' + value / 10 % 10);
        into[at++] = (byte) ('0' + value % 10);
        return at;
    }

    /// The longest run of at least two zero groups, the first of equals, becomes `::`.
    private static int writeIpv6(long high, long low, byte[] into, int at) {
        int runAt = -1;
        int run = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zeros(high, low, i);
            if (zeros > run) {
                runAt = i;
                run = zeros;
            }
            i += zeros;
        }
        for (int i = 0; i < GROUPS; i++) {
            if (i == runAt) {
                into[at++] = ':';
                into[at++] = ':';
                i += run - 1;
            } else {
                if (i > 0 && i != runAt + run) into[at++] = ':';
                at = writeHex(group(high, low, i), into, at);
            }
        }
        return at;
    }

    private static int zeros(long high, long low, int from) {
        int i = from;
        while (i < GROUPS && group(high, low, i) == 0) i++;
        return i - from;
    }

    private static int group(long high, long low, int i) {
        return (int) ((i < 4 ? high : low) >>> (48 - 16 * (i & 3))) & 0xffff;
    }

    private static int writeHex(int value, byte[] into, int at) {
        for (int shift = 12; shift >= 0; shift -= 4) {
            if (shift == 0 || value >>> shift != 0) into[at++] = Hex.digitOf(value >>> shift);
        }
        return at;
    }
}
