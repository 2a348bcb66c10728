package boma.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import boma.net.RefusingPort;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String WELL = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private final AtomicBoolean socketsLeft = new AtomicBoolean(true);
    private final BlockingQueue<String> turnedDown = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> bugs = new LinkedBlockingQueue<>();
    private final Health health = new Health(this::open, bug -> bugs.add(bug.toString()));

    @AfterEach
    void stop() {
        health.close();
    }

    private SocketChannel open(ProtocolFamily family) throws IOException {
        if (socketsLeft.get()) return SocketChannel.open(family);
        turnedDown.add("");
        throw new SocketException("Too many open files");
    }

    private Node started(String url, String how) throws InterruptedException {
        Pool pool = Pools.read(
                "nodes = [\"" + url + "\"]\nhealth = { every = \"10ms\", " + how + " }\n",
                (_, state, why) -> changes.add(state + ": " + why));
        health.start(List.of(pool), PATIENCE);
        return pool.node(0);
    }

    private String nextChange() throws InterruptedException {
        String change = changes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return change == null ? "nothing changed" : change;
    }

    private static String info(Duration age) {
        LocalDateTime head = LocalDateTime.ofInstant(Instant.now().minus(age), ZoneOffset.UTC);
        String body = "{\"server_version\":\"d133c641\",\"head_block_time\":\""
                + head.withNano(500_000_000).toString().substring(0, 23) + "\",\"head_block_num\":7}";
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    @Test
    void aNodeWithAYoungHeadIsWell() throws Exception {
        try (var node = Respondent.onPort(info(Duration.ofSeconds(1)))) {
            var asked = started(node.url(), "timeout = \"10s\"");

            assertThat(asked.state()).isEqualTo(Node.State.UP);
            assertThat(asked.headAgeMillis()).isBetween(0L, 60_000L);
            assertThat(node.asked.take())
                    .startsWith("GET /v1/chain/get_info HTTP/1.1\r\n")
                    .contains("\r\nHost: 127.0.0.1:")
                    .contains("\r\nConnection: close\r\n");
        }
        assertThat(changes).isEmpty();
    }

    @Test
    void aNodeWhoseClockIsAheadIsWell() throws Exception {
        try (var node = Respondent.onPort(info(Duration.ofSeconds(-30)))) {
            var asked = started(node.url(), "timeout = \"10s\"");

            assertThat(asked.state()).isEqualTo(Node.State.UP);
            assertThat(asked.headAgeMillis()).isZero();
        }
    }

    @Test
    void aNodeWithAnOldHeadLeavesAtOnceAtTheStart() throws Exception {
        try (var node = Respondent.onPort(info(Duration.ofMinutes(10)))) {
            var asked = started(node.url(), "timeout = \"10s\"");

            assertThat(asked.state()).isEqualTo(Node.State.DOWN_STALE);
            assertThat(nextChange()).matches("DOWN_STALE: its head block is (599|600|601) s old");
        }
    }

    @Test
    void howOldAHeadMayBeIsTheOperatorsChoice() throws Exception {
        try (var node = Respondent.onPort(info(Duration.ofMinutes(10)))) {
            var asked = started(node.url(), "timeout = \"10s\", head-age = \"1h\"");

            assertThat(asked.state()).isEqualTo(Node.State.UP);
        }
    }

    @Test
    void aNodeThatFallsBehindLeavesAndComesBackWhenItHasCaughtUp() throws Exception {
        try (var node = Respondent.onPort(info(Duration.ZERO))) {
            var asked = started(node.url(), "timeout = \"10s\", fall = 3, rise = 2, head-age = \"30s\"");

            node.answer = info(Duration.ofHours(1));
            assertThat(nextChange()).startsWith("DOWN_STALE: its head block is ");

            node.answer = info(Duration.ZERO);
            assertThat(nextChange()).isEqualTo("UP: it is well again");
            assertThat(asked.state()).isEqualTo(Node.State.UP);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\n{}           | get_info has no head_block_time",
                "HTTP/1.1 200 OK\\r"
                        + "\\n"
                        + "\\r"
                        + "\\n"
                        + "{\"head_block_time\":\"2026-99-99T99:99:99.000\"} | get_info has no head_block_time",
                "HTTP/1.1 500 Internal Service Error\\r\\n\\r\\n{\"head_block_time\":\"2100-01-01T00:00:00.000\"} "
                        + "| health question answered HTTP/1.1 500",
                "HTTP/1.1 404 Not Found\\r\\n\\r\\n                            | health question answered HTTP/1.1 404",
                "SSH-2.0-OpenSSH_9.2p1 Debian\\r"
                        + "\\n"
                        + "                            | health question answered SSH-2.0-Open: bad-version",
                "\\0\\33[31mboo                                         | health question answered ??[31mboo:"
                        + " bad-version",
            })
    void aNodeThatDoesNotAnswerWellIsDown(String answer, String why) throws Exception {
        String text = answer.strip().translateEscapes();
        try (var node = Respondent.onPort(text)) {
            var asked = started(node.url(), "timeout = \"10s\"");

            assertThat(asked.state()).isEqualTo(Node.State.DOWN_FAILING);
            assertThat(nextChange()).isEqualTo("DOWN_FAILING: " + why);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.1 204 No Content\r\n\r\n"})
    void anotherServerMayKeepTheConnectionAfterItsAnswer(String answer) throws Exception {
        try (var node = Respondent.onPort(answer)) {
            node.keepsOpen = true;
            var asked = started(node.url(), "kind = \"http\", timeout = \"10m\"");

            assertThat(asked.state()).isEqualTo(Node.State.UP);
            assertThat(node.over.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(changes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 9", "X: y"})
    void aNodeMayKeepTheConnectionAfterItsAnswer(String framing) throws Exception {
        String whole = info(Duration.ofSeconds(1));
        String answer = framing.startsWith("X") ? whole.replaceFirst("Content-Length: \\d+", framing) : whole;
        try (var node = Respondent.onPort(answer)) {
            node.keepsOpen = true;
            var asked = started(node.url(), "timeout = \"10m\"");

            assertThat(asked.state()).isEqualTo(Node.State.UP);
            assertThat(asked.headAgeMillis()).isBetween(0L, 60_000L);
            assertThat(node.over.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void anAnswerInChunksAndAfterAnInterimOneIsRead() throws Exception {
        String body = info(Duration.ofSeconds(1)).replaceFirst("(?s).*\r\n\r\n", "");
        String answer = "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n"
                + body.substring(0, 3) + "\r\n" + Integer.toHexString(body.length() - 3) + "\r\n" + body.substring(3)
                + "\r\n0\r\n\r\n";
        try (var node = Respondent.onPort(answer)) {
            node.keepsOpen = true;
            var asked = started(node.url(), "timeout = \"10m\"");

            assertThat(asked.state()).isEqualTo(Node.State.UP);
        }
    }

    /// Clients of such a node would get 502 for everything.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 9999 | closed early",
                "Content-Length: 10\\r\\nContent-Length: 20 | several-content-lengths",
                "Transfer-Encoding: chunked | bad-chunk-size",
                "Content-Length: 5\\r\\nTransfer-Encoding: chunked | two-framings",
                "Bad Name: x | space-before-colon",
            })
    void aNodeWhoseAnswersAreNotStrictHttpIsDown(String framing, String fault) throws Exception {
        String answer = info(Duration.ofSeconds(1)).replaceFirst("Content-Length: \\d+", framing.translateEscapes());
        try (var node = Respondent.onPort(answer)) {
            var asked = started(node.url(), "timeout = \"10s\"");

            assertThat(asked.state()).isEqualTo(Node.State.DOWN_FAILING);
            assertThat(nextChange()).isEqualTo("DOWN_FAILING: health question answered HTTP/1.1 200: " + fault);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK\\r\\ncontent-length:2\\r\\n\\r\\n{}  | get_info has no head_block_time",
                "HTTP/1.1 503 Busy\\r\\nContent-Length: 9\\r\\n\\r\\n | health question answered HTTP/1.1 503",
            })
    void aNodeThatKeepsTheConnectionAfterABadAnswerIsJudgedByIt(String answer, String why) throws Exception {
        try (var node = Respondent.onPort(answer.strip().translateEscapes())) {
            node.keepsOpen = true;
            started(node.url(), "timeout = \"10m\"");

            assertThat(nextChange()).isEqualTo("DOWN_FAILING: " + why);
        }
    }

    @Test
    void anAnswerThatStopsBeforeItsEndIsWaitedFor() throws Exception {
        try (var node = Respondent.onPort("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}")) {
            node.keepsOpen = true;
            started(node.url(), "timeout = \"30ms\"");

            assertThat(nextChange()).isEqualTo("DOWN_FAILING: no answer to the health question in 30 ms");
        }
    }

    @Test
    void withoutADescriptorForTheQuestionANodeStaysWhatItWas() throws Exception {
        try (var node = Respondent.onPort(info(Duration.ZERO))) {
            socketsLeft.set(false);
            var asked = started(node.url(), "timeout = \"10s\", fall = 1");
            for (int i = 0; i < 3; i++) turnedDown.take();

            assertThat(asked.state()).isEqualTo(Node.State.UP);
            assertThat(changes).isEmpty();

            socketsLeft.set(true);
            node.asked.take();
            node.answer = "HTTP/1.1 500 No\r\n\r\n";
            assertThat(nextChange()).startsWith("DOWN_FAILING: ");

            socketsLeft.set(false);
            turnedDown.clear();
            for (int i = 0; i < 3; i++) turnedDown.take();
            assertThat(asked.state()).isEqualTo(Node.State.DOWN_FAILING);
        }
    }

    @Test
    void aNodeThatHangsIsDownWhenTheTimeIsOver() throws Exception {
        try (var node = Respondent.onPort("")) {
            var asked = started(node.url(), "timeout = \"30ms\"");

            assertThat(asked.state()).isEqualTo(Node.State.DOWN_FAILING);
            assertThat(nextChange()).isEqualTo("DOWN_FAILING: no answer to the health question in 30 ms");
        }
    }

    @Test
    void aNodeThatIsNotThereIsDown() throws Exception {
        try (var nobody = new RefusingPort()) {
            var asked = started("http://" + nobody.address(), "timeout = \"10s\"");

            assertThat(asked.state()).isEqualTo(Node.State.DOWN_FAILING);
            assertThat(nextChange()).isEqualTo("DOWN_FAILING: Connection refused");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK", "HTTP/1.0 204 No Content", "HTTP/1.1 299"})
    void anotherServerIsWellIfItAnswersWithSuccess(String statusLine) throws Exception {
        try (var node = Respondent.onPort(statusLine + "\r\n\r\n")) {
            var asked = started(node.url(), "kind = \"http\", path = \"/health?deep=1\", timeout = \"10s\"");

            assertThat(asked.state()).isEqualTo(Node.State.UP);
            assertThat(asked.headAgeMillis()).isEqualTo(-1);
            assertThat(node.asked.take()).startsWith("GET /health?deep=1 HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 302 Found", "HTTP/1.1 2000 OK", "HTTP/2.0 200 OK", "200 OK", "HTTP/1.1 20"})
    void anotherServerIsNotWellOtherwise(String statusLine) throws Exception {
        try (var node = Respondent.onPort(statusLine + "\r\n\r\n")) {
            var asked = started(node.url(), "kind = \"http\", timeout = \"10s\"");

            assertThat(asked.state()).isEqualTo(Node.State.DOWN_FAILING);
        }
    }

    @Test
    void aNodeOnAUnixSocketIsAsked(@TempDir Path directory) throws Exception {
        var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(directory.resolve("nodeos.sock")));
        try (var node = new Respondent(listening, info(Duration.ofSeconds(1)))) {
            var asked = started(node.url(), "timeout = \"10s\"");

            assertThat(asked.state()).isEqualTo(Node.State.UP);
            assertThat(node.asked.take()).contains("\r\nHost: localhost\r\n");
        }
    }

    @Test
    void withoutHealthQuestionsNobodyIsAsked() throws Exception {
        try (var node = Respondent.onPort(WELL)) {
            started(node.url(), "kind = \"none\"");

            assertThat(node.asked).isEmpty();
        }
    }

    @Test
    void theStartWaitsForEveryNodeThoughOthersWereAskedManyTimes() throws Exception {
        try (var quick = Respondent.onPort(info(Duration.ofSeconds(1)));
                var slow = Respondent.onPort("")) {
            Pool pool = Pools.read(
                    "nodes = [\"" + quick.url() + "\", \"" + slow.url()
                            + "\"]\nhealth = { every = \"10ms\", timeout = \"300ms\" }",
                    (_, _, _) -> {});

            health.start(List.of(pool), PATIENCE);

            assertThat(pool.node(1).state()).isEqualTo(Node.State.DOWN_FAILING);
        }
    }

    @Test
    void theStartWaitsNoLongerThanItsPatience() throws Exception {
        try (var node = Respondent.onPort("")) {
            Pool pool = Pools.read("nodes = [\"" + node.url() + "\"]\nhealth = { timeout = \"1h\" }", (_, _, _) -> {});

            health.start(List.of(pool), Duration.ofMillis(10));

            assertThat(pool.node(0).state()).isEqualTo(Node.State.UP);
        }
    }

    @Test
    void theEndOfTheQuestionsIsNotTheNodesFault() throws Exception {
        try (var node = Respondent.onPort(info(Duration.ZERO))) {
            started(node.url(), "timeout = \"1h\", fall = 1");
            node.answer = "";
            node.waiting.take();

            health.close();
            node.over.take(); // he has given up

            assertThat(changes).isEmpty();
        }
    }
}
