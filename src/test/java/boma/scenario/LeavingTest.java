package boma.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import boma.rule.PushBody;
import boma.scenario.Wire.Ending;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Clients that do not wait for their answers.
class LeavingTest {
    private static final String FAILED = "{\"code\":500,\"message\":\"Internal Service Error\",\"error\":"
            + "{\"code\":3050003,\"name\":\"eosio_assert_message_exception\",\"what\":\"no\",\"details\":[]}}";
    private static final String PUSH = PushBody.request("eosio.token::transfer alice");

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void whatNobodyWaitsForIsGivenUp() throws Exception {
        var ended = new CountDownLatch(1);
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.ending();
            ended.countDown();
        });
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma).send("GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n");
        node.awaitRequests(1);

        client.close();

        ended.await();
        boma.await("boma_requests_total", "", 1);
    }

    /// Leaving early would otherwise be a way around the limits.
    @Test
    void aPushThatFailsIsChargedThoughItsClientHasLeft() throws Exception {
        var answer = new CountDownLatch(1);
        FakeNode node = stage.node(wire -> {
            wire.request();
            answer.await();
            wire.send("HTTP/1.1 500 Internal Server Error\r\nContent-Length: " + FAILED.length() + "\r\n\r\n" + FAILED);
            wire.ending();
        });
        Boma boma = stage.add(Boma.setup()
                .antelope()
                .also("[[limit]]\nname = 'failing'\nkey = 'client'\ncount = 'failures'\nrate = '1/1h'")
                .start(node));
        Wire first = stage.client(boma).send(PUSH);
        node.awaitRequests(1);

        first.reset();
        boma.await("boma_connections_open", "", 0);
        answer.countDown();
        boma.await("boma_requests_total", "", 1);

        Wire second = stage.client(boma).send(PUSH);
        assertThat(second.answer().gist()).isEqualTo("429 rate_limited");
        boma.await("boma_transactions_failed_total", "", 1);
    }

    /// The node's answer was not read any more, because the client did not take it.
    @Test
    void aPushIsChargedThoughItsClientLeftWithALargeAnswer() throws Exception {
        String failed = FAILED.replace("\"no\"", "\"" + "x".repeat(3_000_000) + "\"");
        FakeNode node = stage.node(FakeNode.answering(
                "HTTP/1.1 500 Internal Server Error\r\nContent-Length: " + failed.length() + "\r\n\r\n" + failed));
        Boma boma = stage.add(Boma.setup()
                .antelope()
                .also("[[limit]]\nname = 'failing'\nkey = 'client'\ncount = 'failures'\nrate = '1/1h'")
                .start(node));
        Wire first = stage.add(Wire.narrow(boma.address())).send(PUSH);
        Await.until("bytes wait for the reader", () -> boma.metric("boma_buffered_bytes") > 0);

        first.reset();

        boma.await("boma_transactions_failed_total", "", 1);
        boma.await("boma_node_in_flight", "", 0);
        assertThat(stage.client(boma).send(PUSH).answer().gist()).isEqualTo("429 rate_limited");
    }

    @Test
    void aClientThatLeavesInTheMiddleOfItsRequestNeverMadeOne() throws Exception {
        FakeNode node = stage.node(FakeNode.echoing());
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma).send(PUSH.substring(0, PUSH.length() - 1));

        client.halfClose();

        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        assertThat(node.connections()).isZero();
    }
}
