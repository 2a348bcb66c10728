package boma.practice;

import static org.assertj.core.api.Assertions.assertThat;

import boma.practice.Packer.Action;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PracticeNodeTest {
    private static final String PUSH = "/v1/chain/push_transaction";
    private static final String SEND2 = "/v1/chain/send_transaction2";
    private static final String COMPUTE = "/v1/chain/compute_transaction";
    private static final Pattern HEAD = Pattern.compile("\"head_block_num\":(\\d+)");
    private static final Pattern ID = Pattern.compile("\"transaction_id\":\"([0-9a-f]{64})\"");

    private final Packer packer = new Packer(new Random(7));
    private PracticeNode node;
    private NodeClient client;

    @BeforeEach
    void start() throws IOException {
        node = PracticeNode.start(PracticeOptions.anyPort().withFailing("sniper"));
        client = new NodeClient(node);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        node.close();
    }

    @Test
    void theChainMoves() throws IOException {
        int first = head(client);

        int later = first;
        while (later == first) later = head(client); // for half a second at most

        assertThat(later).isGreaterThan(first);
        assertThat(client.get("/v1/chain/get_info").body())
                .contains("\"chain_id\":\"abc2e63da11c556d4bb3cb56056dd75335770ec12fb14dac1b691e5315ee2c74\"")
                .containsPattern("\"head_block_id\":\"0000[0-9a-f]{60}\"")
                .containsPattern("\"head_block_time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.[05]00\"");
    }

    @Test
    void theMethodMeansNothingAndThePathIsTakenAsItIs() throws IOException {
        client.send("FOO /v1/chain/get_account HTTP/1.1\r\nContent-Length: 24\r\n\r\n{\"account_name\":\"alice\"}");
        assertThat(client.answer().body()).startsWith("{\"account_name\":\"alice\"");

        assertThat(client.get("/v1/chain/get_info?x=1").status()).isEqualTo(404);
        assertThat(client.get("/v1/chain/get_info/").body()).contains("Unknown Endpoint");
        assertThat(client.get("/v1/../chain/get_info").body()).contains("Illegal request-target");
    }

    @Test
    void aBodyThatIsNeededAndMissingIsRefused() throws IOException {
        assertThat(client.post("/v1/chain/get_table_rows", "{}").body()).contains("A Request body is required");
        assertThat(client.post(PUSH, "").body()).contains("A Request body is required");
        assertThat(client.post(PUSH, "{\"signatures\":[").body()).contains("Unable to parse valid input");
        assertThat(client.post(PUSH, "{\"signatures\":[]}").body()).contains("Invalid packed transaction");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        String info = "GET /v1/chain/get_info HTTP/1.1\r\n";
        client.send(info + "\r\nGET /nothing HTTP/1.1\r\n\r\n" + info + "Connection: close\r\n\r\n");

        assertThat(client.answer().status()).isEqualTo(200);
        assertThat(client.answer().status()).isEqualTo(404);
        assertThat(client.answer().head()).contains("Connection: close\r\n");
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void aBodyMayComeInChunksAndBeAnnounced() throws IOException {
        String head = "POST /v1/chain/get_account HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue";
        String chunks = "a;x=y\r\n{\"account_\r\ne\r\nname\":\"alice\"}\r\n0\r\nX: y\r\n\r\n";
        client.send(head + "\r\n\r\n" + chunks);

        assertThat(client.answerContinue()).startsWith("HTTP/1.1 100 Continue\r\n");
        assertThat(client.answer().body()).startsWith("{\"account_name\":\"alice\"");
    }

    @Test
    void whatNodeosLeavesWithoutAWordIsLeftWithoutAWord() throws IOException {
        List<String> heads = List.of(
                "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 9999999\r\n\r\n",
                "GET / HTTP/1.1\nHost: x\n\n",
                "GET  / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nX : y\r\n\r\n",
                "GET / HTTP/1.1\r\nX: " + "y".repeat(9000) + "\r\n\r\n");
        for (String head : heads) {
            try (var c = new NodeClient(node)) {
                c.send(head);
                assertThat(c.restOrReset()).as(head).isEmpty();
            }
        }
    }

    @Test
    void aForeignHostIsRefusedIfTheNodeChecksIt() throws IOException {
        try (PracticeNode strict = PracticeNode.start(PracticeOptions.anyPort().withCheckHost());
                var c = new NodeClient(strict)) {
            c.send("GET /v1/chain/get_info HTTP/1.1\r\nHost: other.example\r\n\r\n");
            assertThat(c.answer().body()).contains("Disallowed HTTP HOST header");

            c.send("GET /v1/chain/get_info HTTP/1.1\r\nHost: " + strict.address() + "\r\n\r\n");
            assertThat(c.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aTransactionIsExecutedOnceAndThenADuplicate() throws IOException {
        String body = packer.body(transfer("alice"));

        NodeClient.Answer first = client.post(PUSH, body);
        NodeClient.Answer again = client.post("/v1/chain/send_transaction", body);

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.body())
                .contains("\"receipt\":{\"status\":\"executed\"")
                .contains("\"act\":{\"account\":\"eosio.token\",\"name\":\"transfer\"")
                .contains("\"except\":null");
        assertThat(again.status()).isEqualTo(500);
        assertThat(again.body()).contains("\"code\":3040008").contains(id(first));
        assertThat(node.counters().pushes(id(first))).isEqualTo(2);
        assertThat(node.counters().pushesOfOneMost()).isEqualTo(2);
    }

    @Test
    void aDryRunLeavesNoTrace() throws IOException {
        byte[] packed = transfer("alice");

        NodeClient.Answer dry = client.post(COMPUTE, packer.wrappedBody(packed));
        NodeClient.Answer real = client.post(SEND2, packer.wrappedBody(packed));

        assertThat(dry.status()).isEqualTo(200);
        assertThat(real.status()).isEqualTo(202);
        assertThat(node.counters().pushes(id(real))).isEqualTo(1);
    }

    @Test
    void someTransactionsFail() throws IOException {
        byte[] byActor = transfer("sniper");
        byte[] byName = packer.pack(soon(), List.of(new Action("game", "failplease", "alice", "")));

        assertThat(client.post(PUSH, packer.body(byActor)).status()).isEqualTo(500);
        assertThat(client.post(PUSH, packer.body(byName)).body()).contains("\"code\":3050003");
        NodeClient.Answer traced = client.post(SEND2, packer.wrappedBody(byActor));
        assertThat(traced.status()).isEqualTo(202);
        assertThat(traced.body()).contains("\"receipt\":null").contains("\"except\":{\"code\":3050003");
        assertThat(node.counters().transactionsFailed()).isEqualTo(3);
    }

    @Test
    void severalTransactionsAreAcceptedWhateverBecomesOfThem() throws IOException {
        String good = packer.body(transfer("alice"));
        String bad = packer.body(transfer("sniper"));

        NodeClient.Answer answer =
                client.post("/v1/chain/push_transactions", "[" + good + "," + bad + "," + good + "]");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body())
                .contains("executed")
                .contains("eosio_assert_message")
                .contains("tx_duplicate");
    }

    @Test
    void aUnixSocketIsAsGoodAsAPort(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("node.sock");
        try (PracticeNode local = PracticeNode.start(PracticeOptions.on("unix:" + socket));
                var c = new NodeClient(local)) {
            assertThat(head(c)).isPositive();
            assertThat(local.url()).isEqualTo("unix:" + socket);
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void itCountsWhatItSees() throws IOException {
        client.get("/v1/chain/get_info");
        client.get("/v1/chain/get_info");
        client.get("/some/path");

        assertThat(node.counters().requests()).isEqualTo(3);
        assertThat(node.counters().requests("/v1/chain/get_info")).isEqualTo(2);
        assertThat(node.counters().requestsByPath()).containsEntry("(other)", 1L);
        assertThat(node.counters().connections()).isEqualTo(1);
        assertThat(node.counters().lastHead()).isEqualTo("GET /some/path HTTP/1.1\r\nHost: node\r\n\r\n");
    }

    private byte[] transfer(String from) {
        return packer.pack(soon(), List.of(Packer.transfer(from, "bob", 10_000, "SYS", "one")));
    }

    private static Instant soon() {
        return Instant.parse("2030-01-01T00:00:00Z");
    }

    private static String id(NodeClient.Answer answer) {
        Matcher id = ID.matcher(answer.body());
        assertThat(id.find()).as(answer.body()).isTrue();
        return id.group(1);
    }

    private static int head(NodeClient client) throws IOException {
        Matcher head = HEAD.matcher(client.get("/v1/chain/get_info").body());
        assertThat(head.find()).isTrue();
        return Integer.parseInt(head.group(1));
    }
}
