package boma.client;

/// The proxies in front of us that are believed when they name the client in X-Forwarded-For.
///
/// A circuit is never one, even if somebody lists Tor's range: visitors of an onion service are not our proxies.
///
/// @param networks   whose addresses are believed
/// @param unixSocket whether the far end of a Unix socket is believed, which has no address
public record TrustedProxies(Networks networks, boolean unixSocket) {
    public static final TrustedProxies NONE = new TrustedProxies(Networks.NONE, false);

    public boolean trusts(Peer peer) {
        return switch (peer.client()) {
            case Client.Address _ -> trusts(peer.high(), peer.low());
            case Client.Circuit _ -> false;
            case Client.Unknown _ -> unixSocket;
        };
    }

    /// Whether a proxy at an address that another trusted proxy names is believed.
    boolean trusts(long high, long low) {
        return high != IpAddress.TOR_HIGH && networks.contains(high, low);
    }
}
