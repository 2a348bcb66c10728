package boma.scenario;

import static boma.scenario.FakeNode.echoing;
import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;

import boma.scenario.Wire.Ending;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// WebSockets: after the handshake Boma passes bytes in both directions and has no opinion about them.
class TunnelTest {
    private static final String UPGRADE = """
        GET /ws HTTP/1.1\r
        Host: a\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Key: abc\r
        \r
        """;
    private static final String SWITCHING = """
        HTTP/1.1 101 Switching Protocols\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Accept: x\r
        \r
        """;

    @AutoClose
    private final Stage stage = new Stage();

    /// Agrees, then sends back what it is sent until the end.
    private static FakeNode.Script mirror() {
        return wire -> {
            wire.request();
            wire.send(SWITCHING);
            for (String s; (s = wire.some()) != null; ) wire.send(s);
        };
    }

    private static Message handshake(Wire client) throws Exception {
        client.send(UPGRADE);
        Message answer = client.answer();
        assertThat(answer.status()).isEqualTo(101);
        return answer;
    }

    @Test
    void theHandshakePassesAndThenBytesInBothDirections() throws Exception {
        FakeNode node = stage.node(mirror());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        Message answer = handshake(client);

        assertThat(answer.fields()).contains("Connection: upgrade", "Upgrade: websocket", "Sec-WebSocket-Accept: x");
        assertThat(node.request().field("Connection")).isEqualToIgnoringCase("upgrade");
        assertThat(node.request().field("Upgrade")).isEqualTo("websocket");
        for (String s : new String[] {"hello", "\0\r\n\r\n", "GET / HTTP/1.1\r\n\r\n"}) {
            client.send(s);
            assertThat(client.read(s.length())).isEqualTo(s);
        }
    }

    @Test
    void aBanEndsItToo() throws Exception {
        FakeNode node = stage.node(mirror());
        Boma boma = stage.add(Boma.setup()
                .also("[[limit]]\nname = 'never'\nmatch = { path = '/never' }\nkey = 'client'\nrate = '1/1h'\n"
                        + "burst = 1\nover = 'ban 1h'")
                .start(node));
        Wire tunnel = stage.client(boma);
        handshake(tunnel);
        Wire other = stage.client(boma);
        for (int i = 0; i < 2; i++)
            other.send("GET /never HTTP/1.1\r\nHost: a\r\n\r\n").answer();

        tunnel.send("anybody there?");

        assertThat(tunnel.ending()).isEqualTo(Ending.RESET);
    }

    @Test
    void muchPassesInBothDirectionsAtOnce() throws Exception {
        FakeNode node = stage.node(mirror());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);
        String much = "0123456789abcdef".repeat(5_000_000 / 16);

        handshake(client);
        Thread sender = Thread.ofVirtual().start(() -> client.sendQuietly(much));

        assertThat(client.read(much.length())).isEqualTo(much);
        sender.join();
    }

    @Test
    void bytesRightBehindTheNodesAgreementBelongToTheTunnel() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send(SWITCHING + "first words");
            wire.ending();
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        handshake(client);

        assertThat(client.read(11)).isEqualTo("first words");
    }

    @Test
    void bytesThatTheClientSentAheadReachTheNode() throws Exception {
        FakeNode node = stage.node(mirror());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(UPGRADE + "ahead");
        assertThat(client.answer().status()).isEqualTo(101);

        assertThat(client.read(5)).isEqualTo("ahead");
    }

    @Test
    void theNodesLastWordsArriveBeforeTheEnd() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send(SWITCHING);
            wire.send("x".repeat(3_000_000) + "bye");
        });
        Boma boma = stage.before(node);
        Wire client = stage.add(Wire.narrow(boma.address()));

        handshake(client);

        assertThat(client.rest()).hasSize(3_000_003).endsWith("bye");
    }

    @Test
    void theClientsLastWordsArriveBeforeTheEnd() throws Exception {
        var heard = new AtomicReference<String>();
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send(SWITCHING);
            heard.set(wire.rest());
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        handshake(client);
        client.send("x".repeat(3_000_000) + "bye");
        client.close();

        Await.until("the node hears the end", () -> heard.get() != null);
        assertThat(heard.get()).hasSize(3_000_003).endsWith("bye");
    }

    @Test
    void oneDirectionMayEndBeforeTheOther() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send(SWITCHING);
            String heard = wire.rest();
            wire.send("you said " + heard);
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        handshake(client);
        client.send("all");
        client.halfClose();

        assertThat(client.rest()).isEqualTo("you said all");
    }

    @Test
    void aClientThatIsGoneEndsTheTunnel() throws Exception {
        var ended = new CountDownLatch(1);
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send(SWITCHING);
            wire.ending();
            ended.countDown();
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        handshake(client);
        client.reset();

        ended.await();
    }

    @Test
    void aTunnelInWhichNothingMovesEnds() throws Exception {
        var ended = new CountDownLatch(1);
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send(SWITCHING);
            wire.ending();
            ended.countDown();
        });
        Boma boma = stage.add(
                Boma.setup().listener("timeouts = { tunnel = '150ms' }").start(node));
        Wire client = stage.client(boma);

        handshake(client);

        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        ended.await();
    }

    @Test
    void aNodeThatDeclinesAnswersAsUsual() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(UPGRADE);
        assertThat(client.answer().gist()).isEqualTo("200 GET /ws ");
        client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.answer().gist()).isEqualTo("200 GET /next ");
    }

    @Test
    void noOtherProtocolIsOffered() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(UPGRADE.replace("websocket", "h2c"));
        client.answer();

        assertThat(node.request().has("Upgrade")).isFalse();
        assertThat(node.request().has("Connection")).isFalse();
    }

    @Test
    void aNodeThatSwitchesUnaskedGivesABadAnswer() throws Exception {
        FakeNode node = stage.node(
                wire -> {
                    wire.request();
                    wire.send(SWITCHING + ok("behind"));
                    wire.ending();
                },
                echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.answer().gist()).isEqualTo("502 node_bad_answer");
        client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.answer().gist()).isEqualTo("200 GET /next ");
    }
}
