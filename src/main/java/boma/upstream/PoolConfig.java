package boma.upstream;

import boma.config.Section;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One `[[pool]]` block: nodes that serve the same requests.
///
/// @param name      unique; routes and metrics name it
/// @param kind      what its nodes speak; `antelope` has nodeos's semantics and safe paths
/// @param host      the Host field that nodes see: `as-sent`, `node`, or a host name of the operator's choice
/// @param perNode   requests that one node has at once at most
/// @param answer    time for the head of an answer, and between two parts of its body
public record PoolConfig(
        String name,
        Kind kind,
        List<NodeConfig> nodes,
        Balance balance,
        String host,
        HealthConfig health,
        Duration connect,
        Duration answer,
        Duration idle,
        int perNode) {
    /// What the nodes of a pool speak.
    public enum Kind {
        ANTELOPE,
        HTTP
    }

    static final String HOST_AS_SENT = "as-sent";
    static final String HOST_NODE = "node";
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[(?<ipv6>[0-9A-Fa-f:.]+)])(:(?<port>\\d{1,5}))?");
    private static final int PORT_MAX = 65_535;
    private static final int PER_NODE = 1000;
    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofHours(1);

    public static PoolConfig read(Section s) {
        Kind kind = s.oneOf("kind", Kind.class, Kind.ANTELOPE);
        Section timeouts = s.section("timeouts");
        var config = new PoolConfig(
                s.text("name"),
                kind,
                s.sections("nodes", "url").stream().map(NodeConfig::read).toList(),
                s.oneOf("balance", Balance.class, Balance.LEAST_BUSY),
                s.text("host", kind == Kind.ANTELOPE ? HOST_NODE : HOST_AS_SENT),
                HealthConfig.read(
                        s.section("health"),
                        kind == Kind.ANTELOPE ? HealthConfig.Kind.ANTELOPE : HealthConfig.Kind.NONE),
                timeouts.duration("connect", LEAST, MOST, Duration.ofSeconds(2)),
                timeouts.duration("answer", LEAST, MOST, Duration.ofSeconds(60)),
                timeouts.duration("idle", LEAST, MOST, Duration.ofSeconds(30)),
                s.section("busy").count("per-node", 1, 1_000_000, PER_NODE));
        config.check(s);
        return config;
    }

    private void check(Section s) {
        if (nodes.isEmpty() && !s.has("nodes"))
            s.problem("nodes", "at least one node such as \"http://127.0.0.1:8888\"");
        if (!isHost(host)) s.problem("host", "as-sent, node or a host name, perhaps with a port");
    }

    /// Nodes see this text as it is.
    private static boolean isHost(String text) {
        Matcher m = HOST.matcher(text);
        if (!m.matches()) return false;
        String port = m.group("port");
        if (port != null && Integer.parseInt(port) > PORT_MAX) return false;
        String ipv6 = m.group("ipv6");
        return ipv6 == null || isIpv6(ipv6);
    }

    private static boolean isIpv6(String text) {
        try {
            Inet6Address.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
