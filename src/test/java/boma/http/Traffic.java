package boma.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Recorded exchanges with a real nodeos: `src/test/resources/nodeos-traffic`.
///
/// @param record one line of a file: objects as maps, arrays as lists, everything else as text
record Traffic(Map<String, @Nullable Object> record) {
    private static final Path ROOT = Path.of("src/test/resources/nodeos-traffic");
    private static final JsonFactory JSON = new JsonFactory();

    static List<Traffic> all(String file) {
        try {
            var all = new ArrayList<Traffic>();
            for (String line : Files.readAllLines(ROOT.resolve(file), StandardCharsets.UTF_8)) {
                try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
                    parser.nextToken();
                    all.add(new Traffic(object(parser)));
                }
            }
            return all;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NULL -> null;
            default -> parser.getString();
        };
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        var array = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) array.add(value(parser));
        return array;
    }

    String name() {
        return String.valueOf(record.get("name"));
    }

    Map<?, ?> request() {
        return (Map<?, ?>) Objects.requireNonNull(record.get("request"));
    }

    /// The bytes that were sent, where they were recorded as such.
    byte[] raw() {
        Object base64 = request().get("raw_base64");
        return base64 != null
                ? Base64.getDecoder().decode((String) base64)
                : Objects.toString(request().get("raw"), "").getBytes(StandardCharsets.UTF_8);
    }

    boolean isWhole() {
        return request().get("raw_truncated") == null;
    }

    /// The head of a request that was recorded in parts, as it was on the wire.
    byte[] head() {
        var head = new StringBuilder()
                .append(request().get("method"))
                .append(' ')
                .append(request().get("path"))
                .append(' ')
                .append(request().get("version"))
                .append("\r\n");
        ((Map<?, ?>) Objects.requireNonNull((Object) request().get("headers")))
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// How many final answers the node gave.
    int answers() {
        if (record.get("responses") instanceof List<?> all) {
            return (int) all.stream()
                    .filter(a -> !((Map<?, ?>) Objects.requireNonNull(a))
                            .get("status")
                            .equals("100"))
                    .count();
        }
        return record.get("response") == null ? 0 : 1;
    }

    boolean closedByNode() {
        return "true".equals(record.get("connection_closed_by_node"));
    }

    @Override
    public String toString() {
        return name();
    }
}
