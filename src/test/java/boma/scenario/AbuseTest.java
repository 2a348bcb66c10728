package boma.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import boma.rule.PushBody;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What clients try who know how a proxy works.
class AbuseTest {
    private static final String BODY = PushBody.of("eosio.token::transfer alice");
    private static final String PUSH = "POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nContent-Length: "
            + BODY.length() + "\r\n\r\n" + BODY;
    private static final String FAILED = failed("{\"code\":500,\"error\":{\"code\":3050003}}");
    private static final String REFUSED = "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n";

    @AutoClose
    private final Stage stage = new Stage();

    private static String failed(String body) {
        return "HTTP/1.1 500 Internal Service Error\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void whoDoesNotTakeAnswersGetsNoMoreOfThem() throws Exception {
        Boma boma = stage.add(Boma.setup().antelope().start(stage.node()));
        Wire greedy = stage.add(Wire.narrow(boma.address()));
        int asked = 60_000; // the answers are some 36 MB, far more than the system takes in for him

        Thread.ofVirtual().start(() -> greedy.sendQuietly(REFUSED.repeat(asked)));
        boma.await("boma_connections_open", "", 1);
        for (int i = 0; i < 20; i++) boma.turn();

        assertThat(boma.metric("boma_buffered_bytes")).isLessThan(1024 * 1024);
        assertThat(boma.metric("boma_refusals_total")).isLessThan(asked);
    }

    @Test
    void manyRequestsAheadDoNotKeepOthersWaiting() throws Exception {
        Boma boma = stage.add(Boma.setup().antelope().start(stage.node(FakeNode.answering(FakeNode.ok("others")))));
        Wire busy = stage.client(boma);
        Thread.ofVirtual().start(() -> busy.sendQuietly(REFUSED.repeat(2_000)));

        Wire other = stage.client(boma);
        other.send("GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(other.answer().gist()).isEqualTo("200 others");
        for (int i = 0; i < 2_000; i++) assertThat(busy.answer().status()).isEqualTo(403);
    }

    @Test
    void whoOnlyAsksForWhatIsRefusedIsBannedAllTheSame() throws Exception {
        FakeNode node = stage.node();
        Boma boma = stage.add(Boma.setup()
                .antelope()
                .also("[[limit]]\nname = 'flood'\nkey = 'client'\nrate = '3/1h'\nover = 'ban 5m'")
                .start(node));
        String preflight = "OPTIONS /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n";
        Wire scanner = stage.client(boma);

        scanner.send(REFUSED + preflight + REFUSED + REFUSED);

        assertThat(scanner.answer().gist()).isEqualTo("403 unknown_path");
        assertThat(scanner.answer().status()).isEqualTo(200);
        assertThat(scanner.answer().gist()).isEqualTo("403 unknown_path");
        assertThat(scanner.answer().gist()).isEqualTo("429 rate_limited");
        boma.await("boma_bans_running", "", 1);
        assertThat(scanner.send(REFUSED).ending()).isEqualTo(Wire.Ending.RESET);
        assertThat(node.requests()).isEmpty();
    }

    @Test
    void aPushWhoseClientLeavesIsChargedAllTheSame() throws Exception {
        var left = new CountDownLatch(1);
        FakeNode node = stage.node(wire -> {
            wire.request();
            left.await();
            wire.send(FAILED);
            wire.ending();
        });
        Boma boma = stage.add(Boma.setup()
                .antelope()
                .also("[[limit]]\nname = 'failures'\nkey = 'client'\ncount = 'failures'\nrate = '1/1h'")
                .start(node));

        Wire hasty = stage.client(boma).send(PUSH);
        node.awaitRequests(1);
        hasty.reset();
        boma.await("boma_connections_open", "", 0);
        left.countDown();
        boma.await("boma_transactions_failed_total", "", 1);

        assertThat(stage.client(boma).send(PUSH).answer().status()).isEqualTo(429);
    }
}
