package boma.control;

import boma.client.Client;
import boma.telemetry.EventLog;
import boma.telemetry.Metrics;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// What operators and their programs ask over HTTP: metrics, health, and why a client was refused. Answers only; it
/// changes nothing.
///
/// Plain code on virtual threads, apart from the event loops, and bounded in all that it takes.
public final class AdminApi implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final int REQUESTS_MAX = 16;
    private static final int TARGET_MAX = 1024;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String INDEX = """
        Boma's admin address.

        /metrics             for Prometheus
        /health              200 as long as the process works
        /ready               200 as long as every pool has a node in service, and clients are accepted
        /why?client=CLIENT   what Boma holds against an address or circuit
        """;

    private final AdminConfig config;
    private final Metrics metrics;
    private final Wellbeing wellbeing;
    private final Why why;
    private final Semaphore free = new Semaphore(REQUESTS_MAX);
    private final ExpositionFormatWriter plain = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("admin").factory());
    private @Nullable HttpServer server;

    private AdminApi(AdminConfig config, Metrics metrics, Wellbeing wellbeing, Why why) {
        this.config = config;
        this.metrics = metrics;
        this.wellbeing = wellbeing;
        this.why = why;
    }

    /// Listens, unless the configuration says `off`.
    ///
    /// @throws IOException with one sentence for the operator
    public static AdminApi start(AdminConfig config, Metrics metrics, Wellbeing wellbeing, Why why) throws IOException {
        var api = new AdminApi(config, metrics, wellbeing, why);
        InetSocketAddress address = config.address();
        if (address != null) api.listen(address);
        return api;
    }

    private void listen(InetSocketAddress address) throws IOException {
        boundServer();
        HttpServer s;
        try {
            s = HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            String where = "server.admin (or --admin): cannot listen on " + AdminConfig.text(address);
            throw new IOException(where + ": " + lowerFirst(String.valueOf(e.getMessage())), e);
        }
        s.setExecutor(threads);
        s.createContext("/", this::handle);
        s.start();
        server = s;
        if (!address.getAddress().isLoopbackAddress()) EventLog.adminOpen(address());
    }

    /// As listeners spell it.
    private static String lowerFirst(String words) {
        return Character.toLowerCase(words.charAt(0)) + words.substring(1);
    }

    /// Whoever says nothing is gone after two seconds and a half, and until then takes one of many places. The JDK's
    /// server reads these bounds once, before the first one is made; an operator's own win.
    private static void boundServer() {
        bound("jdk.httpserver.maxConnections", "256");
        bound("sun.net.httpserver.maxReqTime", "2"); // seconds, also until the first byte
        bound("sun.net.httpserver.maxRspTime", "30");
        bound("sun.net.httpserver.maxReqHeaders", "50");
        bound("sun.net.httpserver.clockTick", "500"); // ms between two looks at the silent, else 10 s
        bound("sun.net.httpserver.timerMillis", "500"); // ms between two looks at the others
        bound("sun.net.httpserver.drainAmount", "0"); // bytes of a body that would be waited for
    }

    private static void bound(String property, String value) {
        if (System.getProperty(property) == null) System.setProperty(property, value);
    }

    /// Where it listens, with the port that the system chose, or `off`.
    public String address() {
        return server == null ? "off" : AdminConfig.text(server.getAddress());
    }

    @Override
    public void close() {
        if (server != null) server.stop(0);
        threads.shutdownNow();
    }

    private static final class Answer {
        final int status;
        final String type;
        final byte[] body;

        Answer(int status, String type, byte[] body) {
            this.status = status;
            this.type = type;
            this.body = body;
        }

        static Answer text(int status, String sentence) {
            return new Answer(status, TEXT, (sentence + '\n').getBytes(StandardCharsets.UTF_8));
        }

        static Answer json(int status, byte[] body) {
            return new Answer(status, JSON, body);
        }
    }

    private void handle(HttpExchange http) throws IOException {
        if (!free.tryAcquire()) {
            send(http, Answer.text(503, "Too many requests at once."));
            return;
        }
        try {
            send(http, answer(http));
        } catch (RuntimeException bug) {
            EventLog.bug(bug);
            send(http, Answer.text(500, "This is a bug; see the log."));
        } finally {
            free.release();
        }
    }

    private static void send(HttpExchange http, Answer answer) throws IOException {
        try (http) {
            var fields = http.getResponseHeaders();
            fields.set("Content-Type", answer.type);
            fields.set("Cache-Control", "no-store");
            fields.set("Connection", "close"); // nobody keeps his place from request to request
            fields.set("X-Content-Type-Options", "nosniff");
            boolean head = http.getRequestMethod().equals("HEAD");
            http.sendResponseHeaders(answer.status, head ? -1 : answer.body.length);
            if (!head) http.getResponseBody().write(answer.body);
        }
    }

    private Answer answer(HttpExchange http) throws IOException {
        String host = http.getRequestHeaders().getFirst("Host");
        if (host != null && !config.allowsHost(host)) {
            return Answer.text(403, "This host name is not among server.admin-hosts.");
        }
        if (!http.getRequestMethod().matches("GET|HEAD")) {
            http.getResponseHeaders().set("Allow", "GET, HEAD");
            return Answer.text(405, "Nothing can be changed here: use GET.");
        }
        String target = http.getRequestURI().toString();
        if (target.length() > TARGET_MAX) return Answer.text(414, "The request target is too long.");
        return switch (http.getRequestURI().getPath()) {
            case "/" -> new Answer(200, TEXT, INDEX.getBytes(StandardCharsets.UTF_8));
            case "/metrics" -> metrics(http.getRequestHeaders().getFirst("Accept"));
            case "/health" -> health();
            case "/ready" -> ready();
            case "/why" -> why(http.getRequestURI().getRawQuery());
            case null, default -> Answer.text(404, "There is no such page; see /.");
        };
    }

    private Answer metrics(@Nullable String accept) throws IOException {
        ExpositionFormatWriter format = openMetrics.accepts(accept) ? openMetrics : plain;
        var page = new ByteArrayOutputStream(64 * 1024);
        format.write(page, metrics.scrape());
        return new Answer(200, format.getContentType(), page.toByteArray());
    }

    private Answer health() {
        Wellbeing.Finding finding = wellbeing.health();
        return Answer.json(finding.well() ? 200 : 503, wellbeing.healthJson(finding));
    }

    private Answer ready() {
        Wellbeing.Finding finding = wellbeing.readiness();
        return Answer.json(finding.well() ? 200 : 503, wellbeing.readinessJson(finding));
    }

    private Answer why(@Nullable String query) {
        if (query == null || !query.startsWith("client=")) return Answer.text(400, "Ask /why?client=CLIENT.");
        try {
            String text = URLDecoder.decode(query.substring("client=".length()), StandardCharsets.UTF_8);
            return Answer.json(200, why.json(Client.parse(text)));
        } catch (IllegalArgumentException e) {
            return Answer.text(400, "client: " + e.getMessage());
        }
    }
}
