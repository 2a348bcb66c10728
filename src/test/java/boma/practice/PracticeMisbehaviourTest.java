package boma.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.scenario.Await;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PracticeMisbehaviourTest {
    private static final String INFO = "/v1/chain/get_info";
    private static final String ACCOUNT = "/v1/chain/get_account";
    private static final String ALICE = "{\"account_name\":\"alice\"}";

    private PracticeNode node;
    private NodeClient client;

    @BeforeEach
    void start() throws IOException {
        node = PracticeNode.start(PracticeOptions.anyPort());
        client = new NodeClient(node);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        node.close();
    }

    @Test
    void aSlowNodeAnswersLater() throws IOException {
        node.misbehave(new Misbehaviour.Slow(Duration.ofMillis(50)));
        long start = System.nanoTime();

        assertThat(client.get(INFO).status()).isEqualTo(200);

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
    }

    @Test
    void aStaleNodeStaysBehindAGoodOne() throws IOException {
        try (PracticeNode good = PracticeNode.start(PracticeOptions.anyPort())) {
            node.misbehave(new Misbehaviour.Stale());
            long stopped = node.headBlock();
            long before = good.headBlock();

            Await.until("the good one goes on", () -> good.headBlock() > before); // half a second at most

            assertThat(node.headBlock()).isEqualTo(stopped);
            assertThat(client.get(INFO).body()).contains("\"head_block_num\":" + stopped);
        }
    }

    @Test
    void aFailingNodeBlamesNobody() throws IOException {
        node.misbehave(new Misbehaviour.Failing());

        NodeClient.Answer answer = client.post(ACCOUNT, ALICE);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("database_exception");
    }

    @Test
    void aClosingNodeSaysNothing() throws IOException {
        node.misbehave(new Misbehaviour.Closing());

        client.sendPost(ACCOUNT, ALICE);

        assertThat(client.rest()).isEmpty();
        assertThat(node.counters().requests(ACCOUNT)).isEqualTo(1);
    }

    @Test
    void aResettingNodeIsSeenToReset() throws IOException {
        node.misbehave(new Misbehaviour.Resetting());

        client.sendPost(ACCOUNT, ALICE);

        assertThatThrownBy(client::rest).isInstanceOf(IOException.class).hasMessageContaining("reset");
    }

    @Test
    void halfAnAnswerIsWholeInItsHead() throws IOException {
        String whole = client.post(ACCOUNT, ALICE).body();
        node.misbehave(new Misbehaviour.Half());

        client.sendPost(ACCOUNT, ALICE);

        String half = client.rest();
        assertThat(half).contains("Content-Length: " + whole.length() + "\r\n");
        assertThat(half).endsWith(whole.substring(whole.length() / 3, whole.length() - whole.length() / 2));
    }

    @Test
    void aHangingNodeWaitsUntilTheClientLeaves() throws IOException {
        node.misbehave(ACCOUNT, new Misbehaviour.Hanging());
        client.sendPost(ACCOUNT, ALICE);

        try (var other = new NodeClient(node)) { // other calls are answered
            assertThat(other.get(INFO).status()).isEqualTo(200);
        }

        client.close();
        Await.until("nobody is connected", () -> node.connectionsOpen() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void garbageIsGarbage(Garbage how) throws IOException {
        node.misbehave(new Misbehaviour.Garbled(how));

        client.sendPost(ACCOUNT, ALICE);

        String sign = switch (how) {
            case TWO_LENGTHS -> "Content-Length: \\d+\r\nContent-Length: \\d+\r\n";
            case LENGTH_AND_CHUNKED -> "Content-Length: \\d+\r\nTransfer-Encoding: chunked\r\n";
            case BAD_CHUNK -> "\r\n\r\nsoon\r\n";
            case BAD_STATUS -> "HTTP/1.1 2OO OK\r\n";
            case BARE_LF -> "HTTP/1.1 200 OK\nServer";
            case NO_HTTP -> "220 mail";
        };
        assertThat(client.rest()).containsPattern(sign);
    }

    @Test
    void aNodeThatIsGoneRefusesAndComesBackAtTheSamePort() throws IOException {
        client.get(INFO);
        int port = node.port();

        node.refuseConnections();

        assertThatThrownBy(client::rest).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new NodeClient(node)).isInstanceOf(ConnectException.class);
        node.acceptConnections();
        assertThat(node.port()).isEqualTo(port);
        try (var again = new NodeClient(node)) {
            assertThat(again.get(INFO).status()).isEqualTo(200);
        }
    }

    @Test
    void aKilledNodeResetsItsConnections() throws IOException {
        client.get(INFO);

        node.close();

        assertThatThrownBy(client::rest).isInstanceOf(IOException.class).hasMessageContaining("reset");
    }

    @Test
    void itIsControlledByPathsOfItsOwn() throws IOException {
        assertThat(client.get("/practice/failing").status()).isEqualTo(200);
        assertThat(client.get(INFO).status()).isEqualTo(500);

        assertThat(client.get("/practice/well").status()).isEqualTo(200);
        assertThat(client.get(INFO).status()).isEqualTo(200);
        assertThat(client.get("/practice/slow+10ms").status()).isEqualTo(200);
        assertThat(client.get("/practice/garbled+two-lengths").status()).isEqualTo(200);

        assertThat(client.get("/practice/anything").body()).contains("garbled with two-lengths");
        assertThat(client.get("/practice/counters").body()).contains("\"/v1/chain/get_info\":2");
        assertThat(node.counters().requests()).isEqualTo(2);
    }
}
