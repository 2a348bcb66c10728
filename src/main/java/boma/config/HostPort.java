package boma.config;

import java.net.InetAddress;

/// A host and its port as operators write them: `192.0.2.1:8080`, `[2001:db8::1]:8080` or `host:8080`. Nothing is
/// looked up.
///
/// @param host a name, or an address without brackets
public record HostPort(String host, int port) {
    private static final int PORT_MAX = 65_535;

    /// Understands a text.
    ///
    /// @throws IllegalArgumentException with a sentence for the operator
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean brackets = colon > 0 && text.charAt(0) == '[' && text.charAt(colon - 1) == ']';
        if (colon <= 0 || (text.indexOf(':') != colon && !brackets)) {
            throw new IllegalArgumentException(
                    "expected ADDRESS:PORT, [IPV6]:PORT or unix:PATH, found \"" + text + '"');
        }
        String host = brackets ? text.substring(1, colon - 1) : text.substring(0, colon);
        int port = port(text.substring(colon + 1), text);
        // Why: the JDK takes an empty name for the loopback interface; whoever left it out meant something else.
        if (host.isEmpty()) {
            throw new IllegalArgumentException("expected an address before the port in \"" + text + '"');
        }
        if (host.contains(":") && isName(host)) {
            throw new IllegalArgumentException("expected an IPv6 address between the brackets in \"" + text + '"');
        }
        return new HostPort(host, port);
    }

    private static int port(String digits, String text) {
        if (digits.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(digits);
            if (port <= PORT_MAX) return port;
        }
        throw new IllegalArgumentException("expected a port from 0 to " + PORT_MAX + " in \"" + text + '"');
    }

    /// Whether the host is a name, which has to be looked up and can have another address tomorrow.
    public boolean isName() {
        return isName(host);
    }

    private static boolean isName(String host) {
        try {
            InetAddress.ofLiteral(host);
            return false;
        } catch (IllegalArgumentException _) {
            return true;
        }
    }
}
