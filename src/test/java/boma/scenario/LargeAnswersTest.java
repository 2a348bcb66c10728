package boma.scenario;

import static boma.scenario.FakeNode.answering;
import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Answers that are larger than any buffer, to readers of every speed.
class LargeAnswersTest {
    private static final String GET = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int KEPT_MAX = 1024 * 1024; // a buffer of this size holds all that may wait for one reader

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void answersOfManySizesArriveWhole() throws Exception {
        FakeNode node = stage.node(answering(r ->
                ok("x".repeat(Integer.parseInt(r.asked().substring("GET /".length()))))));
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        for (int size : new int[] {1, 4095, 4096, 65_000, 65_439, 65_536, 65_537, 131_072, 1_000_000, 5_000_000}) {
            client.send("GET /" + size + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().body()).as("%d bytes", size).hasSize(size);
        }
    }

    @Test
    void aLargeAnswerInChunksArrivesWhole() throws Exception {
        String chunk = "0123456789abcdef".repeat(1000);
        FakeNode node = stage.node(answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + ("3e80\r\n" + chunk + "\r\n").repeat(312) + "0\r\n\r\n"));
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(GET);

        assertThat(client.answer().body()).isEqualTo(chunk.repeat(312));
    }

    @Test
    void aReaderThatDoesNotReadHoldsUpNobodyElseAndLittleMemory() throws Exception {
        String large = "0123456789abcdef".repeat(20_000_000 / 16);
        FakeNode node = stage.node(answering(r -> r.asked().equals("GET /large") ? ok(large) : ok("small")));
        Boma boma = stage.before(node);
        Wire slow = stage.add(Wire.narrow(boma.address()));
        Wire quick = stage.client(boma);

        slow.send(GET);
        Await.until("bytes wait for the reader", () -> boma.metric("boma_buffered_bytes") > 0);
        for (int i = 0; i < 200; i++) {
            quick.send("GET /small HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(quick.answer().gist()).isEqualTo("200 small");
        }

        assertThat(boma.metric("boma_buffered_bytes")).isBetween(1.0, (double) KEPT_MAX);
        assertThat(slow.answer().body()).isEqualTo(large);
    }

    @Test
    void anAnswerThatIsNotTakenIsKeptSoThatItsNodeIsFree() throws Exception {
        String answer = "0123456789abcdef".repeat(800_000 / 16);
        Boma boma = stage.before(stage.node(answering(ok(answer))));
        Wire slow = stage.add(Wire.narrow(boma.address()));

        slow.send(GET);

        boma.await("boma_requests_total", "", 1);
        boma.await("boma_node_in_flight", "", 0);
        assertThat(boma.metric("boma_buffered_bytes")).isBetween(1.0, (double) KEPT_MAX);
        assertThat(slow.answer().body()).isEqualTo(answer);
    }

    /// What waits for such a reader hardly ever becomes nothing, yet it must not become more and more.
    @Test
    void aReaderThatIsAlwaysALittleBehindIsServedToTheEnd() throws Exception {
        int part = 8 * 1024;
        int parts = 1000;
        var turns = new Semaphore(0);
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + part * parts + "\r\n\r\n");
            for (int i = 0; i < parts; i++) {
                turns.acquire();
                wire.send("x".repeat(part));
            }
            wire.ending();
        });
        Boma boma = stage.before(node);
        Wire client = stage.add(Wire.narrow(boma.address()));

        client.send(GET);
        int ahead = 0;
        while (ahead < parts && boma.metric("boma_buffered_bytes") == 0) {
            turns.release();
            ahead++;
        }
        client.until("\r\n\r\n");
        for (int i = 0; i < parts - ahead; i++) {
            turns.release();
            client.read(part);
            if (i % 100 == 0) assertThat(boma.metric("boma_buffered_bytes")).isLessThanOrEqualTo(KEPT_MAX);
        }
        client.read(part * ahead);
    }

    @Test
    void aNodeThatReadsSlowlyHoldsUpItsClientOnly() throws Exception {
        var goOn = new CountDownLatch(1);
        FakeNode node = stage.node(wire -> {
            wire.until("\r\n\r\n");
            goOn.await();
            wire.read(2_000_000);
            wire.send(ok("thanks"));
            wire.ending();
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n");
        Thread sender = Thread.ofVirtual().start(() -> client.sendQuietly("0123456789".repeat(200_000)));
        node.awaitConnections(1);
        assertThat(boma.metric("boma_buffered_bytes")).isLessThanOrEqualTo(KEPT_MAX);
        goOn.countDown();

        assertThat(client.answer().gist()).isEqualTo("200 thanks");
        sender.join();
    }

    /// Each answer fits what the kernel and Boma keep, all of them together do not.
    @Test
    void aClientThatPipelinesAndReadsLaterGetsEveryAnswer() throws Exception {
        FakeNode node = stage.node(answering(ok("x".repeat(100_000))));
        Boma boma = stage.before(node);
        Wire client = stage.add(Wire.narrow(boma.address()));

        client.send(GET.repeat(100));
        Await.until("bytes wait for the reader", () -> boma.metric("boma_buffered_bytes") > 64 * 1024);

        for (int i = 0; i < 100; i++) assertThat(client.answer().body()).hasSize(100_000);
        assertThat(node.requests()).hasSize(100);
    }

    /// That room comes while the client takes what waits is no reason to expect more of a node that is not read.
    @Test
    void aNodeIsNotBlamedForWhatASlowReaderLeaves() throws Exception {
        int size = 3_000_000;
        FakeNode node = stage.node(wire -> {
            if (wire.request().asked().equals("GET /large")) wire.send(ok("x".repeat(size)));
            wire.ending();
        });
        Boma boma = stage.add(Boma.setup().pool("timeouts = { answer = '1s' }").start(node));
        Wire slow = stage.add(Wire.narrow(boma.address()));

        slow.send(GET).until("\r\n\r\n");
        boma.await("boma_buffered_bytes", "", KEPT_MAX);
        letANodeRunOutOfTime(boma);
        slow.read(700_000);
        letANodeRunOutOfTime(boma);

        assertThat(slow.read(size - 700_000)).hasSize(size - 700_000);
    }

    /// Whoever was asked before has run out of time as well then, if it was to.
    private void letANodeRunOutOfTime(Boma boma) throws Exception {
        Wire client = stage.client(boma).send("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.answer().gist()).isEqualTo("504 node_timeout");
    }

    @Test
    void manyAnswersThatOneClientIsSlowToTakeAllArriveWhole() throws Exception {
        int size = 1_500_000;
        Boma boma = stage.before(stage.node(answering(ok("x".repeat(size)))));
        List<Wire> clients = new ArrayList<>();

        for (int i = 0; i < 14; i++)
            clients.add(stage.add(Wire.narrow(boma.address())).send(GET));

        for (Wire client : clients) client.until("\r\n\r\n");
        for (Wire client : clients) assertThat(client.read(size)).hasSize(size);
    }
}
