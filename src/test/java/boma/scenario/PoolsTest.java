package boma.scenario;

import static boma.scenario.FakeNode.answering;
import static boma.scenario.FakeNode.echoing;
import static boma.scenario.FakeNode.hanging;
import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Which node of a pool is asked, and which one is out of service.
class PoolsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String GET_INFO = "GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n";

    private static final String POST = "POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void requestsGoInTurnAsOftenAsTheWeightsSay() throws Exception {
        FakeNode heavy = stage.node(answering(ok("heavy")));
        FakeNode light = stage.node(answering(ok("light")));
        Boma boma = stage.add(Boma.setup()
                .pool(
                        "balance = 'round-robin'",
                        "nodes = [{ url = '" + heavy.url() + "', weight = 3 }, '" + light.url() + "']")
                .start(heavy, light));
        Wire client = stage.client(boma);

        for (int i = 0; i < 40; i++) client.send(GET).answer();

        assertThat(heavy.requests()).hasSize(30);
        assertThat(light.requests()).hasSize(10);
    }

    @Test
    void aBusyNodeGetsLess() throws Exception {
        FakeNode busy = stage.node(hanging());
        FakeNode free = stage.node(echoing());
        Boma boma = stage.before(busy, free);
        for (int i = 0; busy.requests().isEmpty(); i++) {
            Wire client = stage.client(boma);
            client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
            int soFar = i + 1;
            Await.until(
                    "the request arrives",
                    () -> busy.requests().size() + free.requests().size() == soFar);
        }

        Wire client = stage.client(boma);
        for (int i = 0; i < 20; i++) {
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
        }

        assertThat(busy.requests()).hasSize(1);
    }

    @Test
    void aNodeThatFailsTooOftenIsLeftAloneForAWhile() throws Exception {
        var health = new AtomicReference<>("");
        FakeNode sick = stage.node(wire -> {
            wire.request();
            wire.send(health.get());
        });
        FakeNode well = stage.node(echoing());
        Boma boma = stage.add(Boma.setup()
                .pool("balance = 'round-robin'", "health = { kind = 'none', fall = 3, every = '500ms' }")
                .start(sick, well));
        Wire client = stage.client(boma);

        while (sick.requests().size() < 3) client.send(POST).answer();
        boma.await("boma_node_up", sick.url(), 0);
        for (int i = 0; i < 10; i++) {
            assertThat(client.send(POST).answer().status()).isEqualTo(200);
        }
        assertThat(sick.requests()).hasSize(3);

        health.set(ok("well again"));
        Await.until("it gets another chance", () -> asked(client).equals("well again"));
        boma.await("boma_node_up", sick.url(), 1);
    }

    private static String asked(Wire client) {
        try {
            return client.send(POST).answer().body();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Else one client could have all others refused, by requests that it knows to fail.
    @Test
    void theLastNodeIsNotGivenUpBecauseRequestsFail() throws Exception {
        FakeNode node =
                stage.node(answering(request -> request.asked().contains("bad") ? "no HTTP\r\n\r\n" : ok("well")));
        Boma unasked = stage.before(node);
        Boma asked = stage.add(Boma.setup()
                .pool("health = { kind = 'http', path = '/', fall = 1, every = '1h' }")
                .start(node));

        for (Boma boma : new Boma[] {unasked, asked}) {
            Wire bad = stage.client(boma);
            Wire honest = stage.client(boma);
            for (int i = 0; i < 5; i++) {
                assertThat(bad.send("GET /bad HTTP/1.1\r\nHost: a\r\n\r\n")
                                .answer()
                                .gist())
                        .isEqualTo("502 node_bad_answer");
            }

            assertThat(honest.send(GET).answer().gist()).isEqualTo("200 well");
        }
    }

    @Test
    void aNodeThatAnswersHealthQuestionsBadlyLeavesAndComesBack() throws Exception {
        var health = new AtomicReference<>(ok("fine"));
        FakeNode node = stage.node(answering(r -> r.asked().equals("GET /health") ? health.get() : ok("served")));
        Boma boma = stage.add(Boma.setup()
                .pool("health = { kind = 'http', path = '/health', every = '20ms', rise = 2, fall = 2 }")
                .start(node));
        Wire client = stage.client(boma);
        assertThat(client.send(GET).answer().gist()).isEqualTo("200 served");

        health.set("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
        boma.await("boma_node_up", "", 0);
        assertThat(client.send(GET).answer().gist()).isEqualTo("503 no_healthy_node");

        health.set(ok("fine"));
        boma.await("boma_node_up", "", 1);
        assertThat(client.send(GET).answer().gist()).isEqualTo("200 served");
    }

    @Test
    void aNodeThatServesThePastLeavesThoughItAnswers() throws Exception {
        var headTime = new AtomicReference<>("2099-01-01T00:00:00.000");
        FakeNode behind =
                stage.node(answering(r -> ok("{\"head_block_time\":\"" + headTime.get() + "\",\"name\":\"behind\"}")));
        FakeNode good =
                stage.node(answering(r -> ok("{\"head_block_time\":\"2099-01-01T00:00:00.000\",\"name\":\"good\"}")));
        Boma boma = stage.add(Boma.setup()
                .antelope()
                .pool("health = { kind = 'antelope', every = '20ms', rise = 2, fall = 2 }")
                .start(behind, good));
        Wire client = stage.client(boma);

        headTime.set("2018-06-01T12:00:00.000");
        boma.await("boma_node_up", behind.url(), 0);
        for (int i = 0; i < 10; i++) {
            assertThat(client.send(GET_INFO).answer().body()).contains("good");
        }

        headTime.set("2099-01-01T00:00:00.000");
        boma.await("boma_node_up", behind.url(), 1);
        Await.until("it is asked again", () -> {
            try {
                return client.send(GET_INFO).answer().body().contains("behind");
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aNodeThatIsDownAtTheStartIsKnownToBe() throws Exception {
        FakeNode sick = stage.node(answering("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"));
        FakeNode well = stage.node(answering(ok("well")));
        Boma boma = stage.add(Boma.setup()
                .pool("health = { kind = 'http', every = '1h', fall = 3 }")
                .start(sick, well));
        Wire client = stage.client(boma);

        for (int i = 0; i < 10; i++) {
            assertThat(client.send(GET).answer().gist()).isEqualTo("200 well");
        }

        assertThat(boma.metric("boma_node_up", sick.url())).isZero();
    }

    @Test
    void aNodeThatCutsEveryAnswerLeavesThoughNobodyAsksItHowItIs() throws Exception {
        FakeNode cutting = stage.node(wire -> {
            wire.request();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        });
        FakeNode well = stage.node(answering(ok("well")));
        Boma boma = stage.add(Boma.setup()
                .pool("health = { kind = 'none', every = '1h', fall = 3 }")
                .start(cutting, well));

        for (int i = 0; i < 10; i++) {
            stage.client(boma)
                    .send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .ending();
        }

        boma.await("boma_node_up", cutting.url(), 0);
        assertThat(stage.client(boma).send(GET).answer().gist()).isEqualTo("200 well");
    }

    @Test
    void idleConnectionsToNodesAreClosedInTime() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().pool("timeouts = { idle = '100ms' }").start(node));
        Wire client = stage.client(boma);

        client.send(GET).answer();

        boma.await("boma_node_connections_open", "", 0);
        assertThat(client.send(GET).answer().status()).isEqualTo(200);
    }
}
