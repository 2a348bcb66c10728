package boma.scenario;

import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;

import boma.scenario.Wire.Ending;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Nodes that answer before they have read the request whole.
class EarlyAnswersTest {
    private static final String TOO_LARGE = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 7\r\n\r\ntoo big";
    private static final String POST = "POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n";

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void theClientSeesTheAnswerWhileItStillSends() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.until("\r\n\r\n");
            wire.send(TOO_LARGE);
            wire.ending();
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(POST + "some");

        Message answer = client.answer();
        assertThat(answer.gist()).isEqualTo("413 too big");
        assertThat(answer.field("Connection")).isEqualTo("close");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
    }

    /// Such a node leaves bytes unread, so that its end is a reset, which may overtake the answer.
    @Test
    void theAnswerIsReadThoughTheNodeHasResetTheConnection() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.until("\r\n\r\n");
            wire.send(TOO_LARGE);
            wire.reset();
        });
        Boma boma = stage.before(node);

        for (int i = 0; i < 50; i++) {
            Wire client = stage.client(boma);
            client.send(POST + "x".repeat(500_000));
            assertThat(client.answer().gist()).isEqualTo("413 too big");
        }
    }

    @Test
    void aLargeEarlyAnswerArrivesWhole() throws Exception {
        String body = "0123456789".repeat(100_000);
        FakeNode node = stage.node(wire -> {
            wire.until("\r\n\r\n");
            wire.send(ok(body));
            wire.ending();
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(POST + "some");

        assertThat(client.answer().gist()).isEqualTo("200 " + body);
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
    }

    @Test
    void aBodyThatEndsDuringTheAnswerEndsWellForBoth() throws Exception {
        FakeNode node = stage.node(wire -> {
            String head = wire.until("\r\n\r\n");
            assertThat(head).startsWith("POST /up");
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
            wire.read(1_000_000);
            wire.send("4\r\nrest\r\n0\r\n\r\n");
            wire.ending();
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(POST + "some");
        client.until("half\r\n");
        client.send("x".repeat(999_996));

        assertThat(client.until("0\r\n\r\n")).isEqualTo("4\r\nrest\r\n0\r\n\r\n");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
    }

    @Test
    void aNodeThatIsGoneInTheMiddleOfARequestIsABadGateway() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.until("\r\n\r\n");
            wire.reset();
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(POST + "x".repeat(500_000));

        Message answer = client.answer();
        assertThat(answer.gist()).isEqualTo("502 node_closed");
        assertThat(node.connections()).isEqualTo(1);
    }
}
