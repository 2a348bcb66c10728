package boma.main;

import boma.config.ConfigError;
import boma.config.Problem;
import boma.telemetry.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `boma run`.
@Command(
        name = "run",
        description = "Runs Boma in front of its nodes, until SIGTERM or Ctrl-C.",
        footer = {
            "",
            "With a file:     boma run /etc/boma/boma.toml",
            "Without a file:  boma run --node http://127.0.0.1:8888 --listen 0.0.0.0:8080",
            "",
            "Exit code 0: stopped. 1: mistakes in the file. 2: wrong use. 3: the system refused something."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "Configuration file. Default: boma.toml.")
    private @Nullable Path file;

    private static final Path USUAL_FILE = Path.of("boma.toml");

    @Option(names = "--node", paramLabel = "URL", description = "Run without a file, in front of this one node.")
    private @Nullable String node;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description =
                    "With --node: where to listen; port 0 takes a free one. Default: " + Config.LISTEN_DEFAULT + ".")
    private @Nullable String listen;

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS",
            description = "With --node: where operators ask, port 0 for a free one, or off. Default: "
                    + Config.ADMIN_DEFAULT + ".")
    private @Nullable String admin;

    @Override
    public Integer call() throws InterruptedException {
        if (node != null && file != null) return wrongUse("give either FILE or --node, not both");
        if (node == null && listen != null) return wrongUse("--listen goes with --node; a file has [[listener]] bind");
        if (node == null && admin != null) return wrongUse("--admin goes with --node; a file has server.admin");
        Path path = file == null ? USUAL_FILE : file;
        if (node == null && !Preflight.isReadable(path)) {
            return file == null ? wrongUse("give a FILE, or --node URL to do without") : Main.BAD_USAGE;
        }
        try {
            Config config = node == null
                    ? Config.read(path)
                    : Config.ofNode(node, or(listen, Config.LISTEN_DEFAULT), or(admin, Config.ADMIN_DEFAULT));
            boolean tooLarge = Preflight.isTooLarge(config, node == null ? path.toString() : "The usual settings");
            return tooLarge ? Main.BAD_CONFIG : run(config);
        } catch (ConfigError e) {
            if (node != null) return wrongUse(e);
            System.err.println(e.getMessage());
            return Main.BAD_CONFIG;
        }
    }

    private static String or(@Nullable String chosen, String usual) {
        return chosen == null ? usual : chosen;
    }

    private static int wrongUse(String sentence) {
        System.err.println("boma run: " + sentence);
        return Main.BAD_USAGE;
    }

    /// Nobody wrote the file that [Config#ofNode] reads: names the options that its values come from.
    private static int wrongUse(ConfigError e) {
        for (Problem problem : e.problems()) {
            wrongUse(option(problem.key()) + ": " + problem.text().replace("server.admin", "--admin"));
        }
        return Main.BAD_USAGE;
    }

    private static String option(String key) {
        if (key.startsWith("listener")) return "--listen";
        return key.startsWith("server") ? "--admin" : "--node";
    }

    private static int run(Config config) throws InterruptedException {
        App app;
        try {
            app = App.start(config);
        } catch (IOException e) {
            System.err.println("boma: " + e.getMessage());
            return Main.FAILED;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(app, config), "shutdown"));
        EventLog.listening(app.addresses(), app.adminAddress());
        new CountDownLatch(1).await(); // until the hook ends the process
        return Main.OK;
    }

    private static void shutDown(App app, Config config) {
        try {
            EventLog.stopping(config.server().drain());
            app.stop(config.server().drain());
            app.close();
            EventLog.stopped();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            // Why: the JVM would report the signal, and a stop in good order is no failure.
            Runtime.getRuntime().halt(Main.OK);
        }
    }
}
