package boma.clients;

import static org.assertj.core.api.Assertions.assertThat;

import boma.main.App;
import boma.main.Config;
import boma.practice.PracticeNode;
import boma.practice.PracticeOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Real client libraries run a session through Boma, and their users see what we promise.
final class ClientLibrariesTest {
    private static final Path CLIENTS = Path.of("src/test/clients");
    private static final String CONFIG = """
        [server]
        admin = "off"

        [log]
        access = "off"

        [[listener]]
        name = "public"
        bind = ["127.0.0.1:0"]

        [[pool]]
        name = "node"
        nodes = ["NODE"]

        [lists]
        spam = { contracts = ["spamtokens11"] }

        [[rule]]
        name = "spam tokens"
        match = { contract = "@spam" }
        then = "deny"
        sentence = "Transactions of this contract are not taken here."
        """;

    private record Step(String outcome, String text) {}

    private static PracticeNode node;
    private static App app;
    private static Map<String, Step> steps;

    @BeforeAll
    static void runSessions() throws Exception {
        assertThat(CLIENTS.resolve("node_modules"))
                .as("client libraries; ./check installs them")
                .isDirectory();
        node = PracticeNode.start(PracticeOptions.anyPort());
        app = App.start(Config.parse("clients.toml", CONFIG.replace("NODE", node.url())));
        steps = session("http://" + app.addresses().getFirst());
    }

    @AfterAll
    static void end() {
        if (app != null) app.close();
        if (node != null) node.close();
    }

    @Test
    void readsGetThrough() {
        for (String library : List.of("eosjs", "wharfkit")) {
            assertThat(step(library, "get_info").text()).hasSize(64);
            assertThat(step(library, "get_account")).isEqualTo(new Step("ok", "alice"));
            assertThat(step(library, "get_table_rows")).isEqualTo(new Step("ok", "true"));
        }
    }

    @Test
    void pushesGetThroughInBothCompressions() {
        for (String library : List.of("eosjs", "wharfkit")) {
            for (String form : List.of("plain", "zlib")) {
                Step push = step(library, "push " + form);
                assertThat(push.outcome())
                        .as(library + " " + form + ": " + push.text())
                        .isEqualTo("ok");
                assertThat(push.text()).matches("[0-9a-f]{64}");
            }
        }
        assertThat(step("wharfkit", "send2 plain").outcome()).isEqualTo("ok");
        assertThat(step("wharfkit", "send2 zlib").outcome()).isEqualTo("ok");
    }

    @Test
    void aRefusalShowsItsSentence() {
        for (String library : List.of("eosjs", "wharfkit")) {
            Step spam = step(library, "push spam");

            assertThat(spam.outcome()).isEqualTo("error");
            assertThat(spam.text()).contains("Transactions of this contract are not taken here.");
        }
    }

    private static Step step(String library, String name) {
        Step step = steps.get(library + ' ' + name);
        assertThat(step).as(library + ' ' + name + " in " + steps).isNotNull();
        return step;
    }

    private static Map<String, Step> session(String url) throws IOException, InterruptedException {
        Path out = Files.createTempFile("boma-clients", ".jsonl");
        Process process = new ProcessBuilder("node", "session.mjs", url)
                .directory(CLIENTS.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).as("the sessions end").isTrue();
        String text = Files.readString(out, StandardCharsets.UTF_8);
        Files.delete(out);
        assertThat(process.exitValue()).as(text).isZero();
        Map<String, Step> steps = new HashMap<>();
        for (String line : text.lines().toList()) read(line, steps);
        return steps;
    }

    private static void read(String line, Map<String, Step> steps) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JsonFactory.builder().build().createParser(ObjectReadContext.empty(), line)) {
            json.nextToken();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                fields.put(name, json.getString());
            }
        }
        steps.put(
                fields.get("library") + ' ' + fields.get("step"), new Step(fields.get("outcome"), fields.get("text")));
    }
}
