package boma.scenario;

import static boma.scenario.FakeNode.answering;
import static boma.scenario.FakeNode.echoing;
import static boma.scenario.FakeNode.hanging;
import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.rule.PushBody;
import boma.scenario.Wire.Ending;
import java.io.EOFException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Nobody waits forever for anybody.
class TimeoutsTest {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String PUSH_HEAD = "POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nContent-Length: ";

    @AutoClose
    private final Stage stage = new Stage();

    private Boma patientWith(String timeouts, FakeNode node) throws Exception {
        return stage.add(
                Boma.setup().listener("timeouts = { " + timeouts + " }").start(node));
    }

    private Boma waitingForAnswers(String time, FakeNode node) throws Exception {
        return stage.add(
                Boma.setup().pool("timeouts = { answer = '" + time + "' }").start(node));
    }

    // ---- clients

    @Test
    void aHeadThatDribblesInIsRefusedWhenItsTimeIsUp() throws Exception {
        Boma boma = patientWith("head = '200ms'", stage.node(echoing()));
        Wire client = stage.client(boma);

        client.dribble("GET / HTTP/1.1\r\nHost: a\r\n" + "X: 0123456789\r\n".repeat(100), PAUSE);

        assertThat(client.answer().gist()).isEqualTo("408 request_timeout");
        client.ending();
        assertThat(client.unread()).isEmpty();
    }

    @Test
    void aSecondHeadHasItsTimeToo() throws Exception {
        Boma boma = patientWith("head = '200ms', idle = '10s'", stage.node(echoing()));
        Wire client = stage.client(boma);

        client.send(GET + "GET /");

        assertThat(client.answer().status()).isEqualTo(200);
        assertThat(client.answer().gist()).isEqualTo("408 request_timeout");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
    }

    @Test
    void aClientThatNeverSaysAnythingIsLetGoWithoutAWord() throws Exception {
        Boma boma = patientWith("head = '100ms'", stage.node(echoing()));
        Wire client = stage.client(boma);

        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        assertThat(client.unread()).isEmpty();
        assertThat(boma.metric("boma_requests_total")).isZero();
    }

    @Test
    void anIdleClientIsLetGoWithoutAWord() throws Exception {
        Boma boma = patientWith("idle = '100ms'", stage.node(echoing()));
        Wire client = stage.client(boma);

        client.send(GET);
        client.answer();

        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        assertThat(client.unread()).isEmpty();
        boma.await("boma_requests_total", "", 1);
    }

    @Test
    void aBodyThatMustBeWholeHasItsTime() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup()
                .antelope()
                .listener("timeouts = { body = '200ms' }")
                .start(node));
        Wire client = stage.client(boma);

        client.send(PUSH_HEAD + "1000\r\n\r\n");
        client.dribble("x".repeat(500), PAUSE);

        assertThat(client.answer().gist()).isEqualTo("408 request_timeout");
        client.ending();
        assertThat(node.connections()).isZero();
    }

    @Test
    void aBodyInPassingHasItsTime() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = patientWith("body = '200ms'", node);
        Wire client = stage.client(boma);

        client.send("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
        client.dribble("x".repeat(500), PAUSE);

        assertThat(client.answer().gist()).isEqualTo("408 request_timeout");
        client.ending();
        assertThat(node.requests()).isEmpty();
    }

    @Test
    void aBodyThatTheNodeDoesNotTakeIsTheNodesFault() throws Exception {
        var over = new CountDownLatch(1);
        // Why not TCP: there the kernel takes all of it when it is in the mood.
        FakeNode node = stage.add(FakeNode.onUnixSocket(stage.directory().resolve("node"), _ -> over.await()));
        Boma boma = stage.add(Boma.setup()
                .listener("max-body = '3MiB'", "timeouts = { body = '300ms' }")
                .start(node));
        Wire client = stage.client(boma);

        Thread sender = Thread.ofVirtual()
                .start(() -> client.sendQuietly(
                        "POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + "x".repeat(3_000_000)));

        assertThat(client.answer().gist()).isEqualTo("504 node_timeout");
        boma.await("boma_node_failures_total", "", 1);
        over.countDown();
        client.close();
        sender.join();
    }

    @Test
    void aRefusedBodyIsNotWaitedForForever() throws Exception {
        Boma boma = stage.add(Boma.setup()
                .antelope()
                .listener("timeouts = { body = '100ms' }")
                .start(stage.node(echoing())));
        Wire client = stage.client(boma);

        client.send("POST /v1/producer/pause HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nx");

        assertThat(client.answer().gist()).isEqualTo("403 operator_path");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        assertThat(client.unread()).isEmpty();
    }

    @Test
    void aBodyHasItsTimeAlsoWhileItsAnswerIsRead() throws Exception {
        String much = ok("x".repeat(20_000_000));
        FakeNode node = stage.node(wire -> {
            wire.until("\r\n\r\n");
            wire.send(much);
        });
        Boma boma = patientWith("body = '300ms'", node);
        Wire client = stage.add(Wire.narrow(boma.address()));

        client.send("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nx");

        boma.await("boma_requests_total", "", 1);
        boma.await("boma_connections_open", "", 0);
    }

    @Test
    void aReaderThatDoesNotReadIsCutOff() throws Exception {
        FakeNode node = stage.node(answering(ok("x".repeat(20_000_000))));
        Boma boma = patientWith("write = '150ms'", node);
        Wire client = stage.add(Wire.narrow(boma.address()));

        client.send(GET);

        boma.await("boma_requests_total", "", 1);
        boma.await("boma_connections_open", "", 0);
        boma.await("boma_node_in_flight", "", 0);
        assertThat(client.ending())
                .as("an orderly end would leave megabytes in the kernel")
                .isEqualTo(Ending.RESET);
    }

    @Test
    void aReaderThatPipelinesAndDoesNotReadIsCutOff() throws Exception {
        FakeNode node = stage.node(answering(ok("x".repeat(100_000))));
        Boma boma = patientWith("write = '150ms'", node);
        Wire client = stage.add(Wire.narrow(boma.address()));

        client.send(GET.repeat(1000));

        boma.await("boma_connections_total", "", 1);
        boma.await("boma_connections_open", "", 0);
        boma.await("boma_node_in_flight", "", 0);
    }

    @Test
    void aReaderThatDoesNotReadItsLastAnswerIsCutOff() throws Exception {
        FakeNode node = stage.node(answering(ok("x".repeat(100_000))));
        Boma boma = patientWith("write = '150ms'", node);
        Wire client = stage.add(Wire.narrow(boma.address()));

        client.send(GET.repeat(60) + GET.replace("Host", "Connection: close\r\nHost"));

        boma.await("boma_connections_total", "", 1);
        boma.await("boma_connections_open", "", 0);
    }

    /// The time between two requests begins when the answer was taken. At a Unix socket, because the kernel takes only
    /// little for its readers.
    @Test
    void aReaderWhoHasAnAnswerToTakeIsNotIdle() throws Exception {
        FakeNode node = stage.node(answering(ok("x".repeat(30_000))));
        Boma boma = stage.add(Boma.setup()
                .bind("unix:" + stage.directory().resolve("boma"))
                .listener("timeouts = { idle = '400ms' }")
                .start(node));
        Wire client = stage.client(boma);
        int asked = 0;
        while (boma.metric("boma_buffered_bytes") == 0) {
            client.send(GET);
            boma.await("boma_requests_total", "", ++asked);
        }
        Wire neighbour = stage.client(boma);
        neighbour.send(GET).answer();
        neighbour.ending(); // so long is nobody waited for who is idle

        for (int i = 0; i < asked; i++) assertThat(client.answer().body()).hasSize(30_000);
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
    }

    // ---- nodes

    @Test
    void aNodeThatDoesNotAnswerIsAGatewayTimeout() throws Exception {
        FakeNode node = stage.node(hanging(), echoing());
        Boma boma = waitingForAnswers("300ms", node);
        Wire client = stage.client(boma);

        client.send(GET);
        assertThat(client.answer().gist()).isEqualTo("504 node_timeout");
        client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.answer().gist()).isEqualTo("200 GET /next ");
    }

    @Test
    void aPushThatIsNotAnsweredInTimeIsNotSentAgain() throws Exception {
        FakeNode node = stage.node(hanging());
        Boma boma = stage.add(
                Boma.setup().antelope().pool("timeouts = { answer = '150ms' }").start(node));
        Wire client = stage.client(boma);
        String body = PushBody.of("eosio.token::transfer alice");

        client.send(PUSH_HEAD + body.length() + "\r\n\r\n" + body);

        assertThat(client.answer().gist()).isEqualTo("504 node_timeout");
        assertThat(node.requests()).hasSize(1);
    }

    @Test
    void aHeadThatDribblesOutOfTheNodeIsAGatewayTimeout() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.dribble("HTTP/1.1 200 OK\r\n" + "X: 0123456789\r\n".repeat(100), PAUSE);
            wire.ending();
        });
        Boma boma = waitingForAnswers("200ms", node);
        Wire client = stage.client(boma);

        client.send(GET);

        assertThat(client.answer().gist()).isEqualTo("504 node_timeout");
    }

    @Test
    void anAnswerThatStopsHalfwayEndsTheConnection() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            wire.ending();
        });
        Boma boma = waitingForAnswers("300ms", node);
        Wire client = stage.client(boma);

        client.send(GET);

        assertThatThrownBy(client::answer).isInstanceOf(EOFException.class);
    }

    @Test
    void aClientThatSendsSlowlyIsNotTheNodesFault() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = waitingForAnswers("300ms", node);
        Wire client = stage.client(boma);

        client.send("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n");
        client.dribble("x".repeat(20), PAUSE);

        assertThat(client.answer().gist()).isEqualTo("200 POST /up " + "x".repeat(20));
        assertThat(boma.metric("boma_node_failures_total")).isZero();
    }

    @Test
    void aClientThatReadsSlowlyIsNotTheNodesFault() throws Exception {
        String body = "x".repeat(20_000_000);
        FakeNode node = stage.node(answering(ok(body)), hanging());
        Boma boma = waitingForAnswers("300ms", node);
        Wire client = stage.add(Wire.narrow(boma.address()));
        Wire neighbour = stage.client(boma);

        client.send(GET);
        Await.until("bytes wait for the reader", () -> boma.metric("boma_buffered_bytes") > 0);
        for (int i = 0; i < 2; i++) {
            neighbour.send(GET);
            assertThat(neighbour.answer().status()).isEqualTo(504); // so long does a node get
        }

        assertThat(client.answer().body()).isEqualTo(body);
        boma.await("boma_node_failures_total", "", 2);
    }
}
