package boma.control;

import boma.config.HostPort;
import boma.config.Section;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys of `[server]` for the admin address.
///
/// @param address where operators and their programs ask, port 0 for any free one; null for nowhere
/// @param open    whether others than this machine may reach it
/// @param hosts   host names under which it may be asked, besides addresses and `localhost`
public record AdminConfig(@Nullable InetSocketAddress address, boolean open, Set<String> hosts) {
    /// Where it is unless the operator says otherwise.
    public static final String ADDRESS = "127.0.0.1:8890";

    private static final String OFF = "off";
    private static final String EXPECTED = "an address such as 127.0.0.1:8890 or [::1]:8890, or off";
    private static final String HOST_EXPECTED =
            "a host name such as boma.example.org, without scheme, port or wildcard";

    public AdminConfig {
        hosts = Set.copyOf(hosts);
    }

    public static AdminConfig read(Section s) {
        String text = s.text("admin", ADDRESS);
        boolean open = s.bool("admin-open", false);
        List<String> hosts = s.values("admin-hosts", HOST_EXPECTED, AdminConfig::name);
        InetSocketAddress address = null;
        try {
            address = text.equals(OFF) ? null : parse(text);
        } catch (IllegalArgumentException _) {
            s.problem("admin", EXPECTED);
        }
        if (address != null && !open && !address.getAddress().isLoopbackAddress()) {
            s.problem("admin", "a loopback address such as 127.0.0.1:8890, or admin-open = true in the file");
        }
        return new AdminConfig(address, open, Set.copyOf(hosts));
    }

    private static String name(String text) {
        if (!text.matches("[A-Za-z0-9._-]+")) throw new IllegalArgumentException(text);
        return lower(text);
    }

    /// Nowhere.
    public static AdminConfig off() {
        return new AdminConfig(null, false, Set.of());
    }

    /// Some free port of this machine.
    public static AdminConfig anyPort() {
        return new AdminConfig(parse("127.0.0.1:0"), false, Set.of());
    }

    /// An address as operators write it: `127.0.0.1:8890` or `[0:0:0:0:0:0:0:1]:8890`.
    public static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? '[' + host + ']' : host) + ':' + address.getPort();
    }

    /// Whether a request that names this host may be answered. A page of somebody else's can make a browser ask here
    /// under a name of its own, which then points to this machine; so only names that cannot be his are taken.
    ///
    /// @param field value of the Host field, with or without a port
    boolean allowsHost(String field) {
        String host = lower(field.replaceFirst(":\\d*$", ""));
        return host.equals("localhost") || hosts.contains(host) || isLiteral(host);
    }

    private static boolean isLiteral(String host) {
        try {
            InetAddress.ofLiteral(withoutBrackets(host));
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// Never asks a name server.
    private static InetSocketAddress parse(String text) {
        HostPort place = HostPort.parse(text);
        InetAddress address = place.host().equals("localhost")
                ? InetAddress.getLoopbackAddress()
                : InetAddress.ofLiteral(place.host());
        return new InetSocketAddress(address, place.port());
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
