package boma.upstream;

import boma.config.Section;

/// One node of a pool.
///
/// @param url    `http://host:port` or `unix:/path`
/// @param weight its share of the requests, from 1 to 100
public record NodeConfig(String url, int weight) {
    private static final int WEIGHT_MAX = 100;

    static NodeConfig read(Section s) {
        return new NodeConfig(s.text("url"), s.count("weight", 1, WEIGHT_MAX, 1));
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
