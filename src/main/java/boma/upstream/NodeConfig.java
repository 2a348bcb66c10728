package boma.upstream;

import boma.config.HostPort;
import boma.config.Section;
import boma.net.SocketAddress;
import java.net.InetAddress;
import java.util.Optional;

/// One node of a pool.
///
/// @param url    `http://host:port` or `unix:/path`
/// @param weight its share of the requests, from 1 to 100
public record NodeConfig(String url, int weight) {
    private static final int WEIGHT_MAX = 100;
    private static final String EXPECTED = "http://HOST:PORT or unix:/PATH";

    static NodeConfig read(Section s) {
        int mistakes = s.mistakes();
        String url = s.text("url");
        boolean written = s.mistakes() == mistakes;
        var config = new NodeConfig(url, s.count("weight", 1, WEIGHT_MAX, 1));
        if (written) config.check(s);
        return config;
    }

    private void check(Section s) {
        if (url.startsWith("https://")) {
            s.problem("url", EXPECTED + " (https is not available yet)");
        } else if (!isUrl(url)) {
            s.problem("url", EXPECTED);
        } else {
            try {
                if (isUnix()) SocketAddress.parse(url);
                else place();
            } catch (IllegalArgumentException e) {
                s.problem("url", EXPECTED, '"' + url + "\" (" + e.getMessage() + ')');
            }
        }
    }

    /// Whether this is `http://HOST:PORT` or `unix:/PATH`.
    private static boolean isUrl(String url) {
        return url.matches("unix:/.+") || url.matches("http://[A-Za-z0-9.:_\\[\\]-]+");
    }

    boolean isUnix() {
        return url.startsWith("unix:");
    }

    /// Where it is, unless it is a Unix socket.
    HostPort place() {
        String authority = authority();
        return HostPort.parse(authority.matches(".*:\\d+") ? authority : authority + ":80");
    }

    /// The name that has to be looked up before a connection can be made, if there is one.
    public Optional<String> hostName() {
        return isUnix() || !place().isName() ? Optional.empty() : Optional.of(place().host());
    }

    /// Where it is without looking anything up, if that is known.
    Optional<SocketAddress> fixedAddress() {
        if (isUnix()) return Optional.of(SocketAddress.parse(url));
        HostPort place = place();
        if (place.isName()) return Optional.empty();
        return Optional.of(SocketAddress.of(InetAddress.ofLiteral(place.host()), place.port()));
    }

    /// The authority part of the URL, for the Host field.
    String authority() {
        return isUnix() ? "localhost" : url.substring("http://".length());
    }
}
