package boma.scenario;

import static boma.scenario.FakeNode.echoing;
import static org.assertj.core.api.Assertions.assertThat;

import boma.rule.PushBody;
import boma.scenario.Wire.Ending;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Clients that ask before they send a body. Boma answers them itself; nodes never see the question.
class ExpectTest {
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String PUSH = PushBody.of("eosio.token::transfer alice");

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void aClientThatAsksIsToldToGoOnWithABodyThatMustBeWhole() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma);

        client.send("POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: "
                + PUSH.length() + "\r\n\r\n");
        assertThat(client.read(CONTINUE.length())).isEqualTo(CONTINUE);
        client.send(PUSH);

        assertThat(client.answer().gist()).isEqualTo("200 POST /v1/chain/push_transaction " + PUSH);
        assertThat(node.request().has("Expect")).isFalse();
    }

    @Test
    void aClientThatAsksIsToldToGoOnWithABodyInPassing() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("POST /up HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(client.read(CONTINUE.length())).isEqualTo(CONTINUE);
        client.send("5\r\nhello\r\n0\r\n\r\n");

        assertThat(client.answer().gist()).isEqualTo("200 POST /up hello");
        assertThat(node.request().has("Expect")).isFalse();
    }

    @Test
    void aClientThatSendsTheBodyAtOnceNeedsNoAnswerToItsQuestion() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("POST /up HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");

        assertThat(client.answer().gist()).isEqualTo("200 POST /up hello");
    }

    @Test
    void aRefusedClientIsNotToldToGoOn() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma);

        client.send("POST /v1/producer/pause HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");

        assertThat(client.answer().gist()).isEqualTo("403 operator_path");
    }

    /// Whether its body still comes nobody knows: the next request might be taken for it, or it for the next request.
    @Test
    void aRefusedClientThatHasNotSentItsBodyMustConnectAnew() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma);

        client.send(
                "POST /v1/producer/pause HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 40\r\n\r\n");

        assertThat(client.answer().field("Connection")).isEqualTo("close");
        client.sendQuietly("GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        assertThat(node.requests()).isEmpty();
    }

    @Test
    void aRefusedClientThatHasSentSomeOfItsBodyMayGoOn() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma);

        client.send(
                "POST /v1/producer/pause HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nh");
        client.answer();
        client.send("ello" + "GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(client.answer().gist()).isEqualTo("200 GET /v1/chain/get_info ");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeItIsSent() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("POST /up HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2097153\r\n\r\n");

        assertThat(client.answer().gist()).isEqualTo("413 body_too_large");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
    }

    @Test
    void otherExpectationsAreRefused() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("POST /up HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\nContent-Length: 5\r\n\r\nhello");

        assertThat(client.answer().gist()).isEqualTo("417 expectation_failed");
        assertThat(node.connections()).isZero();
    }

    @Test
    void aClientOfHttp10IsNotTold() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().turning().start(node));
        Wire client = stage.client(boma);

        client.send("POST /up HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        boma.turn();
        client.send("hello");

        assertThat(client.answer().gist()).isEqualTo("200 POST /up hello");
    }
}
