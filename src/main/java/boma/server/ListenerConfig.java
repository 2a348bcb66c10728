package boma.server;

import boma.client.Network;
import boma.client.Networks;
import boma.client.TrustedProxies;
import boma.config.Section;
import boma.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One `[[listener]]` block: where clients come in, and how long and how much they may.
///
/// @param name           unique; metrics, logs and matches name it
/// @param bind           addresses, `unix:/path` for a Unix socket
/// @param trustedProxies whose X-Forwarded-For counts
/// @param proxyProtocol  whether every connection begins with a PROXY header
/// @param head           time for a whole head, from its first byte; also for the first byte of a connection
/// @param body           time for a whole body
/// @param idle           time between two requests
/// @param write          time in which a client has to take what waits for it
/// @param tunnel         time in which nothing moves in a tunnel
/// @param maxHead        bytes of a request head
/// @param maxBody        bytes of a request body
/// @param maxConnections at once, over all addresses of the listener
public record ListenerConfig(
        String name,
        List<SocketAddress> bind,
        TrustedProxies trustedProxies,
        boolean proxyProtocol,
        Duration head,
        Duration body,
        Duration idle,
        Duration write,
        Duration tunnel,
        int maxHead,
        int maxBody,
        int maxConnections) {
    private static final int MAX_HEAD = 8 * 1024; // what nodeos reads
    private static final int MAX_BODY = 2 * 1024 * 1024; // nodeos's own default
    private static final int MAX_BODY_MOST = 3 * 1024 * 1024; // a head and a body share the largest buffer
    private static final int MAX_CONNECTIONS = 20_000;
    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofDays(1);

    private enum ProxyProtocol {
        OFF,
        REQUIRED
    }

    public static ListenerConfig read(Section s) {
        Section timeouts = s.section("timeouts");
        s.require("bind", "at least one address such as \"0.0.0.0:8080\"");
        return new ListenerConfig(
                s.text("name"),
                s.values("bind", "ADDRESS:PORT, [IPV6]:PORT or unix:PATH", SocketAddress::parse),
                trusted(s),
                s.oneOf("proxy-protocol", ProxyProtocol.class, ProxyProtocol.OFF) == ProxyProtocol.REQUIRED,
                timeouts.duration("head", LEAST, MOST, Duration.ofSeconds(10)),
                timeouts.duration("body", LEAST, MOST, Duration.ofSeconds(30)),
                timeouts.duration("idle", LEAST, MOST, Duration.ofSeconds(60)),
                timeouts.duration("write", LEAST, MOST, Duration.ofSeconds(60)),
                timeouts.duration("tunnel", LEAST, MOST, Duration.ofHours(1)),
                s.size("max-head", 256, MAX_HEAD, MAX_HEAD),
                s.size("max-body", 0, MAX_BODY_MOST, MAX_BODY),
                s.count("max-connections", 1, 10_000_000, MAX_CONNECTIONS));
    }

    /// The word in `trusted-proxies` for whoever connects over a Unix socket.
    private static final String UNIX = "unix";

    private static TrustedProxies trusted(Section s) {
        List<Network> networks = new ArrayList<>();
        boolean unixSocket = false;
        List<String> texts = s.texts("trusted-proxies");
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).equals(UNIX)) unixSocket = true;
            else addNetwork(s, i, texts.get(i), networks);
        }
        return new TrustedProxies(new Networks(networks), unixSocket);
    }

    /// Why not everybody: whoever is trusted can pose as any client, and have it banned.
    private static void addNetwork(Section s, int index, String text, List<Network> networks) {
        try {
            Network network = Network.parse(text);
            if (network.isEverybody()) s.problem("trusted-proxies", index, "a network of proxies, not of everybody");
            networks.add(network);
        } catch (IllegalArgumentException _) {
            s.problem("trusted-proxies", index, "a network such as 10.0.0.0/8, or unix");
        }
    }
}
