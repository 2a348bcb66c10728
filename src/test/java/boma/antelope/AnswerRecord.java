package boma.antelope;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// One recorded exchange with a real node.
///
/// @param request its body; empty if the recording cut it short
/// @param status  of the answer, as is the body
/// @param whole   false if the recording cut the body short
record AnswerRecord(String file, String name, String path, String request, int status, String body, boolean whole) {
    private static final Path ROOT = Path.of("src/test/resources/nodeos-traffic");
    private static final JsonFactory JSON = new JsonFactory();

    /// The exchanges of a file that got an answer.
    static List<AnswerRecord> read(String file) {
        var records = new ArrayList<AnswerRecord>();
        try (BufferedReader lines = Files.newBufferedReader(ROOT.resolve(file + ".jsonl"))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Map<String, @Nullable Object> exchange = object(parse(line));
                Map<String, @Nullable Object> response = object(exchange.get("response"));
                if (!response.isEmpty()) records.add(of(file, exchange, response));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    private static AnswerRecord of(
            String file, Map<String, @Nullable Object> exchange, Map<String, @Nullable Object> response) {
        Map<String, @Nullable Object> request = object(exchange.get("request"));
        return new AnswerRecord(
                file,
                String.valueOf(exchange.get("name")),
                String.valueOf(request.get("path")),
                request.get("body_truncated") == null ? String.valueOf(request.getOrDefault("body", "")) : "",
                ((Number) response.getOrDefault("status", 0)).intValue(),
                String.valueOf(response.getOrDefault("body", "")),
                response.get("body_truncated") == null);
    }

    Endpoint endpoint() {
        byte[] target = path.getBytes(StandardCharsets.UTF_8);
        return Endpoint.of(MemorySegment.ofArray(target), 0, target.length);
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    boolean succeeded() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return file + ": " + name;
    }

    /// Maps, lists, strings, longs, doubles, booleans, null.
    static @Nullable Object parse(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static @Nullable Object value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw new IllegalArgumentException("unexpected " + token);
        };
    }

    private static Map<String, @Nullable Object> members(JsonParser parser) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.putIfAbsent(name, value(parser));
        }
        return members;
    }

    private static List<@Nullable Object> elements(JsonParser parser) {
        var elements = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) elements.add(value(parser));
        return elements;
    }

    /// The object that this is, or an empty one.
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> object(@Nullable Object value) {
        return value instanceof Map ? (Map<String, @Nullable Object>) value : Map.of();
    }
}
