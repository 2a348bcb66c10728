package boma.scenario;

import static boma.scenario.FakeNode.answering;
import static boma.scenario.FakeNode.echoing;
import static boma.scenario.FakeNode.hanging;
import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.rule.PushBody;
import boma.scenario.Wire.Ending;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Boma is told to stop while it is being used.
class StopTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Duration LONG = Duration.ofSeconds(20);

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void noClientInTheMiddleOfItsWorkLosesARequest() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().threads(2).start(node));
        var answered = new AtomicInteger();
        List<Future<String>> lasts = new ArrayList<>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                Wire client = stage.client(boma);
                lasts.add(clients.submit(() -> {
                    Message answer;
                    do {
                        answer = client.send(GET).answer();
                        assertThat(answer.gist()).isEqualTo("200 GET / ");
                        answered.incrementAndGet();
                    } while (!answer.has("Connection"));
                    return answer.field("Connection") + ", " + client.ending();
                }));
            }
            Await.until("they are at work", () -> answered.get() > 500);

            boma.stop(LONG);

            for (Future<String> last : lasts) assertThat(last.get()).isEqualTo("close, CLOSED");
        }
    }

    @Test
    void whatItHadOfTheSystemIsGivenBack() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma.setup().threads(4).start(node).close(); // now the JDK has what it keeps for good
        long before = epolls();

        for (int i = 0; i < 5; i++) Boma.setup().threads(4).start(node).close();

        Await.until(() -> before + " epolls and counters, found " + epolls(), () -> epolls() <= before);
    }

    /// Descriptors of this process by which event loops wait and are woken.
    private static long epolls() {
        long found = 0;
        for (File file : Objects.requireNonNull(new File("/proc/self/fd").listFiles())) {
            try {
                String target = Files.readSymbolicLink(file.toPath()).toString();
                if (target.matches("anon_inode:\\[event(poll|fd)]")) found++;
            } catch (IOException _) {
                // closed meanwhile, such as the one by which the directory was read
            }
        }
        return found;
    }

    @Test
    void aPushWhoseClientHasLeftIsWaitedForAndCharged() throws Exception {
        var answer = new CountDownLatch(1);
        FakeNode node = stage.node(wire -> {
            wire.request();
            answer.await();
            wire.send(ok("{}"));
        });
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma).send(PushBody.request("eosio.token::transfer alice"));
        node.awaitRequests(1);
        client.reset();
        boma.await("boma_connections_open", "", 0);

        var stopping = Thread.ofVirtual().start(() -> {
            try {
                boma.stop(LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Await.until("it stops", () -> boma.ready().contains("stopping"));
        answer.countDown();
        stopping.join();

        boma.await("boma_transactions_total", "", 1);
    }

    @Test
    void aPushThatIsNotAnsweredInTimeIsSettledAllTheSame() throws Exception {
        FakeNode node = stage.node(hanging());
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma).send(PushBody.request("eosio.token::transfer alice"));
        node.awaitRequests(1);
        client.reset();
        boma.await("boma_connections_open", "", 0);

        boma.stop(Duration.ofMillis(50));

        boma.await("boma_transactions_total", "", 1);
    }

    @Test
    void anAnswerThatIsAwaitedStillArrives() throws Exception {
        var answer = new CountDownLatch(1);
        FakeNode node = stage.node(wire -> {
            wire.request();
            answer.await();
            wire.send(ok("late"));
            wire.ending();
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma).send(GET);
        node.awaitRequests(1);

        Thread stop = stopping(boma, LONG);
        Await.until("it accepts no more", () -> isClosed(boma));
        answer.countDown();

        Message late = client.answer();
        assertThat(late.gist()).isEqualTo("200 late");
        assertThat(late.field("Connection")).isEqualTo("close");
        client.ending();
        client.close();
        stop.join();
    }

    @Test
    void aRequestThatIsStillBeingGatheredIsServed() throws Exception {
        Boma boma = stage.before(stage.node(echoing()));
        String head = "POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n";
        Wire client = stage.client(boma).send(head + "first");
        Await.until("its beginning is there", () -> boma.metric("boma_buffered_bytes") > 0);

        servesTheRest(boma, client, "later");
    }

    @Test
    void aRequestThatIsStillOnItsWayIsServed() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        String head = "POST /up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        Wire client = stage.client(boma).send(head + "a\r\nfirst");
        node.awaitConnections(1);

        servesTheRest(boma, client, "later\r\n0\r\n\r\n");
    }

    private static void servesTheRest(Boma boma, Wire client, String rest) throws Exception {
        Thread stop = stopping(boma, LONG);
        Await.until("it accepts no more", () -> isClosed(boma));
        client.send(rest);

        assertThat(client.answer().gist()).isEqualTo("200 POST /up firstlater");
        client.ending();
        client.close();
        stop.join();
    }

    @Test
    void idleConnectionsAreClosed() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire idle = stage.client(boma).send(GET);
        idle.answer();
        Wire silent = stage.client(boma);

        boma.stop(LONG);

        assertThat(idle.ending()).isEqualTo(Ending.CLOSED);
        assertThat(silent.ending()).isEqualTo(Ending.CLOSED);
    }

    /// At a Unix socket, because the kernel takes only little for its readers.
    @Test
    void aReaderThatIsStillTakingItsAnswersGetsAllOfThem() throws Exception {
        String body = "0123456789".repeat(3000);
        FakeNode node = stage.node(answering(ok(body)));
        Boma boma = stage.add(
                Boma.setup().bind("unix:" + stage.directory().resolve("boma")).start(node));
        Wire client = stage.client(boma);
        int asked = 0;
        while (boma.metric("boma_buffered_bytes") == 0) {
            client.send(GET);
            boma.await("boma_requests_total", "", ++asked);
        }
        Wire idle = stage.client(boma);

        Thread stop = stopping(boma, LONG);
        assertThat(idle.ending()).isEqualTo(Ending.CLOSED);

        for (int i = 0; i < asked; i++) assertThat(client.answer().body()).isEqualTo(body);
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        stop.join();
    }

    @Test
    void whoTakesTooLongIsNotWaitedFor() throws Exception {
        FakeNode node = stage.node(hanging());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma).send(GET);
        node.awaitRequests(1);

        boma.stop(Duration.ofMillis(100));

        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        assertThat(client.unread()).isEmpty();
    }

    @Test
    void nobodyIsAcceptedAnyMore() throws Exception {
        Boma boma = stage.before(stage.node(echoing()));

        boma.stop(Duration.ZERO);

        assertThatThrownBy(boma::connect).isInstanceOf(ConnectException.class);
    }

    private static Thread stopping(Boma boma, Duration patience) {
        return Thread.ofVirtual().start(() -> {
            try {
                boma.stop(patience);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static boolean isClosed(Boma boma) {
        try (Wire _ = boma.connect()) {
            return false;
        } catch (java.io.IOException _) {
            return true;
        }
    }
}
