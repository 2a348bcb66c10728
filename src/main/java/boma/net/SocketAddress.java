package boma.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import boma.config.HostPort;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Where to listen or connect: `192.0.2.1:8080`, `[2001:db8::1]:8080`, `host:8080` or `unix:/path`.
///
/// In the kernel's own form, a `struct sockaddr`, made once.
public final class SocketAddress {
    /// Longest path of a Unix socket. Source: `unix(7)`.
    public static final int UNIX_PATH_MAX = 107;

    private static final ValueLayout.OfShort SHORT_BE = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG_BE = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int IPV4_BYTES = 16;
    private static final int IPV6_BYTES = 28;
    private static final int IPV6_SCOPE = 24; // which link an address such as fe80::1%eth0 is on

    private final String text;
    private final int family;
    private final MemorySegment bytes;
    private final int length;

    private SocketAddress(String text, int family, MemorySegment bytes, int length) {
        this.text = text;
        this.family = family;
        this.bytes = bytes;
        this.length = length;
    }

    /// Understands an address; names are looked up, which may block.
    ///
    /// @throws IllegalArgumentException with a sentence for the operator
    public static SocketAddress parse(String text) {
        if (text.startsWith("unix:")) return unix(text.substring(5));
        HostPort place = HostPort.parse(text);
        try {
            return inet(text, InetAddress.getByName(place.host()), place.port(), Arena.global());
        } catch (UnknownHostException _) {
            throw new IllegalArgumentException("the name \"" + place.host() + "\" has no address");
        }
    }

    /// An address that was looked up. Its memory is given back when nobody uses it any more, for the same name can have
    /// another address every few seconds.
    public static SocketAddress of(InetAddress inet, int port) {
        String host = inet.getHostAddress();
        return inet((host.contains(":") ? '[' + host + ']' : host) + ':' + port, inet, port, Arena.ofAuto());
    }

    private static SocketAddress inet(String text, InetAddress inet, int port, Arena arena) {
        byte[] address = inet.getAddress();
        boolean v4 = address.length == 4;
        var s = arena.allocate(v4 ? IPV4_BYTES : IPV6_BYTES, 8);
        s.set(JAVA_SHORT_UNALIGNED, 0, (short) (v4 ? Sys.AF_INET : Sys.AF_INET6));
        s.set(SHORT_BE, 2, (short) port);
        MemorySegment.copy(address, 0, s, JAVA_BYTE, v4 ? 4 : 8, address.length);
        if (inet instanceof Inet6Address v6) s.set(JAVA_INT_UNALIGNED, IPV6_SCOPE, v6.getScopeId());
        return new SocketAddress(text, v4 ? Sys.AF_INET : Sys.AF_INET6, s, (int) s.byteSize());
    }

    private static SocketAddress unix(String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length > UNIX_PATH_MAX || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "expected a path of 1 to " + UNIX_PATH_MAX + " bytes, found \"" + path + '"');
        }
        var s = Arena.global().allocate(2 + UNIX_PATH_MAX + 1, 8);
        s.set(JAVA_SHORT_UNALIGNED, 0, (short) Sys.AF_UNIX);
        MemorySegment.copy(name, 0, s, JAVA_BYTE, 2, name.length);
        return new SocketAddress("unix:" + path, Sys.AF_UNIX, s, 2 + name.length + 1);
    }

    /// The same address with the port that the system chose.
    SocketAddress withPort(int port) {
        if (family == Sys.AF_UNIX) return this;
        var s = Arena.global().allocate(length, 8);
        s.copyFrom(bytes.asSlice(0, length));
        s.set(SHORT_BE, 2, (short) port);
        return new SocketAddress(text.substring(0, text.lastIndexOf(':') + 1) + port, family, s, length);
    }

    public int family() {
        return family;
    }

    public boolean isUnix() {
        return family == Sys.AF_UNIX;
    }

    public boolean isIpv6() {
        return family == Sys.AF_INET6;
    }

    /// The IP address, without the link that it is on, for code that is not on an event loop.
    public InetAddress inetAddress() {
        byte[] address = new byte[isIpv6() ? 16 : 4];
        MemorySegment.copy(bytes, JAVA_BYTE, isIpv6() ? 8 : 4, address, 0, address.length);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 or 16 bytes always are an address
        }
    }

    /// Whether it does not say which link it is on, though it is on one.
    boolean lacksZone() {
        return isIpv6() && inetAddress().isLinkLocalAddress() && bytes.get(JAVA_INT_UNALIGNED, IPV6_SCOPE) == 0;
    }

    /// Whether the system lets only one of the two be listened on.
    public boolean clashesWith(SocketAddress other) {
        if (family != other.family) return false;
        if (isUnix()) return path().equals(other.path());
        if (port() == 0 || port() != other.port()) return false;
        InetAddress mine = inetAddress();
        InetAddress others = other.inetAddress();
        return mine.equals(others) || mine.isAnyLocalAddress() || others.isAnyLocalAddress();
    }

    /// Path of a Unix socket.
    public String path() {
        return text.substring("unix:".length());
    }

    /// Port of an IP address; 0 for a Unix socket, or for "any".
    public int port() {
        return isUnix() ? 0 : Short.toUnsignedInt(bytes.get(SHORT_BE, 2));
    }

    MemorySegment bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /// Upper half of the IP address in a kernel address; IPv4 as `::ffff:a.b.c.d`. 0 for Unix sockets.
    static long high(MemorySegment sockaddr) {
        return sockaddr.get(JAVA_SHORT_UNALIGNED, 0) == Sys.AF_INET6 ? sockaddr.get(LONG_BE, 8) : 0;
    }

    /// Lower half of the IP address in a kernel address.
    static long low(MemorySegment sockaddr) {
        return switch (sockaddr.get(JAVA_SHORT_UNALIGNED, 0)) {
            case Sys.AF_INET6 -> sockaddr.get(LONG_BE, 16);
            case Sys.AF_INET -> 0xffff_0000_0000L | (sockaddr.get(LONG_BE, 0) & 0xffff_ffffL);
            default -> 0;
        };
    }

    static int port(MemorySegment sockaddr) {
        return sockaddr.get(JAVA_SHORT_UNALIGNED, 0) == Sys.AF_UNIX
                ? 0
                : Short.toUnsignedInt(sockaddr.get(SHORT_BE, 2));
    }

    @Override
    public String toString() {
        return text;
    }
}
