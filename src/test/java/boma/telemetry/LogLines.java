package boma.telemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON back, such as the lines of an access log, into maps, lists, texts, numbers and booleans.
public final class LogLines {
    private static final JsonFactory JSON = new JsonFactory();

    private LogLines() {}

    /// The lines of an access log, each of which has to be a whole JSON object.
    public static List<Map<String, Object>> read(Path file) {
        try {
            return Files.readAllLines(file).stream().map(LogLines::object).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One JSON object, members in their order; fails if it is not one, or not the only thing.
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(String json) {
        try (JsonParser p = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (p.nextToken() != JsonToken.START_OBJECT) throw new AssertionError("no object: " + json);
            var object = (Map<String, Object>) value(p);
            if (p.nextToken() != null) throw new AssertionError("more than an object: " + json);
            return object;
        }
    }

    private static Object value(JsonParser p) {
        return switch (p.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (p.nextToken() != JsonToken.END_OBJECT) {
                    String name = p.currentName();
                    p.nextToken();
                    if (object.put(name, value(p)) != null) throw new AssertionError("twice: " + name);
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (p.nextToken() != JsonToken.END_ARRAY) list.add(value(p));
                yield list;
            }
            case VALUE_STRING -> p.getString();
            case VALUE_NUMBER_INT -> p.getLongValue();
            case VALUE_NUMBER_FLOAT -> p.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new AssertionError("unexpected " + p.currentToken());
        };
    }
}
