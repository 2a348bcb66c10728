package boma.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Compares what the practice node says with what nodeos said.
class RecordingsTest {
    private static final List<String> SOURCES =
            List.of("chain-read", "transactions", "transaction-errors", "clients", "http-behaviour");

    @Test
    void everyRecordingIsARealAnswer() throws IOException {
        Set<String> real = realAnswers();
        for (String line : lines("/boma/practice/recordings.jsonl")) {
            Map<String, String> record = texts(line);
            assertThat(real)
                    .as(record.get("/name"))
                    .contains(record.get("/path") + '\n' + record.get("/body") + '\n' + record.get("/answer"));
        }
    }

    @Test
    void answersThatAreMadeUpHaveTheWordsOfRealOnes() throws IOException {
        Set<String> bodies = new HashSet<>();
        for (String source : SOURCES) {
            for (String line : lines("/nodeos-traffic/" + source + ".jsonl")) {
                bodies.add(texts(line).getOrDefault("/response/body", ""));
            }
        }

        assertThat(bodies)
                .contains(
                        PracticeAnswer.OPTIONS.body(),
                        PracticeAnswer.BAD_TARGET.body(),
                        PracticeAnswer.BAD_HOST.body(),
                        PracticeAnswer.NOT_FOUND.body(),
                        PracticeAnswer.NO_BODY.body(),
                        PracticeAnswer.BAD_BODY.body(),
                        PracticeAnswer.BAD_TRANSACTION.body(),
                        PracticeAnswer.asserted().body(),
                        PracticeAnswer.duplicate("7ff837b2dc31325f5d9375d872769a808995b293ca6be687ea7407da21e5907a")
                                .body());
    }

    @Test
    void aKnownBodyGetsItsAnswerAndAnyOtherTheUsualOne() {
        Recordings recordings = Recordings.load();
        String path = "/v1/chain/get_account";

        assertThat(recordings.answer(path, "{\"account_name\":\"carol\"}").body())
                .contains("\"account_name\":\"carol\"");
        assertThat(recordings.answer(path, "{\"account_name\":\"somebody\"}").body())
                .contains("\"account_name\":\"alice\"");
        assertThat(recordings.answer(path, "{}")).isEqualTo(PracticeAnswer.NO_BODY);
        assertThat(recordings.answer("/v1/chain/get_producer_schedule", "{}").status())
                .isEqualTo(200);
        assertThat(recordings.answer("/v1/chain/nothing", "{}")).isNull();
    }

    private static Set<String> realAnswers() throws IOException {
        Set<String> real = new HashSet<>();
        for (String source : SOURCES) {
            for (String line : lines("/nodeos-traffic/" + source + ".jsonl")) {
                Map<String, String> record = texts(line);
                real.add(record.get("/request/path")
                        + '\n'
                        + record.getOrDefault("/request/body", "")
                        + '\n'
                        + record.get("/response/body"));
            }
        }
        return real;
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = RecordingsTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /// Every text of a record by where it stands, such as `/request/path`.
    private static Map<String, String> texts(String line) {
        var texts = new HashMap<String, String>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            for (JsonToken token; (token = parser.nextToken()) != null; ) {
                if (token == JsonToken.VALUE_STRING) {
                    texts.putIfAbsent(parser.streamReadContext().pathAsPointer().toString(), parser.getString());
                }
            }
        }
        return texts;
    }
}
