package boma.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes request heads up: good ones, and good ones with some bytes changed.
final class Heads {
    private static final String TOKEN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";
    private static final String TARGET = "abcxyz0189/-._~:@!$&'()*+,;=%?\"<>^`{}|";
    private static final String TEXT = "abc xyz,;=\"/()\t\u00e9\u00ff:0";

    private static final List<String> PLAIN = List.of(
            "Accept",
            "User-Agent",
            "accept-encoding",
            "COOKIE",
            "X-Api-Key",
            "Content-Type",
            "X",
            "X-Request-Id",
            "Origin",
            "Authorization");
    private static final List<String> ENDING = List.of(
            "X-Forwarded-For",
            "x-real-ip",
            "FORWARDED",
            "X_Forwarded_For",
            "Keep-Alive",
            "Proxy-Connection",
            "TE",
            "Trailer",
            "Upgrade",
            "X-Hop",
            "X-Circuit-ID",
            "Content_Length",
            "X-Forwarded-Proto");
    private static final List<String> METHODS =
            List.of("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "get", "POSTS", "GE");
    private static final List<String> HOSTS = List.of("a", "api.example.com:8888", "[2001:db8::1]", "192.0.2.1:80");
    private static final List<String> CONNECTIONS =
            List.of("close", "keep-alive", "Upgrade", "x-hop", "TE, close", "keep-alive, X-Hop", "");

    private static final String MUTANTS = "\r\n\0\t :,;\u007f\u0080\u00ff-_/0aAzZ\\#";

    private final Random random;

    Heads(long seed) {
        random = new Random(seed);
    }

    byte[] good() {
        var lines = new ArrayList<String>();
        for (int i = random.nextInt(6); i > 0; i--) lines.add(field(pick(PLAIN), text(TEXT, random.nextInt(40))));
        for (int i = random.nextInt(4); i > 0; i--) lines.add(field(pick(ENDING), text(TEXT, random.nextInt(20))));
        for (int i = random.nextInt(3); i > 0; i--) {
            lines.add(field("x" + text(TOKEN, random.nextInt(30)), text(TEXT, random.nextInt(100))));
        }
        if (random.nextBoolean()) lines.add(field("Connection", pick(CONNECTIONS)));
        if (random.nextInt(8) == 0) lines.add(field("Expect", "100-continue"));
        boolean old = random.nextInt(8) == 0;
        switch (random.nextInt(old ? 2 : 3)) {
            case 0 -> {}
            case 1 -> lines.add(field("Content-Length", "" + random.nextInt(5000)));
            default -> lines.add(field("Transfer-Encoding", "chunked"));
        }
        if (!old || random.nextBoolean()) lines.add(random.nextInt(lines.size() + 1), field("Host", pick(HOSTS)));
        String start = (random.nextInt(10) == 0 ? "\r\n" : "") + pick(METHODS) + " /" + text(TARGET, random.nextInt(60))
                + (old ? " HTTP/1.0" : " HTTP/1.1");
        String head = start + "\r\n" + String.join("", lines) + "\r\n";
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A good head with up to four changes, some of which may leave it good.
    byte[] mutated() {
        var bytes = new StringBuilder(new String(good(), StandardCharsets.ISO_8859_1));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length());
            char c = MUTANTS.charAt(random.nextInt(MUTANTS.length()));
            switch (random.nextInt(5)) {
                case 0 -> bytes.setCharAt(at, c);
                case 1 -> bytes.insert(at, c);
                case 2 -> bytes.deleteCharAt(at);
                case 3 -> bytes.insert(at, bytes.substring(at, Math.min(bytes.length(), at + random.nextInt(40))));
                default -> bytes.setCharAt(at, (char) (bytes.charAt(at) ^ 1 << random.nextInt(8)));
            }
        }
        return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String field(String name, String value) {
        return changeCase(name) + ":" + pick(List.of("", " ", "\t", "  \t ")) + value + pick(List.of("", "", "", " \t"))
                + "\r\n";
    }

    private String changeCase(String name) {
        return switch (random.nextInt(4)) {
            case 0 -> name.toLowerCase(java.util.Locale.ROOT);
            case 1 -> name.toUpperCase(java.util.Locale.ROOT);
            default -> name;
        };
    }

    private String text(String alphabet, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        return text.toString();
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
