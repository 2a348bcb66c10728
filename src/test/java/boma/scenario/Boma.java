package boma.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import boma.config.ConfigError;
import boma.main.App;
import boma.main.Config;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/// A whole Boma in this process, seen from outside: clients connect to it, and its admin address tells how it is.
final class Boma implements AutoCloseable {
    private final App app;
    private final String preface;
    private Wire turning;

    private Boma(App app, String preface) {
        this.app = app;
        this.preface = preface;
    }

    /// Starts with a whole configuration; see [#setup] for the usual one.
    static Boma start(String toml) throws IOException, InterruptedException {
        return start(toml, "");
    }

    private static Boma start(String toml, String preface) throws IOException, InterruptedException {
        try {
            return new Boma(App.start(Config.parse("scenario", toml)), preface);
        } catch (ConfigError e) {
            throw new IllegalArgumentException(e.getMessage() + "\n" + toml, e);
        }
    }

    static Setup setup() {
        return new Setup();
    }

    /// The usual configuration: one listener on a free port, one pool of any HTTP service, nothing refused. TOML lines
    /// that a test cares about are added; text in them is quoted by `'`.
    static final class Setup {
        private int threads = 1;
        private String bind = "127.0.0.1:0";
        private String kind = "http";
        private String server = "";
        private String listener = "";
        private String pool = "";
        private String more = "";
        private String preface = "";

        private Setup() {}

        /// Has [Boma#turn] work.
        Setup turning() {
            return turning("");
        }

        /// @param preface what every connection has to begin with
        Setup turning(String preface) {
            this.preface = preface;
            return also("[[rule]]\nname = 'turn'\nmatch = { path = '/turn' }\nthen = 'deny'");
        }

        Setup threads(int threads) {
            this.threads = threads;
            return this;
        }

        Setup bind(String address) {
            bind = address;
            return this;
        }

        /// The nodes are nodeos, so that calls are understood and checked.
        Setup antelope() {
            kind = "antelope";
            return this;
        }

        Setup server(String... lines) {
            server += String.join("\n", lines) + "\n";
            return this;
        }

        Setup listener(String... lines) {
            listener += String.join("\n", lines) + "\n";
            return this;
        }

        Setup pool(String... lines) {
            pool += String.join("\n", lines) + "\n";
            return this;
        }

        /// More blocks at the end.
        Setup also(String toml) {
            more += toml + "\n";
            return this;
        }

        Boma start(FakeNode... nodes) throws IOException, InterruptedException {
            return start(Arrays.stream(nodes).map(FakeNode::url).toArray(String[]::new));
        }

        Boma start(String... nodeUrls) throws IOException, InterruptedException {
            String health = pool.contains("health") ? "" : "health = { kind = 'none' }\n";
            String nodes = pool.contains("nodes")
                    ? ""
                    : "nodes = ["
                            + Arrays.stream(nodeUrls).map(n -> "'" + n + "'").collect(Collectors.joining(","))
                            + "]\n";
            String toml = "[server]\nthreads = " + threads + "\nadmin = '127.0.0.1:0'\nmax-clients = 5000\n" + server
                    + "[log]\naccess = 'off'\nbuffer = '64KiB'\n"
                    + "[[listener]]\nname = 'public'\nbind = ['" + bind + "']\n" + listener
                    + "[[pool]]\nname = 'service'\nkind = '" + kind + "'\n" + health + nodes + pool
                    + more;
            return Boma.start(toml, preface);
        }
    }

    /// Where its first listener is.
    String address() {
        return app.addresses().getFirst().toString();
    }

    String address(int listener) {
        return app.addresses().get(listener).toString();
    }

    /// A connection to its first listener.
    Wire connect() throws IOException {
        return Wire.to(address());
    }

    /// Waits until the event loop has dealt with all that it was sent before: it has only one, and serves it in turn.
    void turn() throws IOException {
        if (turning == null) turning = connect().send(preface);
        turning.send("GET /turn HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(turning.answer().status()).isEqualTo(403);
    }

    void stop(Duration patience) throws InterruptedException {
        app.stop(patience);
    }

    // ---- what its admin address says

    /// Sum of a metric over all lines whose labels hold this text.
    double metric(String name, String labels) {
        return ask("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    double metric(String name) {
        return metric(name, "");
    }

    /// Waits until a metric has a value. Why waiting: an answer is under way to the client before it is counted.
    void await(String name, String labels, double value) {
        Await.until(
                () -> name + " = " + value + ", found " + metric(name, labels), () -> metric(name, labels) == value);
    }

    /// What Boma holds against a client, in JSON.
    String why(String client) {
        return ask("/why?client=" + client);
    }

    /// Whether it can serve clients, in JSON.
    String ready() {
        return ask("/ready");
    }

    private String ask(String target) {
        try (Wire wire = Wire.to(app.adminAddress())) {
            wire.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            return wire.answer().body();
        } catch (IOException e) {
            throw new AssertionError("the admin address does not answer", e);
        }
    }

    /// Once its clients have left, Boma holds nothing for anybody, and nothing unexpected has happened in it.
    void settle() throws IOException {
        if (turning != null) turning.close();
        await("boma_connections_open", "", 0);
        await("boma_node_in_flight", "", 0);
        await("boma_buffered_bytes", "", 0);
        for (String client : new String[] {"127.0.0.1", "::1"}) {
            assertThat(why(client)).doesNotContainPattern("\"(connections|in_flight)\":[^0]");
        }
        assertThat(metric("boma_bugs_total")).isZero();
    }

    @Override
    public void close() {
        app.close();
    }
}
