package boma.scenario;

import static boma.scenario.FakeNode.echoing;
import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;

import boma.scenario.Wire.Ending;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Several requests on one connection, and which one is the last.
class KeepAliveTest {
    @AutoClose
    private final Stage stage = new Stage();

    /// After an orderly end the port would be of no use for a minute, and whoever sends HEAD would use up all of them.
    @Test
    void aNodeConnectionThatIsNotKeptGivesItsPortBackAtOnce() throws Exception {
        var ending = new CompletableFuture<Ending>();
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
            ending.complete(wire.ending());
        });
        Wire client = stage.client(stage.before(node));

        client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(client.answerToHead().status()).isEqualTo(200);
        assertThat(ending.get()).isEqualTo(Ending.RESET);
    }

    /// Some old clients send one behind a body.
    @Test
    void anEmptyLineBehindABodyIsNoRequest() throws Exception {
        Boma boma = stage.add(Boma.setup()
                .listener("timeouts = { head = '100ms', idle = '300ms' }")
                .start(stage.node(echoing())));
        Wire client = stage.client(boma);

        client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab\r\n");
        assertThat(client.answer().gist()).isEqualTo("200 POST /a ab");
        client.send("\r\n");

        assertThat(client.ending()).isEqualTo(Wire.Ending.CLOSED);
        assertThat(client.unread()).isEmpty();
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        for (int i = 0; i < 5; i++) {
            client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().gist()).isEqualTo("200 GET /" + i + " ");
        }

        assertThat(node.connections()).isEqualTo(1);
    }

    @Test
    void pipelinedRequestsReachTheNodeOneAtATimeAndAreAnsweredInOrder() throws Exception {
        FakeNode node = stage.node(wire -> {
            for (Message request; (request = wire.request()) != null; ) {
                assertThat(wire.unread()).isEmpty();
                wire.send(ok(request.asked() + request.body()));
            }
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
                + "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
                + "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(client.answer().gist()).isEqualTo("200 GET /1");
        assertThat(client.answer().gist()).isEqualTo("200 POST /2hello");
        assertThat(client.answer().gist()).isEqualTo("200 GET /3");
        assertThat(node.asked()).containsExactly("GET /1", "POST /2", "GET /3");
        assertThat(node.connections()).isEqualTo(1);
    }

    @Test
    void hundredsOfRequestsInOneSegmentAreAllAnswered() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("GET /again HTTP/1.1\r\nHost: a\r\n\r\n".repeat(500));

        for (int i = 0; i < 500; i++) assertThat(client.answer().status()).isEqualTo(200);
        assertThat(node.requests()).hasSize(500);
    }

    @Test
    void aRequestWithConnectionCloseIsTheLastOne() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /more HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(client.answer().field("Connection")).isEqualTo("close");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        assertThat(client.unread()).isEmpty();
        assertThat(node.asked()).containsExactly("GET /last");
    }

    @Test
    void aClientOfHttp10GetsOneAnswerAndTheEnd() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("GET /old HTTP/1.0\r\n\r\n");

        assertThat(client.answer().gist()).isEqualTo("200 GET /old ");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        assertThat(node.request().start()).isEqualTo("GET /old HTTP/1.1");
        assertThat(node.request().field("Host")).isEqualTo("localhost");
    }

    @Test
    void aClientOfHttp10MayAskToKeepTheConnection() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        for (int i = 0; i < 3; i++) {
            client.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(client.answer().field("Connection")).isEqualTo("keep-alive");
        }
    }

    @Test
    void aRefusedClientOfHttp10IsNotLeftWaitingForTheEnd() throws Exception {
        Boma boma = stage.add(Boma.setup().turning().start("http://127.0.0.1:1"));
        Wire client = stage.client(boma);

        client.send("GET /turn HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

        Message answer = client.answer();
        assertThat(answer.gist()).isEqualTo("403 blocked");
        assertThat(answer.field("Connection")).isEqualTo("keep-alive");
        client.send("GET /turn HTTP/1.0\r\n\r\n");
        assertThat(client.answer().field("Connection")).isEqualTo("close");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
    }

    @Test
    void anEmptyLineBetweenTwoRequestsIsSkipped() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(client.answer().gist()).isEqualTo("200 POST /a hi");
        assertThat(client.answer().gist()).isEqualTo("200 GET /b ");
    }

    /// Whoever ends his sending direction cannot be told from who left, and a node's work is not for nobody.
    @Test
    void aClientThatSendsNoMoreWhileItWaitsHasLeft() throws Exception {
        FakeNode node = stage.node(FakeNode.hanging());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
        node.awaitRequests(1);
        client.halfClose();

        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        boma.await("boma_node_in_flight", "", 0);
    }
}
