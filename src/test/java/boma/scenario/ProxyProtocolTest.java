package boma.scenario;

import static boma.scenario.FakeNode.echoing;
import static org.assertj.core.api.Assertions.assertThat;

import boma.scenario.Wire.Ending;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A listener that wants every connection to begin with a PROXY header, as Tor and other proxies send it.
class ProxyProtocolTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String V1 = "PROXY TCP4 192.0.2.7 203.0.113.1 4711 80\r\n";
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";
    private static final String V2 = SIGNATURE
            + bytes(0x21, 0x11, 0, 12) // PROXY, TCP over IPv4, so many bytes
            + bytes(192, 0, 2, 8)
            + bytes(203, 0, 113, 1)
            + bytes(0x12, 0x67, 0, 80);
    private static final String V2_LOCAL = SIGNATURE + bytes(0x20, 0, 0, 0);
    private static final String CIRCUIT = "PROXY TCP6 fc00:dead:beef:4dad::29a ::1 666 80\r\n";

    @AutoClose
    private final Stage stage = new Stage();

    private static String bytes(int... values) {
        return new String(values, 0, values.length);
    }

    private Boma requiring(FakeNode node) throws Exception {
        return stage.add(
                Boma.setup().listener("proxy-protocol = 'required'").turning(V1).start(node));
    }

    @Test
    void theHeaderSaysWhoConnects() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = requiring(node);

        for (String header : new String[] {V1, V2, V2_LOCAL, "PROXY UNKNOWN\r\n"}) {
            Wire client = stage.client(boma);
            client.send(header + GET);
            assertThat(client.answer().status()).isEqualTo(200);
        }

        assertThat(node.requests().stream().map(r -> r.field("X-Real-IP")))
                .containsExactly("192.0.2.7", "192.0.2.8", "127.0.0.1", "127.0.0.1");
    }

    @Test
    void theHeaderIsReadOncePerConnection() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = requiring(node);
        Wire client = stage.client(boma);

        client.send(V1 + GET + GET + V1);

        assertThat(client.answer().status()).isEqualTo(200);
        assertThat(client.answer().status()).isEqualTo(200);
        assertThat(client.answer().gist()).isEqualTo("400 bad_request");
    }

    @Test
    void aTorCircuitIsAClientOfItsOwn() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = requiring(node);
        Wire client = stage.client(boma);

        client.send(CIRCUIT + GET);
        client.answer();

        assertThat(node.request().field("X-Forwarded-For")).isEqualTo("fc00:dead:beef:4dad::29a");
        Await.until("the request has ended", () -> boma.why("circuit:0/29a").contains("\"requests\":1,"));
        assertThat(boma.why("circuit:0/29a")).contains("\"known\":true", "\"connections\":1,");
    }

    @Test
    void theHeaderMayBeCutAnywhere() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = requiring(node);

        for (String header : new String[] {V1, V2, CIRCUIT}) {
            String whole = header + GET;
            for (int cut = 1; cut < whole.length(); cut++) {
                try (Wire client = boma.connect()) {
                    client.send(whole.substring(0, cut));
                    boma.turn();
                    client.send(whole.substring(cut));
                    assertThat(client.answer().status()).as("cut at %d", cut).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void whatIsNoHeaderIsReset() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = requiring(node);

        for (String bad : new String[] {
            GET,
            "PROXY TCP4 1.2.3.4\r\n" + GET,
            "PROXY TCP4 1.2.3.4 5.6.7.8 1 99999\r\n" + GET,
            "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\n" + GET,
            "PROXY " + "x".repeat(200),
            SIGNATURE + bytes(0x31, 0x11, 0, 12) + "x".repeat(12) + GET,
            SIGNATURE + bytes(0x21, 0x11, 0, 4) + "xxxx" + GET
        }) {
            Wire client = stage.client(boma);
            client.send(bad);
            assertThat(client.ending()).as(bad).isEqualTo(Ending.RESET);
            assertThat(client.unread()).as(bad).isEmpty();
        }

        assertThat(node.connections()).isZero();
        boma.await("boma_connections_refused_total", "bad-proxy-header", 7);
    }

    @Test
    void aHeaderThatIsNotCompletedIsTold() throws Exception {
        Boma boma = requiring(stage.node(echoing()));

        stage.client(boma).close(); // a probe, of which nobody wants to hear
        stage.client(boma).send("PROXY TCP4 1.2.3").halfClose();

        boma.await("boma_connections_refused_total", "by=\"truncated\"", 1);
        boma.await("boma_connections_refused_total", "bad-proxy-header", 1);
    }

    @Test
    void twoCircuitsAreTwoClients() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup()
                .listener("proxy-protocol = 'required'")
                .also("[[limit]]\nname = 'one'\nkey = 'client'\nrate = '1/1h'")
                .start(node));
        Wire first = stage.client(boma);
        Wire second = stage.client(boma);

        first.send(CIRCUIT + GET + GET);
        second.send(CIRCUIT.replace("29a", "29b") + GET);

        assertThat(first.answer().status()).isEqualTo(200);
        assertThat(first.answer().gist()).isEqualTo("429 rate_limited");
        assertThat(second.answer().status()).isEqualTo(200);
    }
}
