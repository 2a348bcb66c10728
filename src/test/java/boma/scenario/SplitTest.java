package boma.scenario;

import static boma.scenario.FakeNode.echoing;
import static org.assertj.core.api.Assertions.assertThat;

import boma.rule.PushBody;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// However the network cuts a request, it is the same request. Each cut is real: Boma has read the first part before
/// the second one is sent.
class SplitTest {
    private static final String CHUNKED = " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String GET = "GET /a?b=c HTTP/1.1\r\nHost: example.org\r\nAccept: */*\r\n\r\n";

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void aGetMayBeCutAnywhere() throws Exception {
        cutEverywhere(Boma.setup(), GET, "GET /a?b=c ", 1);
    }

    @Test
    void aBodyWithALengthMayBeCutAnywhere() throws Exception {
        String request = "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello world";

        cutEverywhere(Boma.setup(), request, "POST /p hello world", 1);
    }

    @Test
    void aBodyInChunksMayBeCutAnywhere() throws Exception {
        String request = "POST /p" + CHUNKED + "5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n";

        cutEverywhere(Boma.setup(), request, "POST /p hello world", 1);
    }

    @Test
    void aPushMayBeCutAnywhere() throws Exception {
        String body = PushBody.of("eosio.token::transfer alice");
        String request = "POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;

        cutEverywhere(Boma.setup().antelope(), request, "POST /v1/chain/push_transaction " + body, 3);
    }

    @Test
    void aPushInChunksMayBeCutAnywhere() throws Exception {
        String body = PushBody.of("eosio.token::transfer alice");
        String half = body.substring(100);
        String request = "POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "64\r\n" + body.substring(0, 100) + "\r\n" + Integer.toHexString(half.length()) + "\r\n" + half
                + "\r\n0\r\n\r\n";

        cutEverywhere(Boma.setup().antelope(), request, "POST /v1/chain/push_transaction " + body, 3);
    }

    @Test
    void twoPipelinedRequestsMayBeCutAnywhere() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().turning().start(node));
        Wire client = stage.client(boma);
        String two = "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" + GET;

        for (int cut = 1; cut < two.length(); cut++) {
            client.send(two.substring(0, cut));
            boma.turn();
            client.send(two.substring(cut));
            assertThat(client.answer().gist()).as("cut at %d", cut).isEqualTo("200 POST /1 hi");
            assertThat(client.answer().gist()).as("cut at %d", cut).isEqualTo("200 GET /a?b=c ");
        }
    }

    @Test
    void aRequestMayComeByteByByte() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().turning().start(node));
        Wire client = stage.client(boma);

        String two = GET + GET;
        for (int i = 0; i < two.length(); i++) {
            client.send(two.substring(i, i + 1));
            boma.turn();
        }

        assertThat(client.answer().gist()).isEqualTo("200 GET /a?b=c ");
        assertThat(client.answer().gist()).isEqualTo("200 GET /a?b=c ");
    }

    private void cutEverywhere(Boma.Setup setup, String request, String echo, int step) throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(setup.turning().start(node));
        Wire client = stage.client(boma);
        int requests = 0;

        for (int cut = 1; cut < request.length(); cut += step) {
            client.send(request.substring(0, cut));
            boma.turn();
            client.send(request.substring(cut));
            assertThat(client.answer().gist()).as("cut at %d", cut).isEqualTo("200 " + echo);
            requests++;
        }

        assertThat(node.requests()).hasSize(requests);
        assertThat(node.connections()).isEqualTo(1);
    }
}
