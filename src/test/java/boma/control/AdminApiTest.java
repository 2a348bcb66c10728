package boma.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.client.Client;
import boma.ledger.Change;
import boma.ledger.Entry;
import boma.ledger.Ledger;
import boma.telemetry.AccessLog;
import boma.telemetry.Gauges;
import boma.telemetry.LogConfig;
import boma.telemetry.LogLines;
import boma.telemetry.Metrics;
import boma.telemetry.Recorder;
import boma.telemetry.Roster;
import boma.telemetry.Samples;
import boma.time.ManualClock;
import boma.upstream.Health;
import boma.upstream.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminApiTest {
    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = new Ledger(clock, 1000);
    private final List<Pool> pools = Samples.pools();
    private volatile Phase phase = Phase.SERVING;
    private AccessLog log;
    private Recorder recorder;
    private Metrics metrics;
    private AdminApi api;

    @BeforeEach
    void start() throws IOException {
        var roster = new Roster(List.of("public"), pools);
        log = AccessLog.open(LogConfig.off(), 1, roster, clock);
        recorder = new Recorder(log, 0, 1, 2);
        metrics = new Metrics(List.of(recorder), log, new Gauges("1.2.3", ledger, () -> 0, () -> 0, List::of));
        api = AdminApi.start(AdminConfig.anyPort(), metrics, wellbeing(), why());
    }

    private Wellbeing wellbeing() {
        return new Wellbeing(List.of(recorder), log::roster, () -> phase, clock);
    }

    private Why why() {
        return new Why(ledger, log.refusals(), clock);
    }

    @AfterEach
    void stop() {
        api.close();
        log.close();
    }

    @Test
    void theIndexNamesWhatIsHere() throws IOException {
        assertThat(get("/").body()).contains("/metrics", "/health", "/ready", "/why?client=");
    }

    @Test
    void metricsComeInBothFormats() throws IOException {
        recorder.finished(Samples.read(), Samples.START);

        Reply plain = get("/metrics");
        Reply openMetrics = get("/metrics", "Accept: application/openmetrics-text;version=1.0.0;q=0.9,*/*;q=0.1");

        assertThat(plain.head()).containsIgnoringCase("content-type: text/plain; version=0.0.4");
        assertThat(plain.body())
                .contains("boma_requests_total{call=\"get_info\"", "boma_build_info{version=\"1.2.3\"} 1");
        assertThat(openMetrics.head()).containsIgnoringCase("content-type: application/openmetrics-text");
        assertThat(openMetrics.body()).endsWith("# EOF\n");
    }

    @Test
    void theProcessIsHealthyAsLongAsItsLoopsTurn() throws IOException {
        recorder.tick(clock.nanos());
        clock.advance(Duration.ofSeconds(5));
        assertThat(get("/health").status()).isEqualTo(200);
        assertThat(get("/health").json()).containsEntry("ok", true);

        clock.advance(Duration.ofSeconds(2));

        assertThat(get("/health").status()).isEqualTo(503);
        assertThat(get("/health").json())
                .containsEntry("problems", List.of("Event loop 0 has not turned for 7 s."))
                .containsEntry("loops", List.of(Map.of("seconds_since_tick", 7.0)));
    }

    @Test
    void loopsThatHaveNotBegunAreNoIllness() throws IOException {
        clock.advance(Duration.ofSeconds(60));

        assertThat(get("/health").status()).isEqualTo(200);
    }

    @Test
    void bomaIsReadyWhileItServes() throws IOException {
        assertThat(get("/ready").status()).isEqualTo(200);

        phase = Phase.STOPPING;

        assertThat(get("/ready").status()).isEqualTo(503);
        assertThat(get("/ready").json()).containsEntry("problems", List.of("Boma is stopping."));
    }

    @Test
    void readinessNamesThePoolAndTheStateOfItsNodes() throws IOException {
        assertThat(get("/ready").json().get("pools").toString())
                .contains(
                        "name=read", "node=http://127.0.0.1:8889", "state=up", "address=127.0.0.1:8889", "in_flight=0");
    }

    @Test
    void aPoolWithoutANodeInServiceIsNotReady() throws Exception {
        List<Pool> dead = Samples.pools("push", "unix:/nowhere/one.sock", "unix:/nowhere/two.sock");
        log.rename(new Roster(List.of("public"), dead));
        try (var health = new Health(bug -> {
            throw new AssertionError(bug);
        })) {
            health.start(dead, Duration.ofSeconds(10));

            Reply reply = get("/ready");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.json()).containsEntry("problems", List.of("Pool \"push\" has no node in service."));
            assertThat(reply.body()).contains("\"node\":\"unix:/nowhere/two.sock\",\"state\":\"failing\"");
        }
    }

    @Test
    void anOperatorCanAskWhyAClientWasRefused() throws Exception {
        Entry entry = ledger.track(Client.parse("192.0.2.9"));
        entry.connect(10);
        entry.begin(10);
        entry.countRequest();
        entry.countRefused();
        entry.hold(4096, 4096);
        ledger.apply(new Change.Banned(Client.parse("192.0.2.9"), Duration.ofMinutes(5), "per client"));
        recorder.finished(Samples.denied("192.0.2.9", "per client"), clock.nanos());
        assertThat(log.flush(Duration.ofSeconds(10))).isTrue();

        Map<String, Object> why = get("/why?client=192.0.2.9").json();

        assertThat(why)
                .containsEntry("client", "192.0.2.9")
                .containsEntry("known", true)
                .containsEntry("banned", true)
                .containsEntry("connections", 1L)
                .containsEntry("in_flight", 1L)
                .containsEntry("buffered_bytes", 4096L)
                .containsEntry("requests", 1L)
                .containsEntry("refused", 1L)
                .containsEntry("failed", 0L);
        assertThat(why.get("ban").toString()).contains("reason=per client", "remaining_seconds=300", "T00:05:00Z");
        assertThat(why.get("refusals").toString())
                .contains("id=000000000000029b", "call=unknown", "status=429", "reason=rate-limited", "by=per client");
    }

    @Test
    void aClientThatNobodyKnowsIsToldAsSuch() throws IOException {
        assertThat(get("/why?client=2001%3Adb8%3A%3A7").json())
                .containsEntry("client", "2001:db8::/64")
                .containsEntry("known", false)
                .containsEntry("banned", false)
                .containsEntry("refusals", List.of())
                .doesNotContainKey("requests");
        assertThat(ledger.size()).isZero();
    }

    @Test
    void whatIsNoClientIsAMistake() throws IOException {
        for (String query :
                List.of("", "?client=", "?client=nobody", "?who=192.0.2.1", "?client=%zz", "?client=circuit:1")) {
            assertThat(get("/why" + query).status()).as(query).isEqualTo(400);
        }
    }

    @Test
    void nothingElseIsHere() throws IOException {
        for (String target : List.of("/metric", "/metrics/", "/..", "/admin", "/%2e", "//metrics")) {
            assertThat(get(target).status()).as(target).isEqualTo(404);
        }
        assertThat(get("/" + "x".repeat(2000)).status()).isEqualTo(414);
    }

    @Test
    void nothingCanBeChanged() throws IOException {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
            Reply reply = send(method + " /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n");

            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.head()).containsIgnoringCase("allow: GET, HEAD");
        }
        assertThat(send("HEAD /metrics HTTP/1.1\r\nHost: localhost\r\n").status())
                .isEqualTo(200);
        assertThat(send("HEAD /metrics HTTP/1.1\r\nHost: localhost\r\n").body()).isEmpty();
    }

    /// Else whoever announces a large body and sends nothing would keep a place for as long as he likes.
    @Test
    void bodiesAreNotWaitedFor() throws IOException {
        for (String body : List.of("Content-Length: 1000000000", "Transfer-Encoding: chunked")) {
            long begin = System.nanoTime();

            Reply post = send("POST /metrics HTTP/1.1\r\nHost: localhost\r\n" + body + "\r\n");
            Reply get = send("GET /health HTTP/1.1\r\nHost: localhost\r\n" + body + "\r\n");

            assertThat(post.status()).isEqualTo(405);
            assertThat(get.status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1500));
        }
    }

    @Test
    void nobodyKeepsAPlaceBetweenTwoRequests() throws IOException {
        assertThat(get("/health").head()).containsIgnoringCase("connection: close");
    }

    @Test
    void silentConnectionsDoNotKeepOperatorsOut() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) silent.add(connect());
            silent.getFirst().getOutputStream().write('G');

            assertThat(get("/health").status()).isEqualTo(200);

            for (Socket socket : silent)
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } finally {
            for (Socket socket : silent) socket.close();
        }
    }

    @Test
    void aPageOfSomebodyElseCannotAskThroughABrowser() throws IOException {
        Reply reply = send("GET /metrics HTTP/1.1\r\nHost: evil.example:8890\r\n");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).doesNotContain("boma_");
    }

    @Test
    void aTakenPortIsToldInASentence() {
        var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), port());

        assertThatThrownBy(() -> AdminApi.start(new AdminConfig(taken, false, Set.of()), metrics, wellbeing(), why()))
                .isInstanceOf(IOException.class)
                .hasMessage("server.admin (or --admin): cannot listen on 127.0.0.1:%d: address already in use", port());
    }

    @Test
    void offListensNowhere() throws IOException {
        try (var off = AdminApi.start(AdminConfig.off(), metrics, wellbeing(), why())) {
            assertThat(off.address()).isEqualTo("off");
        }
    }

    @Test
    void aBugIsAnsweredWith500() throws IOException {
        phase = null;

        assertThat(get("/ready").status()).isEqualTo(500);
        assertThat(get("/health").status()).isEqualTo(200);
    }

    private record Reply(int status, String head, String body) {
        Map<String, Object> json() {
            return LogLines.object(body);
        }
    }

    private Reply get(String target, String... fields) throws IOException {
        String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        return send("GET " + target + " HTTP/1.1\r\nHost: " + api.address() + "\r\n" + more);
    }

    private Reply send(String head) throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            String reply = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            int end = reply.indexOf("\r\n\r\n");
            return new Reply(
                    Integer.parseInt(reply.substring(9, 12)), reply.substring(0, end), reply.substring(end + 4));
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private int port() {
        return Integer.parseInt(api.address().replaceFirst(".*:", ""));
    }
}
