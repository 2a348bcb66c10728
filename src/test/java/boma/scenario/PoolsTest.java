package boma.scenario;

import static boma.scenario.FakeNode.answering;
import static boma.scenario.FakeNode.echoing;
import static boma.scenario.FakeNode.hanging;
import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Which node of a pool is asked, and which one is out of service.
class PoolsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String GET_INFO = "GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n";

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
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send(health.get());
        });
        Boma boma = stage.add(Boma.setup()
                .pool("health = { kind = 'none', fall = 3, every = '500ms' }")
                .start(node));
        Wire client = stage.client(boma);
        String post = "POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";

        for (int i = 0; i < 3; i++) {
            assertThat(client.send(post).answer().gist()).isEqualTo("502 node_closed");
        }
        Message refusal = client.send(post).answer();
        assertThat(refusal.gist()).isEqualTo("503 no_healthy_node");
        assertThat(refusal.field("Retry-After")).isEqualTo("1");
        assertThat(node.requests()).hasSize(3);

        health.set(ok("well again"));
        Await.until("it gets another chance", () -> {
            try {
                return client.send(post).answer().status() == 200;
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(node.requests()).hasSize(4);
        boma.await("boma_node_up", "", 1);
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
    void idleConnectionsToNodesAreClosedInTime() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().pool("timeouts = { idle = '100ms' }").start(node));
        Wire client = stage.client(boma);

        client.send(GET).answer();

        boma.await("boma_node_connections_open", "", 0);
        assertThat(client.send(GET).answer().status()).isEqualTo(200);
    }
}
