package boma.scenario;

import static boma.scenario.FakeNode.echoing;
import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.scenario.FakeNode.Script;
import boma.scenario.Wire.Ending;
import java.io.EOFException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Nodes that break the rules. No client ever takes a broken answer for a whole one, and no client ever gets what was
/// meant for another.
class BadNodesTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

    @AutoClose
    private final Stage stage = new Stage();

    /// Answers the first request on its first connection with these bytes and then waits; later connections are good.
    private FakeNode nodeSaying(String bytes) throws Exception {
        Script bad = wire -> {
            wire.request();
            wire.send(bytes);
            wire.ending();
        };
        return stage.node(bad, echoing());
    }

    @Test
    void whatIsNoAnswerBecomesABadGateway() throws Exception {
        List<String> bad = List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 205 Reset Content\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
                "HTTP/1.1 200 OK\r\nX: 1\r\n folded\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX : 1\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 99 Low\r\n\r\n",
                "HTTP/1.1 OK\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "\0\0\0\0",
                "HTTP/1.1 200 OK\r\n" + "X-Long: 0123456789abcdef\r\n".repeat(700) + "\r\n",
                "HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n");
        for (String bytes : bad) {
            FakeNode node = nodeSaying(bytes);
            Boma boma = stage.before(node);
            Wire client = stage.client(boma);

            client.send(GET);
            assertThat(client.answer().gist()).as(bytes).isEqualTo("502 node_bad_answer");
            client.send(NEXT);
            assertThat(client.answer().gist()).as(bytes).isEqualTo("200 GET /next ");

            assertThat(node.connections()).as(bytes).isEqualTo(2);
        }
    }

    @Test
    void aBodyThatTurnsOutBadOnTheWayEndsTheClientsConnection() throws Exception {
        var passed = new CountDownLatch(1);
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            passed.await();
            wire.send("5 \r\nworld\r\n0\r\n\r\n");
            wire.ending();
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(GET);
        client.until("hello\r\n");
        passed.countDown();

        client.ending();
        assertThat(client.unread()).isEmpty();
    }

    @Test
    void bytesBehindAnAnswerAreNobodysAnswer() throws Exception {
        FakeNode node = nodeSaying(ok("mine") + ok("evil"));
        Boma boma = stage.before(node);
        Wire first = stage.client(boma);
        Wire second = stage.client(boma);

        first.send(GET + NEXT);
        assertThat(first.answer().gist()).isEqualTo("200 mine");
        assertThat(first.answer().gist()).isEqualTo("200 GET /next ");
        second.send(NEXT);
        assertThat(second.answer().gist()).isEqualTo("200 GET /next ");

        assertThat(node.connections()).isEqualTo(2);
    }

    @Test
    void bytesBehindAnAnswerInChunksAreNobodysAnswer() throws Exception {
        FakeNode node =
                nodeSaying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nmine\r\n0\r\n\r\n" + ok("evil"));
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(GET + NEXT);

        assertThat(client.answer().gist()).isEqualTo("200 mine");
        assertThat(client.answer().gist()).isEqualTo("200 GET /next ");
    }

    /// The answer ends exactly where a read can end, so that Boma cannot see what is behind it. At a Unix socket, where
    /// the kernel does not happen to cut there too.
    @Test
    void bytesBehindAnAnswerThatFillsABufferAreNobodysAnswer() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 65000\r\n";
        String whole = head + "X: " + "x".repeat(65_536 - 65_000 - head.length() - 7) + "\r\n\r\n" + "y".repeat(65_000);
        assertThat(whole).hasSize(65_536);
        Script bad = wire -> {
            wire.request();
            wire.send(whole + ok("evil"));
            wire.ending();
        };
        FakeNode node = stage.add(FakeNode.onUnixSocket(stage.directory().resolve("node"), bad, echoing()));
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(GET + NEXT);

        assertThat(client.answer().body()).hasSize(65_000);
        assertThat(client.answer().gist()).isEqualTo("200 GET /next ");
    }

    @Test
    void aBodyWhereNoneMayBeIsNobodysAnswer() throws Exception {
        for (String status : new String[] {"204 No Content", "304 Not Modified"}) {
            FakeNode node = nodeSaying("HTTP/1.1 " + status + "\r\n\r\n" + ok("evil"));
            Boma boma = stage.before(node);
            Wire client = stage.client(boma);

            client.send(GET + NEXT);

            assertThat(client.answer().start()).isEqualTo("HTTP/1.1 " + status);
            assertThat(client.answer().gist()).isEqualTo("200 GET /next ");
        }
    }

    @Test
    void aNodeThatSpeaksUnaskedIsHungUpOn() throws Exception {
        var hungUp = new CountDownLatch(1);
        var speak = new CountDownLatch(1);
        Script unasked = wire -> {
            wire.request();
            wire.send(ok("mine"));
            speak.await();
            wire.send(ok("evil"));
            wire.ending();
            hungUp.countDown();
        };
        FakeNode node = stage.node(unasked, echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(GET);
        assertThat(client.answer().gist()).isEqualTo("200 mine");
        speak.countDown();
        hungUp.await();

        client.send(NEXT);
        assertThat(client.answer().gist()).isEqualTo("200 GET /next ");
    }

    @Test
    void anAnswerThatEndsEarlyNeverLooksWhole() throws Exception {
        List<String> cut = List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r");
        for (String bytes : cut) {
            FakeNode node = stage.node(wire -> {
                wire.request();
                wire.send(bytes);
            });
            Boma boma = stage.before(node);
            Wire client = stage.client(boma);

            client.send(GET);

            assertThatThrownBy(client::answer).as(bytes).isInstanceOf(EOFException.class);
            assertThat(node.connections()).as(bytes).isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatIsResetNeverLooksWhole() throws Exception {
        for (String framing : new String[] {"Content-Length: 10\r\n", "Transfer-Encoding: chunked\r\n", ""}) {
            var seen = new CountDownLatch(1);
            FakeNode node = stage.node(wire -> {
                wire.request();
                wire.send("HTTP/1.1 200 OK\r\n" + framing + "\r\n" + "5\r\nhello");
                seen.await();
                wire.reset();
            });
            Boma boma = stage.before(node);
            Wire client = stage.client(boma);

            client.send(GET);
            client.until("hello");
            seen.countDown();

            Ending ending = client.ending();
            assertThat(client.unread()).isEmpty();
            if (framing.isEmpty()) assertThat(ending).isEqualTo(Ending.RESET);
        }
    }

    @Test
    void aHeadThatEndsEarlyIsABadGateway() throws Exception {
        for (String bytes : new String[] {"H", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r"}) {
            FakeNode node = stage.node(wire -> {
                wire.request();
                wire.send(bytes);
            });
            Boma boma = stage.before(node);
            Wire client = stage.client(boma);

            client.send(GET);

            assertThat(client.answer().gist()).as(bytes).isEqualTo("502 node_closed");
            assertThat(node.requests())
                    .as("a node that began to answer is not asked again")
                    .hasSize(1);
        }
    }

    @Test
    void aRefusalBehindAnInterimAnswerIsStillOne() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 garbage\r\n");
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(GET);

        assertThat(client.answer().status()).isEqualTo(103);
        assertThat(client.answer().gist()).isEqualTo("502 node_bad_answer");
    }
}
