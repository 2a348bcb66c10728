package boma.upstream;

import boma.config.Section;
import boma.net.SocketAddress;

/// One node of a pool.
///
/// @param url    `http://host:port` or `unix:/path`
/// @param weight its share of the requests, from 1 to 100
public record NodeConfig(String url, int weight) {
    private static final int WEIGHT_MAX = 100;
    private static final String EXPECTED = "http://HOST:PORT or unix:/PATH";

    static NodeConfig read(Section s) {
        var config = new NodeConfig(s.text("url"), s.count("weight", 1, WEIGHT_MAX, 1));
        config.check(s);
        return config;
    }

    private void check(Section s) {
        if (url.startsWith("https://")) {
            s.problem("url", EXPECTED + " (https is not available yet)");
        } else if (!isUrl(url)) {
            if (s.has("url")) s.problem("url", EXPECTED);
        } else {
            try {
                SocketAddress.parse(address());
            } catch (IllegalArgumentException e) {
                s.problem("url", EXPECTED, '"' + url + "\" (" + e.getMessage() + ')');
            }
        }
    }

    /// Whether this is `http://HOST:PORT` or `unix:/PATH`.
    public static boolean isUrl(String url) {
        return url.matches("unix:/.+") || url.matches("http://[A-Za-z0-9.:_\\[\\]-]+");
    }

    /// `host:port` or `unix:/path`: what to connect to.
    String address() {
        if (url.startsWith("unix:")) return url;
        String authority = authority();
        return authority.matches(".*:\\d+") ? authority : authority + ":80";
    }

    /// The authority part of the URL, for the Host field.
    String authority() {
        return url.startsWith("unix:") ? "localhost" : url.substring("http://".length());
    }
}
