package boma.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import boma.config.ConfigError;
import boma.demo.Demo;
import boma.demo.Launcher;
import boma.main.App;
import boma.main.Config;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The demo shows what it promises.
class DemoTest {
    private Path file;

    @Test
    void walletsPassAndEachAbuserIsRefusedForAReason() throws Exception {
        var out = new ByteArrayOutputStream();

        Demo.run(
                Demo.Options.anyPorts(Duration.ofSeconds(5)),
                this::launch,
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8).replace("\r", ""))
                .contains("The wallets notice nothing")
                .containsPattern("6 wallets: (\\d+) of \\1 requests passed")
                .containsPattern("127\\.0\\.2\\.1 pushes what fails: \\d+ passed and failed, \\d+ refused")
                .contains("limit \"failed pushes\"", "banned: connection reset")
                .containsPattern("127\\.0\\.2\\.2 scrapes one table: \\d+ passed, [\\d,]+ refused")
                .contains("limit \"one table\"")
                .containsPattern("127\\.0\\.2\\.3 pushes spamtokens11: 0 passed, \\d+ refused")
                .contains("rule \"spam tokens\"")
                .contains("No transaction reached the node twice.");
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void theExampleFileIsInOrderAsItIs() throws Exception {
        try (var in = Demo.class.getResourceAsStream("demo.toml")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);

            Config config = Config.parse("demo.toml", text);

            assertThat(config.policy().rules()).hasSize(1);
            assertThat(config.policy().limits()).hasSize(3);
        }
    }

    private Launcher.Running launch(Path written) throws IOException, ConfigError, InterruptedException {
        file = written;
        return running(App.start(Config.read(written)));
    }

    private static Launcher.Running running(App app) {
        return new Launcher.Running() {
            @Override
            public String address() {
                return app.addresses().getFirst().toString();
            }

            @Override
            public String adminAddress() {
                return app.adminAddress();
            }

            @Override
            public void close() {
                app.close();
            }
        };
    }
}
