package boma.scenario;

import static boma.scenario.FakeNode.answering;
import static boma.scenario.FakeNode.echoing;
import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;

import boma.rule.PushBody;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Limits that let a request wait instead of refusing it.
class DelayTest {
    private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

    @AutoClose
    private final Stage stage = new Stage();

    private Boma delaying(String rate, String maxDelay, FakeNode node) throws Exception {
        return stage.add(Boma.setup()
                .also("[[limit]]\nname = 'slowly'\nkey = 'client'\nrate = '" + rate
                        + "'\nburst = 1\nover = 'delay'\nmax-delay = '" + maxDelay + "'")
                .start(node));
    }

    @Test
    void aRequestOverTheLimitWaitsAndIsThenServed() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = delaying("1/100ms", "5s", node);
        Wire client = stage.client(boma);

        long start = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
        }

        assertThat(System.nanoTime() - start).isGreaterThan(190_000_000L);
        boma.await("boma_requests_total", "", 3);
    }

    @Test
    void pipelinedRequestsWaitInOrder() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = delaying("1/50ms", "5s", node);
        Wire client = stage.client(boma);

        client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
                + "GET /3 HTTP/1.1\r\nHost: a\r\n\r\nGET /4 HTTP/1.1\r\nHost: a\r\n\r\n");

        for (String asked : new String[] {"GET /1 ", "POST /2 hi", "GET /3 ", "GET /4 "}) {
            assertThat(client.answer().gist()).isEqualTo("200 " + asked);
        }
        assertThat(node.asked()).containsExactly("GET /1", "POST /2", "GET /3", "GET /4");
    }

    @Test
    void aBodyThatComesWhileItsRequestWaitsIsRead() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = delaying("1/100ms", "5s", node);
        Wire client = stage.client(boma);

        client.send(GET + "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
        client.send("x".repeat(100_000));

        assertThat(client.answer().gist()).isEqualTo("200 GET /x ");
        assertThat(client.answer().gist()).isEqualTo("200 POST /2 " + "x".repeat(100_000));
    }

    @Test
    void aPushMayWaitForAnAccountsLimit() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup()
                .antelope()
                .also("[[limit]]\nname = 'slowly'\nkey = 'account'\nrate = '1/100ms'\nburst = 1\nover = 'delay'")
                .start(node));
        Wire client = stage.client(boma);
        String body = PushBody.of("eosio.token::transfer alice");
        String push = "POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;

        client.send(push + push + "GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n");

        for (int i = 0; i < 2; i++) {
            assertThat(client.answer().gist()).isEqualTo("200 POST /v1/chain/push_transaction " + body);
        }
        assertThat(client.answer().gist()).isEqualTo("200 GET /v1/chain/get_info ");
        assertThat(node.requests()).hasSize(3);
    }

    @Test
    void aLargeBodyWaitsInTheMemoryThatItHasAlready() throws Exception {
        FakeNode node = stage.node(answering(ok("taken")));
        Boma boma = stage.add(Boma.setup()
                .antelope()
                .server("max-buffered = '8MiB'") // of which one client has half
                .also("[[limit]]\nname = 'slowly'\nkey = 'account'\nrate = '1/500ms'\nburst = 1\nover = 'delay'")
                .start(node));
        Wire client = stage.client(boma);
        String body = "{\"account_name\":\"alice\",\"more\":\"" + "x".repeat(1_500_000) + "\"}";
        String call = "POST /v1/chain/get_account HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n";

        client.send(call + body + call + body + "GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n");

        for (int i = 0; i < 3; i++) assertThat(client.answer().gist()).isEqualTo("200 taken");
        assertThat(node.requests().get(1).body()).isEqualTo(body);
        assertThat(node.asked()).last().isEqualTo("GET /v1/chain/get_info");
    }

    @Test
    void manyThatWaitTogetherAreAllServedInTime() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = delaying("1/10ms", "30s", node);
        List<Wire> clients = new ArrayList<>();

        for (int i = 0; i < 30; i++) clients.add(stage.client(boma).send(GET));

        for (Wire client : clients) assertThat(client.answer().gist()).isEqualTo("200 GET /x ");
    }

    @Test
    void whoWouldWaitTooLongIsRefusedAtOnce() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = delaying("1/1h", "5s", node);
        Wire client = stage.client(boma);

        client.send(GET + GET);

        assertThat(client.answer().status()).isEqualTo(200);
        assertThat(client.answer().gist()).isEqualTo("429 rate_limited");
    }

    @Test
    void aClientThatLeavesWhileItWaitsIsForgotten() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = delaying("1/30s", "1m", node);
        Wire client = stage.client(boma);

        client.send(GET + GET);
        client.answer();
        Await.until("the second one waits", () -> boma.why("127.0.0.1").contains("\"in_flight\":1,"));
        client.close();

        boma.await("boma_connections_open", "", 0);
        boma.await("boma_requests_total", "", 2);
        assertThat(node.requests()).hasSize(1);
    }
}
