package boma.scenario;

import static boma.scenario.FakeNode.answering;
import static boma.scenario.FakeNode.echoing;
import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;

import boma.net.RefusingPort;
import boma.rule.PushBody;
import boma.scenario.FakeNode.Script;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Which requests are tried again, and that no push ever is.
class RetriesTest {
    private static final String GET = "GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String BODY = PushBody.of("eosio.token::transfer alice");
    private static final String PUSH = "POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nContent-Length: "
            + BODY.length() + "\r\n\r\n" + BODY;
    private static final String TABLE = "{\"code\":\"eosio\",\"scope\":\"eosio\",\"table\":\"global\"}";
    private static final String READ = "POST /v1/chain/get_table_rows HTTP/1.1\r\nHost: a\r\nContent-Length: "
            + TABLE.length() + "\r\n\r\n" + TABLE;

    /// Answers once, and closes without a word when it is asked again.
    private static final Script ONCE = wire -> {
        wire.request();
        wire.send(ok("once"));
        wire.request();
    };

    @AutoClose
    private final Stage stage = new Stage();

    private Boma antelope(FakeNode... nodes) throws Exception {
        return stage.add(Boma.setup().antelope().start(nodes));
    }

    @Test
    void aNodeThatHasClosedAnIdleConnectionIsAskedOnANewOne() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send(ok("once"));
        });
        Boma boma = antelope(node);
        Wire client = stage.client(boma);

        for (int i = 1; i <= 5; i++) {
            client.send(PUSH);
            assertThat(client.answer().gist()).isEqualTo("200 once");
            boma.await("boma_node_connections_open", "", 0);
        }

        assertThat(node.requests()).hasSize(5);
    }

    @Test
    void aGetThatMeetsAClosingConnectionIsAskedOnceMore() throws Exception {
        FakeNode node = stage.node(ONCE, echoing());
        Boma boma = antelope(node);
        Wire client = stage.client(boma);

        client.send(GET);
        assertThat(client.answer().gist()).isEqualTo("200 once");
        client.send(GET);
        assertThat(client.answer().gist()).isEqualTo("200 GET /v1/chain/get_info ");

        assertThat(node.requests()).hasSize(3);
        boma.await("boma_retries_total", "", 1);
    }

    @Test
    void aReadCallWithASmallBodyIsAskedOnceMoreToo() throws Exception {
        FakeNode node = stage.node(ONCE, echoing());
        Boma boma = antelope(node);
        Wire client = stage.client(boma);

        client.send(READ);
        assertThat(client.answer().gist()).isEqualTo("200 once");
        client.send(READ);
        assertThat(client.answer().gist()).isEqualTo("200 POST /v1/chain/get_table_rows " + TABLE);
    }

    @Test
    void aPushIsNeverSentTwice() throws Exception {
        FakeNode node = stage.node(ONCE, echoing());
        FakeNode other = stage.node(echoing());
        Boma boma = antelope(node, other);
        Wire client = stage.client(boma);
        while (node.requests().isEmpty()) {
            client.send(GET);
            assertThat(client.answer().status()).isEqualTo(200);
        }
        int others = other.requests().size();

        while (node.requests().size() < 2) {
            others = other.requests().size();
            client.send(PUSH);
            if (client.answer().status() == 502) break;
        }

        assertThat(node.requests()).hasSize(2);
        assertThat(other.requests()).hasSize(others);
    }

    @Test
    void aPushThatANodeSwallowsIsABadGateway() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.reset();
        });
        Boma boma = antelope(node);
        Wire client = stage.client(boma);

        client.send(PUSH);

        assertThat(client.answer().gist()).isEqualTo("502 node_closed");
        assertThat(node.requests()).hasSize(1);
    }

    @Test
    void aPostToAnyOtherServiceIsNotSentTwice() throws Exception {
        FakeNode node = stage.node(ONCE, echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);
        String post = "POST /buy HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none";

        client.send(post);
        assertThat(client.answer().gist()).isEqualTo("200 once");
        client.send(post);
        assertThat(client.answer().gist()).isEqualTo("502 node_closed");

        assertThat(node.requests()).hasSize(2);
    }

    @Test
    void aPostThatANodeSwallowsOnANewConnectionIsNotSentTwiceEither() throws Exception {
        FakeNode node = stage.node(Wire::request);
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("POST /buy HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none");

        assertThat(client.answer().gist()).isEqualTo("502 node_closed");
        assertThat(node.requests()).hasSize(1);
    }

    @Test
    void aGetIsTriedTwiceAtMost() throws Exception {
        FakeNode node = stage.node(Wire::request);
        Boma boma = antelope(node);
        Wire client = stage.client(boma);

        client.send(GET);

        assertThat(client.answer().gist()).isEqualTo("502 node_closed");
        assertThat(node.requests()).hasSize(2);
    }

    @Test
    void aSecondTryDoesNotMeetAnotherConnectionThatDiedMeanwhile() throws Exception {
        Script two = wire -> {
            wire.request();
            wire.send(ok("once"));
            wire.request();
        };
        FakeNode node = stage.node(two, two, two, echoing());
        Boma boma = antelope(node);
        List<Wire> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) clients.add(stage.client(boma));
        for (Wire client : clients) client.send(GET);
        for (Wire client : clients) assertThat(client.answer().status()).isEqualTo(200);

        clients.getFirst().send(GET);

        assertThat(clients.getFirst().answer().gist()).startsWith("200");
    }

    @Test
    void aSecondTryDoesNotMeetADeadConnectionOfAnotherNode() throws Exception {
        FakeNode one = stage.node(ONCE, echoing());
        FakeNode two = stage.node(ONCE, echoing());
        Boma boma = stage.add(
                Boma.setup().antelope().pool("balance = 'round-robin'").start(one, two));
        Wire client = stage.client(boma);
        for (int i = 0; i < 2; i++) assertThat(client.send(GET).answer().gist()).isEqualTo("200 once");

        client.send(GET);

        assertThat(client.answer().gist()).isEqualTo("200 GET /v1/chain/get_info ");
    }

    @Test
    void aNodeThatRefusesConnectionsIsPassedOver() throws Exception {
        FakeNode good = stage.node(echoing());
        try (var dead = new RefusingPort()) {
            Boma boma = stage.add(Boma.setup()
                    .antelope()
                    .pool("balance = 'round-robin'", "health = { kind = 'none', fall = 100 }")
                    .start("http://" + dead.address(), good.url(), "http://" + dead.address()));
            Wire client = stage.client(boma);

            for (int i = 0; i < 10; i++) {
                client.send(PUSH);
                assertThat(client.answer().status()).isEqualTo(200);
            }

            assertThat(good.requests()).hasSize(10);
        }
    }

    @Test
    void noNodeThatCanBeReachedIsABadGateway() throws Exception {
        try (var dead = new RefusingPort()) {
            Boma boma = stage.add(Boma.setup()
                    .pool("health = { kind = 'none', fall = 100 }")
                    .start("http://" + dead.address(), "http://" + dead.address()));
            Wire client = stage.client(boma);

            client.send(GET + GET);

            assertThat(client.answer().gist()).isEqualTo("502 node_unreachable");
            assertThat(client.answer().gist()).isEqualTo("502 node_unreachable");
        }
    }

    @Test
    void aNodeThatDoesNotAcceptIsPassedOverInTime() throws Exception {
        FakeNode good = stage.node(answering(ok("good")));
        try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<SocketChannel> full = fillQueueOf(deaf);
            Boma boma = stage.add(Boma.setup()
                    .antelope()
                    .pool("balance = 'round-robin'", "timeouts = { connect = '300ms' }")
                    .start("http://127.0.0.1:" + deaf.getLocalPort(), good.url()));
            Wire client = stage.client(boma);

            for (int i = 0; i < 2; i++) {
                client.send(PUSH);
                assertThat(client.answer().gist()).isEqualTo("200 good");
            }
            Await.until("a retry is counted", () -> boma.metric("boma_retries_total") > 0);
            for (SocketChannel channel : full) channel.close();
        }
    }

    @Test
    void aNodeThatDoesNotAcceptIsABadGatewayWhenThereIsNoOther() throws Exception {
        try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<SocketChannel> full = fillQueueOf(deaf);
            Boma boma = stage.add(Boma.setup()
                    .pool("timeouts = { connect = '300ms' }")
                    .start("http://127.0.0.1:" + deaf.getLocalPort()));
            Wire client = stage.client(boma);

            client.send("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));

            assertThat(client.answer().gist()).isEqualTo("502 node_unreachable");
            for (SocketChannel channel : full) channel.close();
        }
    }

    /// From then on the kernel drops what asks to connect.
    private static List<SocketChannel> fillQueueOf(ServerSocket deaf) throws Exception {
        List<SocketChannel> full = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress(deaf.getInetAddress(), deaf.getLocalPort()));
            full.add(channel);
        }
        return full;
    }
}
