package boma.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// JSON as Jackson reads it, with valid UTF-8 and without duplicate members.
final class StrictJson {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /// A number, `true`, `false` or `null`, as it is written.
    record Literal(String text) {}

    private StrictJson() {}

    /// All tokens in words, or null if the bytes are not one value.
    static @Nullable List<String> tokens(byte[] bytes) {
        var tokens = new ArrayList<String>();
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), decode(bytes))) {
            int depth = 0;
            int values = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                values += depth == 0 ? 1 : 0;
                tokens.add(words(token, parser));
            }
            return values == 1 ? tokens : null;
        } catch (JacksonException | CharacterCodingException _) {
            return null; // Why: this is how both of them refuse.
        }
    }

    private static String words(JsonToken token, JsonParser parser) {
        return switch (token) {
            case PROPERTY_NAME -> "member " + parser.getString();
            case VALUE_STRING -> "string " + parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number " + parser.getString();
            default -> token.asString();
        };
    }

    /// The value as maps, lists, strings and [Literal]s, or null if the bytes are not one value.
    static @Nullable Object tree(byte[] bytes) {
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), decode(bytes))) {
            JsonToken first = parser.nextToken();
            Object value = first == null ? null : value(parser, first);
            return parser.nextToken() == null ? value : null;
        } catch (JacksonException | CharacterCodingException _) {
            return null; // Why: this is how both of them refuse.
        }
    }

    private static Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> parser.getString();
            default -> new Literal(parser.getString());
        };
    }

    private static Map<String, Object> members(JsonParser parser) {
        var members = new LinkedHashMap<String, Object>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken()));
        }
        return members;
    }

    private static List<Object> elements(JsonParser parser) {
        var elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(parser, token));
        }
        return elements;
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
