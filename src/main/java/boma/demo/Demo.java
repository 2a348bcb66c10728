package boma.demo;

import boma.config.ConfigError;
import boma.demo.Frame.Places;
import boma.practice.PracticeNode;
import boma.practice.PracticeOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Shows what Boma does, on one machine and without an Antelope node: a practice node, a Boma before it, wallets and
/// abusers, and a view of it all.
public final class Demo {
    private static final long LAST_SECONDS = 15;
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Options options;
    private final Launcher launcher;
    private final PrintStream out;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /// What may be chosen.
    ///
    /// @param time     how long it runs; zero until Ctrl-C
    /// @param port     for clients; another one if it is taken, any for 0
    /// @param admin    port of the metrics, likewise
    /// @param nodePort of the practice node, likewise
    /// @param plain    lines of text even where there is a terminal
    public record Options(Duration time, int port, int admin, int nodePort, boolean plain) {
        /// With the usual ports.
        public static Options usual(Duration time) {
            return new Options(time, 8080, 8890, 8888, false);
        }

        /// With ports that are free.
        public static Options anyPorts(Duration time) {
            return new Options(time, 0, 0, 0, true);
        }
    }

    private Demo(Options options, Launcher launcher, PrintStream out) {
        this.options = options;
        this.launcher = launcher;
        this.out = out;
    }

    /// Runs it until the time is over or Ctrl-C, and gives everything back.
    ///
    /// @param out where people look
    public static void run(Options options, Launcher launcher, PrintStream out)
            throws IOException, ConfigError, InterruptedException {
        var demo = new Demo(options, launcher, out);
        var hook = new Thread(demo::interrupted, "demo-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            demo.run();
        } finally {
            demo.ended.countDown();
            if (demo.stop.getCount() > 0) Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    /// On Ctrl-C the process goes on until this returns.
    private void interrupted() {
        stop.countDown();
        try {
            if (!ended.await(LAST_SECONDS, TimeUnit.SECONDS)) out.println("The demo could not end in good order.");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() throws IOException, ConfigError, InterruptedException {
        Path directory = Files.createTempDirectory("boma-demo-");
        try (PracticeNode node = node()) {
            Path file = DemoFile.write(directory, free(options.port), free(options.admin), node.address());
            run(node, file, directory);
        } finally {
            remove(directory);
        }
    }

    private void run(PracticeNode node, Path file, Path directory)
            throws IOException, ConfigError, InterruptedException {
        List<String> summary;
        PrintStream diagnostics = System.err;
        boolean live = !options.plain && Screen.isThere();
        // The diagnostics log would be drawn into the picture.
        if (live) System.setErr(new PrintStream(directory.resolve("boma.log").toString(), StandardCharsets.UTF_8));
        try (var boma = launcher.launch(file)) {
            summary = watch(node, boma, directory);
        } finally {
            if (live) System.err.close();
            System.setErr(diagnostics);
        }
        summary.forEach(out::println);
        out.flush();
    }

    private List<String> watch(PracticeNode node, Launcher.Running boma, Path directory) throws InterruptedException {
        var places = new Places(
                boma.address(), node.address(), "http://" + boma.adminAddress() + "/metrics", directory.toString());
        try (var traffic = Traffic.start(address(boma.address()));
                var onlooker = new Onlooker(traffic, node, address(boma.adminAddress()))) {
            long end = System.nanoTime() + (options.time.isZero() ? FOR_EVER : options.time).toNanos();
            try (View view = View.on(out, places, options.plain)) {
                for (long left; (left = end - System.nanoTime()) > 0; ) {
                    if (stop.await(Math.min(left, view.pause().toNanos()), TimeUnit.NANOSECONDS)) break;
                    view.show(onlooker.take());
                }
            }
            traffic.stop();
            return Story.summary(onlooker.take(), node.counters().pushesOfOneMost());
        }
    }

    private PracticeNode node() throws IOException {
        String listen = "127.0.0.1:" + free(options.nodePort);
        return PracticeNode.start(PracticeOptions.on(listen).withFailing(Habit.SNIPER));
    }

    /// The port if nobody listens there, otherwise 0.
    private static int free(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return port;
        } catch (IOException _) { // somebody does
            return 0;
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory);
    }
}
