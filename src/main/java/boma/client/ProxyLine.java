package boma.client;

import static boma.client.ProxyOutcome.DONE;
import static boma.client.ProxyOutcome.INCOMPLETE;
import static boma.client.ProxyOutcome.INVALID;
import static boma.client.ProxyOutcome.UNHANDLED;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import boma.bytes.Ascii;
import boma.bytes.Hex;
import java.lang.foreign.MemorySegment;

/// Version 1 of the PROXY protocol, a line of text:
///
///     PROXY TCP4 192.0.2.1 198.51.100.2 56324 443 CR LF
///
/// Fields are one space apart. Tor writes `TCP6` with the circuit in the source address, and port 0 for one circuit in
/// 65536.
final class ProxyLine {
    /// With its line end. Source: section 2.1 of the specification.
    static final int LENGTH_MAX = 107;

    private static final byte[] TCP4 = Ascii.bytes("TCP4 ");
    private static final byte[] TCP6 = Ascii.bytes("TCP6 ");
    private static final byte[] UNKNOWN = Ascii.bytes("UNKNOWN");
    private static final int IPV4_TEXT_MAX = 15;
    private static final int IPV6_TEXT_MAX = 45;
    private static final int PORT_TEXT_MAX = 5;
    private static final int PORT_MAX = 65535;

    private final AddressReader address = new AddressReader();
    private MemorySegment s = MemorySegment.NULL;
    private int at;
    private int end;
    private int port;

    /// @param afterStart position after `PROXY `, which has been seen
    ProxyOutcome read(MemorySegment bytes, int from, int afterStart, int to, ProxyHeader into) {
        s = bytes;
        at = afterStart;
        end = Math.min(to, from + LENGTH_MAX);
        ProxyOutcome outcome = fields(from, into);
        return outcome == INCOMPLETE && to - from >= LENGTH_MAX ? INVALID : outcome;
    }

    private ProxyOutcome fields(int from, ProxyHeader into) {
        boolean ipv6 = isNext(TCP6);
        if (ipv6 || isNext(TCP4)) {
            if (end - at < TCP4.length) return INCOMPLETE;
            at += TCP4.length;
            return addresses(ipv6, from, into);
        }
        if (!isNext(UNKNOWN)) return UNHANDLED;
        if (end - at < UNKNOWN.length) return INCOMPLETE;
        at += UNKNOWN.length;
        return anything(from, into);
    }

    private ProxyOutcome addresses(boolean ipv6, int from, ProxyHeader into) {
        ProxyOutcome outcome;
        if ((outcome = address(ipv6)) != DONE) return outcome;
        into.source(address.high(), address.low());
        if ((outcome = address(ipv6)) != DONE) return outcome;
        into.destination(address.high(), address.low());
        if ((outcome = port(' ')) != DONE) return outcome;
        int sourcePort = port;
        if ((outcome = port('\r')) != DONE) return outcome;
        if ((outcome = lineFeed()) != DONE) return outcome;
        return into.doneWithSource(at - from, sourcePort, port);
    }

    /// After `UNKNOWN` comes the line end, or a space and whatever the sender likes, unread.
    private ProxyOutcome anything(int from, ProxyHeader into) {
        if (at < end && s.get(JAVA_BYTE, at) != '\r' && s.get(JAVA_BYTE, at) != ' ') return INVALID;
        while (at < end && s.get(JAVA_BYTE, at) != '\r') {
            if (s.get(JAVA_BYTE, at) == '\n') return INVALID;
            at++;
        }
        if (at == end) return INCOMPLETE;
        at++;
        ProxyOutcome outcome = lineFeed();
        return outcome == DONE ? into.done(at - from) : outcome;
    }

    private ProxyOutcome address(boolean ipv6) {
        int start = at;
        int longest = ipv6 ? IPV6_TEXT_MAX : IPV4_TEXT_MAX;
        while (at < end && s.get(JAVA_BYTE, at) != ' ') {
            if (at - start == longest || !isOfAddress(s.get(JAVA_BYTE, at), ipv6)) return INVALID;
            at++;
        }
        if (at == end) return INCOMPLETE;
        boolean good = ipv6 ? address.readIpv6(s, start, at) : address.readIpv4(s, start, at);
        at++;
        return good ? DONE : INVALID;
    }

    private static boolean isOfAddress(byte b, boolean ipv6) {
        return ipv6 ? Hex.digit(b) >= 0 || b == ':' || b == '.' : Ascii.isDigit(b) || b == '.';
    }

    private ProxyOutcome port(char terminator) {
        int start = at;
        while (at < end && s.get(JAVA_BYTE, at) != terminator) {
            if (at - start == PORT_TEXT_MAX || !Ascii.isDigit(s.get(JAVA_BYTE, at))) return INVALID;
            at++;
        }
        if (at == end) return INCOMPLETE;
        port = AddressReader.decimal(s, start, at, PORT_MAX);
        at++;
        return port < 0 ? INVALID : DONE;
    }

    private ProxyOutcome lineFeed() {
        if (at == end) return INCOMPLETE;
        return s.get(JAVA_BYTE, at++) == '\n' ? DONE : INVALID;
    }

    private boolean isNext(byte[] text) {
        return ProxyHeader.agrees(s, at, end, text);
    }
}
