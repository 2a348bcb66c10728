package boma.practice;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Answers that a real nodeos once gave, by path and body. Immutable.
///
/// The resource `recordings.jsonl` holds one exchange per line; the first of a path is the answer to a body that
/// nobody has recorded.
final class Recordings {
    private static final String RESOURCE = "recordings.jsonl";

    private final Map<Asked, Recording> byBody = new HashMap<>();
    private final Map<String, Recording> byPath = new HashMap<>();

    /// One exchange.
    ///
    /// @param body of the request
    record Recording(String name, String path, String body, PracticeAnswer answer) {}

    private record Asked(String path, String body) {}

    private Recordings() {}

    static Recordings load() {
        var recordings = new Recordings();
        var json = new JsonFactory();
        try (InputStream in = Recordings.class.getResourceAsStream(RESOURCE)) {
            if (in == null) throw new IllegalStateException("the resource " + RESOURCE + " is missing");
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line; (line = lines.readLine()) != null; ) recordings.add(read(json, line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return recordings;
    }

    private static Recording read(JsonFactory json, String line) {
        var texts = new HashMap<String, String>();
        int status = 0;
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), line)) {
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) texts.put(parser.currentName(), parser.getString());
                if (token == JsonToken.VALUE_NUMBER_INT) status = parser.getIntValue();
            }
        }
        return new Recording(
                texts.getOrDefault("name", ""),
                texts.getOrDefault("path", ""),
                texts.getOrDefault("body", ""),
                new PracticeAnswer(status, texts.getOrDefault("answer", "")));
    }

    private void add(Recording recording) {
        byPath.putIfAbsent(recording.path, recording);
        byBody.put(new Asked(recording.path, recording.body), recording);
    }

    boolean hasPath(String path) {
        return byPath.containsKey(path);
    }

    /// The exchange with exactly this request, or null.
    @Nullable
    Recording exactly(String path, String body) {
        return byBody.get(new Asked(path, body));
    }

    /// The answer to a request that runs no transactions; null for an unknown path.
    @Nullable
    PracticeAnswer answer(String path, String body) {
        Recording exact = exactly(path, body);
        if (exact != null) return exact.answer;
        Recording usual = byPath.get(path);
        if (usual == null) return null;
        return isNothing(body) && !isNothing(usual.body) ? PracticeAnswer.NO_BODY : usual.answer;
    }

    /// Whether a body says nothing to nodeos: it treats an empty object like no body.
    static boolean isNothing(String body) {
        return body.isEmpty() || body.equals("{}");
    }
}
