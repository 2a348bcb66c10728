package boma.client;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// A block of addresses, such as `10.0.0.0/8`, `2001:db8::/32` or one address.
///
/// IPv4, IPv6 and Tor's circuits are three worlds: no IPv6 block contains an IPv4 address, not even `::/0`, nor a
/// circuit, not even the private `fc00::/7`. Circuits are in `fc00:dead:beef:4dad::/64` and the blocks inside it.
///
/// @param high   the first eight bytes of its first address; 0 for IPv4
/// @param low    the last eight bytes of its first address
/// @param prefix leading bits that its addresses share, 0 to 128; an IPv4 block has 96 more than its text says
public record Network(long high, long low, int prefix) {
    private static final int IPV4_OFFSET = 96;

    public Network {
        if (prefix < 0 || prefix > 128) throw new IllegalArgumentException("prefix " + prefix + " is not 0 to 128");
        if ((high & ~maskHigh(prefix)) != 0 || (low & ~maskLow(prefix)) != 0) {
            throw new IllegalArgumentException("bits are set after the prefix of " + prefix + " bits");
        }
    }

    /// Reads `ADDRESS` or `ADDRESS/BITS`; the bits after the prefix must be zero, since one who sets them means
    /// something else than he says.
    ///
    /// @throws IllegalArgumentException with what was expected and what was found
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        IpAddress first = address(slash < 0 ? text : text.substring(0, slash), text);
        int offset = first.isIpv4() ? IPV4_OFFSET : 0;
        int prefix = slash < 0 ? 128 : offset + bits(text.substring(slash + 1), 128 - offset, text);
        long high = first.high() & maskHigh(prefix);
        long low = first.low() & maskLow(prefix);
        Network network = new Network(high, low, prefix);
        if (high != first.high() || low != first.low()) throw wrong(network.toString(), text);
        return network;
    }

    public boolean isIpv4() {
        return prefix >= IPV4_OFFSET && IpAddress.isIpv4(high, low);
    }

    /// Whether it is about circuits. No larger block begins like Tor's, whose 64th bit is set.
    boolean isOfTor() {
        return high == IpAddress.TOR_HIGH;
    }

    /// Whether it is all of IPv4, or all of IPv6.
    public boolean isEverybody() {
        return prefix == (isIpv4() ? IPV4_OFFSET : 0);
    }

    public boolean contains(long addressHigh, long addressLow) {
        return IpAddress.isIpv4(addressHigh, addressLow) == isIpv4()
                && (addressHigh == IpAddress.TOR_HIGH) == isOfTor()
                && (addressHigh & maskHigh(prefix)) == high
                && (addressLow & maskLow(prefix)) == low;
    }

    /// The text that [#parse] reads, without the length for a single address.
    @Override
    public String toString() {
        String first = IpAddress.text(high, low);
        return prefix == 128 ? first : first + '/' + (isIpv4() ? prefix - IPV4_OFFSET : prefix);
    }

    static long maskHigh(int prefix) {
        return prefix >= 64 ? -1 : ones(prefix);
    }

    static long maskLow(int prefix) {
        return prefix <= 64 ? 0 : ones(prefix - 64);
    }

    /// A long whose first `count` bits are set, 0 to 64.
    private static long ones(int count) {
        return count == 0 ? 0 : -1L << (64 - count);
    }

    private static IpAddress address(String part, String text) {
        try {
            return IpAddress.parse(part);
        } catch (IllegalArgumentException _) { // the message for a network names its form
            throw wrong("an address or ADDRESS/BITS such as 10.0.0.0/8", text);
        }
    }

    private static int bits(String digits, int max, String text) {
        byte[] bytes = digits.getBytes(StandardCharsets.ISO_8859_1);
        int value = AddressReader.decimal(MemorySegment.ofArray(bytes), 0, bytes.length, max);
        if (value < 0) throw wrong("0 to " + max + " after the slash", text);
        return value;
    }

    private static IllegalArgumentException wrong(String expected, String found) {
        return new IllegalArgumentException("expected " + expected + ", found \"" + found + '"');
    }
}
