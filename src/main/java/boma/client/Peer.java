package boma.client;

import java.util.Arrays;

/// Who is at the other end of a connection or, if trusted proxies told so, behind them: the client that limits count
/// and bans meet, and the exact address that logs and nodes are given.
///
/// @param client its identity
/// @param high   the first eight bytes of the exact address; 0 if there is none
/// @param low    the last eight bytes of the exact address; 0 if there is none
/// @param port   0 if there is none or it was not told
public record Peer(Client client, long high, long low, int port) {
    /// The far end of a TCP connection. It is never a circuit, whatever its address: who can send from Tor's range
    /// could otherwise be any visitor, since Tor numbers them 1, 2, 3….
    public static Peer ofTcp(long high, long low, int port) {
        return new Peer(new Client.Address(high, low), high, low, port);
    }

    /// The far end of a Unix socket.
    public static Peer unknown(int listener) {
        return new Peer(new Client.Unknown(listener), 0, 0, 0);
    }

    /// A client that a trusted sender tells of: in a PROXY header, or in an X-Forwarded-For that [ForwardedFor] read.
    ///
    /// An address in Tor's range is a circuit by its last four bytes. The four before them are 0 from Tor and the
    /// proof of work in a patched one: dropped, so that one circuit has one address.
    ///
    /// @param listener where the circuit came in
    public static Peer told(long high, long low, int port, int listener) {
        if (high != IpAddress.TOR_HIGH) return ofTcp(high, low, port);
        long id = low & Client.Circuit.ID_MAX;
        return new Peer(new Client.Circuit(listener, id), high, id, port);
    }

    public boolean hasAddress() {
        return !(client instanceof Client.Unknown);
    }

    /// The canonical text of the exact address for X-Forwarded-For and X-Real-IP; for a circuit Tor's IPv6 address.
    /// Empty without an address, and then there is nothing to say in those fields.
    public byte[] addressBytes() {
        byte[] bytes = new byte[IpAddress.TEXT_MAX];
        return Arrays.copyOf(bytes, writeAddress(bytes, 0));
    }

    /// Writes what [#addressBytes] returns, at most [IpAddress#TEXT_MAX] bytes, and returns the position after it.
    public int writeAddress(byte[] into, int at) {
        return hasAddress() ? IpAddress.write(high, low, into, at) : at;
    }

    /// `192.0.2.1:56324`, `[2001:db8::1]:443`, `circuit:2/29a`, `unknown:2`.
    @Override
    public String toString() {
        if (!(client instanceof Client.Address)) return client.text();
        String address = IpAddress.text(high, low);
        return (IpAddress.isIpv4(high, low) ? address : '[' + address + ']') + ':' + port;
    }
}
