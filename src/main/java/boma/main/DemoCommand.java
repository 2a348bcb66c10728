package boma.main;

import boma.config.ConfigError;
import boma.demo.Demo;
import boma.demo.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `boma demo`.
@Command(
        name = "demo",
        description = "Shows Boma at work: a practice node, honest wallets, three abusers, and a view of it all.",
        footer = "%nEnds with Ctrl-C. Everything stays on this machine and is removed at the end.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "0",
            description = "End by itself after N seconds. Default: run until Ctrl-C.")
    private int seconds;

    @Option(names = "--plain", description = "Lines of text instead of a picture that changes.")
    private boolean plain;

    @Override
    public Integer call() throws InterruptedException, ConfigError {
        if (seconds < 0) {
            System.err.println("boma demo: expected 0 or more seconds, found " + seconds);
            return Main.BAD_USAGE;
        }
        Demo.Options usual = Demo.Options.usual(Duration.ofSeconds(seconds));
        var options = new Demo.Options(usual.time(), usual.port(), usual.admin(), usual.nodePort(), plain);
        try {
            Demo.run(options, DemoCommand::launch, System.out);
            return Main.OK;
        } catch (IOException e) {
            System.err.println("boma demo: " + e.getMessage());
            return Main.FAILED;
        }
    }

    /// Starts Boma in this process.
    static Launcher.Running launch(Path file) throws IOException, ConfigError, InterruptedException {
        App app = App.start(Config.read(file));
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
