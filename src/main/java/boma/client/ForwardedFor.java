package boma.client;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// Finds the client in X-Forwarded-For: walks its addresses from right to left, from the proxy in front of us towards
/// the one who asked, as long as each is a trusted proxy. The first that is not is the client. If all are trusted, the
/// leftmost is.
///
/// An entry that is no address (`unknown`, `_hidden`, a quoted one, nonsense) ends the walk: the client is then the
/// proxy that told it, the last one reached. So whoever makes such entries is counted and banned as himself, and never
/// somebody else in his place. `192.0.2.1:5000`, `[2001:db8::1]` and `[2001:db8::1]:443` are addresses; the port is
/// dropped. Empty entries are skipped, as in every HTTP list.
///
/// Several X-Forwarded-For lines are one list in order, so the last line is given first:
///
///     walk.begin(trusted, peer);
///     for (int i = head.fields() - 1; i >= 0 && walk.wantsMore(); i--)
///         if (head.field(i) == FORWARDED_FOR) walk.line(…);
///
/// Reused, allocates nothing. Confined to one event loop.
public final class ForwardedFor {
    /// Entries looked at, empty ones included; after those the walk ends as if there were no more.
    static final int ENTRIES_MAX = 32;

    /// Bytes of an entry with the white space around it; a longer one is no address.
    static final int ENTRY_MAX = 128;

    private static final int PORT_MAX = 65535;

    private final AddressReader address = new AddressReader();
    private TrustedProxies trusted = TrustedProxies.NONE;
    private boolean wantsMore;
    private boolean named;
    private int entries;
    private long high;
    private long low;

    /// Starts at the peer of the connection, which is the client itself unless it is trusted.
    public void begin(TrustedProxies trusted, Peer peer) {
        this.trusted = trusted;
        wantsMore = trusted.trusts(peer);
        named = false;
        entries = 0;
        high = peer.high();
        low = peer.low();
    }

    /// Whether a line before those given could change the client.
    public boolean wantsMore() {
        return wantsMore;
    }

    /// Whether the list named the client; otherwise it is the peer.
    public boolean named() {
        return named;
    }

    /// The first eight bytes of the client's address, as in the [Peer#told] that makes a client of it.
    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    /// Goes on with the value of one line, `[from, to)`.
    public void line(MemorySegment s, int from, int to) {
        int end = to;
        while (wantsMore && end >= from) {
            int start = end;
            while (start > from && end - start <= ENTRY_MAX && s.get(JAVA_BYTE, start - 1) != ',') start--;
            entry(s, start, end);
            end = start - 1;
        }
    }

    private void entry(MemorySegment s, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && Ascii.isBlank(s.get(JAVA_BYTE, start))) start++;
        while (start < end && Ascii.isBlank(s.get(JAVA_BYTE, end - 1))) end--;
        boolean more = ++entries < ENTRIES_MAX;
        if (to - from > ENTRY_MAX) more = false;
        else if (start < end) more &= isTrusted(s, start, end);
        wantsMore = more;
    }

    /// Steps to the address of an entry. Whether the walk goes on from there.
    private boolean isTrusted(MemorySegment s, int from, int to) {
        if (!isAddress(s, from, to)) return false;
        named = true;
        high = address.high();
        low = high == IpAddress.TOR_HIGH ? address.low() & Client.Circuit.ID_MAX : address.low();
        return trusted.trusts(high, low);
    }

    private boolean isAddress(MemorySegment s, int from, int to) {
        if (s.get(JAVA_BYTE, from) == '[') {
            int close = Ascii.find(s, from, to, (byte) ']');
            return close >= 0 && address.readIpv6(s, from + 1, close) && (close + 1 == to || isPort(s, close + 1, to));
        }
        if (address.read(s, from, to)) return true;
        int colon = Ascii.find(s, from, to, (byte) ':');
        return colon >= 0 && address.readIpv4(s, from, colon) && isPort(s, colon, to);
    }

    private static boolean isPort(MemorySegment s, int colon, int to) {
        return s.get(JAVA_BYTE, colon) == ':' && AddressReader.decimal(s, colon + 1, to, PORT_MAX) >= 0;
    }
}
