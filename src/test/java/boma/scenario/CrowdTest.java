package boma.scenario;

import static boma.scenario.FakeNode.answering;
import static boma.scenario.FakeNode.echoing;
import static boma.scenario.FakeNode.hanging;
import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;

import boma.scenario.Wire.Ending;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// How many connections and requests there may be at once.
class CrowdTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void aListenerOnWhichAllAreAtWorkResetsWhoComesNextUntilSomebodyLeaves() throws Exception {
        FakeNode node = stage.node(hanging(), hanging(), echoing());
        Boma boma = stage.add(Boma.setup().listener("max-connections = 2").start(node));
        Wire first = stage.client(boma).send(GET);
        stage.client(boma).send(GET);
        node.awaitRequests(2);

        assertThat(stage.client(boma).ending()).isEqualTo(Ending.RESET);
        boma.await("boma_connections_refused_total", "by=\"listener\"", 1);

        first.close();
        boma.await("boma_connections_open", "", 1);
        assertThat(stage.client(boma).send(GET).answer().status()).isEqualTo(200);
    }

    @Test
    void onAFullListenerTheClientThatRestsForLongestMakesRoom() throws Exception {
        Boma boma = stage.add(Boma.setup().listener("max-connections = 3").start(stage.node(echoing())));
        List<Wire> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) clients.add(stage.client(boma).send(GET));
        for (Wire client : clients) client.answer();

        stage.client(boma);

        assertThat(clients.get(0).ending()).isEqualTo(Ending.CLOSED);

        clients.get(1).send(GET).answer();
        Wire another = stage.client(boma).send(GET);

        assertThat(another.answer().status()).isEqualTo(200);
        assertThat(clients.get(2).ending()).isEqualTo(Ending.CLOSED);
        assertThat(clients.get(1).send(GET).answer().status()).isEqualTo(200);
        assertThat(boma.metric("boma_connections_displaced_total")).isEqualTo(2);
    }

    @Test
    void aTrustedProxysIdleConnectionMakesNoRoom() throws Exception {
        Boma boma = stage.add(Boma.setup()
                .listener("max-connections = 1\ntrusted-proxies = ['127.0.0.1/32']")
                .start(stage.node(echoing())));
        Wire proxy = stage.client(boma).send(GET);
        proxy.answer();

        assertThat(stage.client(boma).ending()).isEqualTo(Ending.RESET);

        assertThat(proxy.send(GET).answer().status()).isEqualTo(200);
    }

    @Test
    void aClientWithTooManyConnectionsIsResetUntilOneOfThemEnds() throws Exception {
        Boma boma =
                stage.add(Boma.setup().also("[clients]\nmax-connections = 2").start(stage.node(echoing())));
        List<Wire> clients = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            clients.add(stage.client(boma).send(GET));
            assertThat(clients.get(i).answer().status()).isEqualTo(200);
        }

        assertThat(stage.client(boma).ending()).isEqualTo(Ending.RESET);

        clients.getFirst().close();
        boma.await("boma_connections_open", "", 1);
        assertThat(stage.client(boma).send(GET).answer().status()).isEqualTo(200);
    }

    @Test
    void aTrustedProxysConnectionsAreNotCountedAsOneClients() throws Exception {
        Boma boma = stage.add(Boma.setup()
                .listener("trusted-proxies = ['127.0.0.1/32']")
                .also("[clients]\nmax-connections = 2")
                .start(stage.node(echoing())));

        for (int i = 0; i < 10; i++) {
            assertThat(stage.client(boma).send(GET).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aClientMayHaveSoManyRequestsInFlight() throws Exception {
        FakeNode node = stage.node(hanging());
        Boma boma = stage.add(
                Boma.setup().also("[clients]\nmax-requests-at-once = 2").start(node));
        Wire first = stage.client(boma).send(GET);
        stage.client(boma).send(GET);
        node.awaitRequests(2);
        Wire third = stage.client(boma).send(GET);

        assertThat(third.answer().gist()).isEqualTo("429 too_many_requests_at_once");

        first.close();
        boma.await("boma_node_in_flight", "", 1);
        third.send(GET);
        node.awaitRequests(3);
    }

    @Test
    void aNodeGetsOnlySoManyRequestsAtOnce() throws Exception {
        FakeNode node = stage.node(hanging(), answering(ok("second")));
        Boma boma = stage.add(Boma.setup().pool("busy = { per-node = 1 }").start(node));
        Wire first = stage.client(boma).send(GET);
        node.awaitRequests(1);
        Wire second = stage.client(boma).send(GET);

        Message refusal = second.answer();
        assertThat(refusal.gist()).isEqualTo("503 nodes_busy");
        assertThat(refusal.field("Retry-After")).isEqualTo("1");

        first.close();
        boma.await("boma_node_in_flight", "", 0);
        assertThat(second.send(GET).answer().gist()).isEqualTo("200 second");
    }

    @Test
    void unfinishedBodiesLeaveHalfOfANodeToOthers() throws Exception {
        leaveHalfOfANodeToOthers("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n1");
    }

    @Test
    void tunnelsLeaveHalfOfANodeToOthers() throws Exception {
        leaveHalfOfANodeToOthers("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    }

    private void leaveHalfOfANodeToOthers(String unending) throws Exception {
        FakeNode node = stage.node(hanging(), hanging(), echoing());
        Boma boma = stage.add(Boma.setup().pool("busy = { per-node = 4 }").start(node));
        for (int i = 1; i <= 2; i++) {
            stage.client(boma).send(unending);
            boma.await("boma_node_in_flight", "", i);
        }

        assertThat(stage.client(boma).send(unending).answer().gist()).isEqualTo("503 nodes_busy");
        assertThat(stage.client(boma).send(GET).answer().status()).isEqualTo(200);
    }

    @Test
    void aBodyThatNeverEndsTakesNoPlaceAtAnAntelopeNode() throws Exception {
        takesNoPlace(Boma.setup().antelope(), "Content-Length: 1000000\r\n\r\n{");
        takesNoPlace(Boma.setup().antelope(), "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");
    }

    @Test
    void aSmallBodyThatNeverEndsTakesNoPlaceAnywhere() throws Exception {
        takesNoPlace(Boma.setup(), "Content-Length: 65536\r\n\r\n{");
    }

    private void takesNoPlace(Boma.Setup setup, String begun) throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(setup.pool("busy = { per-node = 1 }").turning().start(node));

        for (int i = 0; i < 3; i++) {
            stage.client(boma).send("POST /v1/chain/get_account HTTP/1.1\r\nHost: a\r\n" + begun);
            boma.turn();
        }

        assertThat(node.connections()).isZero();
        String answer = stage.client(boma)
                .send("GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n")
                .answer()
                .gist();
        assertThat(answer).isEqualTo("200 GET /v1/chain/get_info ");
    }

    @Test
    void whoeverFindsNoRoomIsKnownByName() throws Exception {
        FakeNode node = stage.node(hanging());
        Boma boma = stage.add(Boma.setup().listener("max-connections = 1").start(node));
        stage.client(boma).send(GET);
        node.awaitRequests(1);

        assertThat(stage.client(boma).ending()).isEqualTo(Wire.Ending.RESET);

        Await.until(
                "it can be asked why",
                () -> boma.why("127.0.0.1").contains("\"reason\":\"too-many-connections\",\"by\":\"listener\""));
    }

    private static final String GREEDY =
            "POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"
                    + "x".repeat(900_000);

    private static String from(int host) {
        return "PROXY TCP4 192.0.2." + host + " 192.0.2.200 1000 2000\r\n";
    }

    private Boma crowded(FakeNode node, String memory) throws Exception {
        return stage.add(Boma.setup()
                .antelope()
                .listener("proxy-protocol = 'required'")
                .server("max-buffered = '" + memory + "'")
                .start(node));
    }

    @Test
    void whoFillTheMemoryHarmNeitherOthersNorNodes() throws Exception {
        Boma boma = crowded(stage.node(echoing()), "8MiB");
        for (int i = 1; i <= 20; i++) {
            stage.client(boma).sendQuietly(from(i) + GREEDY);
        }
        Await.until("some are refused", () -> boma.metric("boma_refusals_total", "overloaded") > 0);

        Wire honest = stage.client(boma).send(from(100));
        for (int i = 0; i < 10; i++) {
            honest.send("GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(honest.answer().status()).isEqualTo(200);
        }

        assertThat(boma.metric("boma_buffered_bytes")).isLessThanOrEqualTo(8 * 1024 * 1024);
        boma.await("boma_node_up", "", 1);
    }

    @Test
    void oneClientCannotTakeTheMemoryOfTheOthers() throws Exception {
        Boma boma = crowded(stage.node(echoing()), "64MiB");
        for (int i = 1; i <= 20; i++) {
            stage.client(boma).sendQuietly(from(1) + GREEDY);
        }
        Await.until(
                "it is refused what is beyond its share",
                () -> boma.metric("boma_refusals_total", "too-many-requests-at-once") > 0);

        assertThat(boma.metric("boma_buffered_bytes")).isLessThanOrEqualTo(4 * 1024 * 1024);
        Wire honest = stage.client(boma).send(from(2) + GREEDY).send("x".repeat(100_000));
        assertThat(honest.answer().gist()).isEqualTo("400 invalid_json");
    }

    @Test
    void answersThatAreNotTakenLeaveMemoryForBodies() throws Exception {
        int mib = 1024 * 1024;
        Boma boma = crowded(stage.node(answering(ok("x".repeat(800_000)))), "16MiB");
        for (int i = 1; i <= 12; i++) {
            Wire slow = stage.add(Wire.narrow(boma.address()));
            slow.send(from(i) + "GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        Await.until("many answers are kept", () -> boma.metric("boma_buffered_bytes") > 8 * mib);

        Wire honest = stage.client(boma).send(from(100) + GREEDY).send("x".repeat(100_000));

        assertThat(honest.answer().gist()).isEqualTo("400 invalid_json");
    }

    /// Whoever comes next over a proxy's connection is not known before his head is there.
    @Test
    void whoFillsHisShareThroughAProxyHarmsNobodyWhoComesAfterHim() throws Exception {
        Boma boma = stage.add(Boma.setup()
                .listener("trusted-proxies = ['127.0.0.1/32']")
                .server("max-buffered = '8MiB'")
                .start(stage.node(echoing())));
        String greedy = " HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\n";
        for (int i = 0; i < 64; i++) {
            String body = "x".repeat(50_000);
            stage.client(boma).send("POST /up" + greedy + "Content-Length: 60000\r\n\r\n" + body);
        }
        boma.await("boma_buffered_bytes", "", 4 * 1024 * 1024);
        Wire proxy = stage.client(boma);
        assertThat(proxy.send("GET /a" + greedy + "\r\n").answer().status()).isEqualTo(200);

        proxy.send("GET /b HTTP/1.1\r\nHost: a\r\n");
        boma.await("boma_buffered_bytes", "", 4 * 1024 * 1024 + 4096);
        proxy.send("X-Forwarded-For: 192.0.2.2\r\n\r\n");

        assertThat(proxy.answer().gist()).isEqualTo("200 GET /b ");
    }
}
