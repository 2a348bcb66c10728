package boma.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Exchange;
import boma.exchange.Moment;
import boma.exchange.Reason;
import boma.exchange.Side;
import boma.http.Method;
import boma.net.Errno;
import boma.net.FaultySys.Call;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A node that ends, hangs or is not there, and trouble of our own.
class NodeConnectionTroubleTest {
    private final Talk talk = new Talk();

    @AfterEach
    void everyRequestIsAccountedFor() throws IOException {
        talk.close();
    }

    // ---- ends

    @Test
    void aNodeThatClosesWithoutAWordMayBeAskedAgain() {
        talk.asked();
        talk.line.end();
        talk.settle();

        assertThat(talk.client.failure.reason()).isEqualTo(Reason.NODE_CLOSED);
        assertThat(talk.client.failure.moment()).isEqualTo(Moment.NODE_REQUEST);
        assertThat(talk.client.failure.retriable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNodeThatClosesWithinTheHeadMayNotBeAskedAgain(boolean atOnce) {
        talk.asked();
        talk.line.write("HTTP/1.1 200 O");
        if (!atOnce) talk.pools.hand.settle();
        talk.line.end();
        talk.settle();

        assertThat(talk.client.failure.moment()).isEqualTo(Moment.NODE_ANSWER_HEAD);
        assertThat(talk.client.failure.retriable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNodeThatResetsWithinTheHeadMayNotBeAskedAgain(boolean atOnce) {
        talk.asked();
        talk.line.write("HTTP/1.1 200 O");
        if (!atOnce) talk.pools.hand.settle();
        talk.line.reset();
        talk.settle();

        assertThat(talk.client.failure.reason()).isEqualTo(Reason.NODE_CLOSED);
        assertThat(talk.client.failure.moment()).isEqualTo(Moment.NODE_ANSWER_HEAD);
        assertThat(talk.client.failure.retriable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
            })
    void aBodyThatIsCutShortIsNeverComplete(String answer) {
        talk.asked();
        talk.line.write(answer);
        talk.line.end();
        talk.settle();

        assertThat(talk.client.ends).isZero();
        assertThat(talk.client.failure.reason()).isEqualTo(Reason.NODE_CLOSED);
        assertThat(talk.client.failure.moment()).isEqualTo(Moment.NODE_ANSWER_BODY);
    }

    @Test
    void aKeptConnectionThatTheNodeClosedJustNowSaysNothingAboutTheNode() {
        talk.asked();
        talk.line.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        talk.settle();

        var next = new Witness();
        talk.line.end(); // crosses the next request
        next.ask(talk.pools, Talk.REQUEST);
        talk.settle(next);

        assertThat(next.failure.retriable()).isTrue();
        assertThat(talk.pools.node(0).state()).isEqualTo(Node.State.UP);
    }

    @Test
    void aNodeThatIsNotThereIsToldAsSuch() {
        talk.node.close();
        talk.client.exchange.method = Method.GET;
        Lease lease = talk.pools.loopPool.acquire(talk.client.exchange, talk.client, true, Exchange.NONE);
        if (lease instanceof Lease.Ready) talk.settle();

        var failure = lease instanceof Lease.Failed(var told) ? told : talk.client.failure;
        assertThat(failure.reason()).isEqualTo(Reason.NODE_UNREACHABLE);
        assertThat(failure.moment()).isEqualTo(Moment.NODE_CONNECT);
        assertThat(failure.retriable()).isTrue();
        assertThat(talk.pools.node(0).state()).isEqualTo(Node.State.DOWN_FAILING);
    }

    // ---- time

    @Test
    void aNodeThatDoesNotAnswerInTimeIsGivenUp() throws IOException {
        talk.pools.close();
        talk.pools("timeouts = { answer = \"20ms\" }\n");
        talk.asked();
        talk.settle();

        assertThat(talk.client.failure.reason()).isEqualTo(Reason.NODE_TIMEOUT);
        assertThat(talk.client.failure.retriable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"antelope, UP", "http, UP", "none, DOWN_FAILING"})
    void aDearRequestTakesANodeOutOnlyIfNobodyAsksHowItIs(String health, Node.State state) throws IOException {
        talk.pools.close();
        talk.pools = new Pools("nodes = [\"" + talk.node.url() + "\"]\ntimeouts = { answer = \"20ms\" }\n"
                + "health = { fall = 1, kind = \"" + health + "\" }");
        talk.asked();
        talk.settle();

        assertThat(talk.pools.node(0).state()).isEqualTo(state);
    }

    @Test
    void theTimeForConnectingIsNotTheTimeForTakingTheRequest() throws IOException {
        talk.pools.close();
        talk.pools("timeouts = { connect = \"10ms\" }\n");
        talk.pools.hand.sys.fail(Call.SEND, 1_000_000, Errno.EAGAIN); // connected, but does not take it

        talk.client.ask(talk.pools, Talk.REQUEST);
        talk.line = talk.node.accept();
        long end = System.nanoTime() + 200_000_000;
        talk.pools.hand.turnUntil(() -> talk.client.over() || System.nanoTime() > end);

        assertThat(talk.client.failure).isNull();
        talk.client.connection().close();
    }

    @Test
    void theNodeIsNotBlamedForAClientThatIsSlowToSend() throws IOException {
        talk.pools.close();
        talk.pools("timeouts = { answer = \"10ms\" }\n");
        NodeConnection c = talk.client.begin(talk.pools, Exchange.NONE);
        Witness.send(c, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n");
        talk.line = talk.node.accept();
        long end = System.nanoTime() + 200_000_000;

        talk.pools.hand.turnUntil(() -> talk.client.over() || System.nanoTime() > end);

        assertThat(talk.client.failure).isNull();
        c.requestComplete();
        talk.settle();
        assertThat(talk.client.failure.reason()).isEqualTo(Reason.NODE_TIMEOUT);
    }

    @Test
    void aClientThatDoesNotTakeTheAnswerHoldsTheNodeBack() throws IOException {
        talk.pools.close();
        talk.pools("timeouts = { answer = \"10ms\" }\n");
        talk.asked();
        talk.client.whenAnswered = () -> talk.client.ready = false;
        talk.line.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        talk.pools.hand.turnUntil(() -> talk.client.status == 200);
        talk.line.write("world");
        long end = System.nanoTime() + 200_000_000;
        talk.pools.hand.turnUntil(() -> talk.client.over() || System.nanoTime() > end);
        assertThat(talk.client.body()).isEqualTo("hello");

        talk.client.ready = true;
        talk.client.connection().resume();
        talk.settle();

        assertThat(talk.client.body()).isEqualTo("helloworld");
        assertThat(talk.client.failure).isNull();
    }

    // ---- our own trouble

    @ParameterizedTest
    @ValueSource(ints = {Errno.ENOBUFS, Errno.ENOMEM})
    void thatWeHaveNoMemoryIsNotTheNodesFault(int errno) {
        NodeConnection c = talk.client.begin(talk.pools, Exchange.NONE);
        Witness.send(c, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n");
        talk.line = talk.node.accept();
        talk.pools.hand.turnUntil(() -> talk.client.writable > 0);
        talk.pools.hand.sys.fail(Call.SEND, 1, errno);

        Witness.send(c, "0123456789");
        Witness.send(c, "0123456789");
        talk.settle();

        assertThat(talk.client.failure.reason()).isEqualTo(Reason.OVERLOADED);
        assertThat(talk.client.failure.side()).isEqualTo(Side.BOMA);
        assertThat(talk.pools.node(0).state()).isEqualTo(Node.State.UP);
        assertThat(talk.line.read())
                .as("nothing is sent behind bytes that were lost")
                .doesNotContain("0123456789");
    }

    @Test
    void anAnswerWhoseBeginningFindsNoMemoryIsGivenUp() throws IOException {
        talk.pools.close();
        talk.pools = new Pools("nodes = [\"" + talk.node.url() + "\"]\nhealth = { fall = 1 }\n", 0);
        NodeConnection c = talk.client.begin(talk.pools, Exchange.NONE);
        talk.line = talk.node.accept();
        talk.pools.hand.turnUntil(() -> !c.connecting());
        Witness.send(c, Talk.REQUEST);
        c.requestComplete();
        talk.line.write("HTTP/1.1 200 O");
        talk.settle();

        assertThat(talk.client.failure.reason()).isEqualTo(Reason.OVERLOADED);
        assertThat(talk.client.failure.side()).isEqualTo(Side.BOMA);
        assertThat(talk.pools.node(0).state()).isEqualTo(Node.State.UP);
    }

    @Test
    void aBugOfTheClientsSideEndsTheExchangeThoughTheAnswerIsOver() {
        talk.client.whenAnswered = () -> {
            talk.client.ends = 0; // it had not got so far
            throw new IllegalStateException("a bug");
        };
        talk.asked();
        talk.line.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        talk.pools.hand.turnUntil(() -> talk.client.failure != null);

        assertThat(talk.client.failure.reason()).isEqualTo(Reason.INTERNAL_ERROR);
        assertThat(talk.client.failure.side()).isEqualTo(Side.BOMA);
        assertThat(talk.pools.node(0).state()).isEqualTo(Node.State.UP);
        assertThat(talk.kept()).isFalse();
        assertThat(talk.pools.hand.bugs).hasSize(1);
        talk.pools.hand.bugs.clear();
    }

    @Test
    void aBugInTheMiddleOfAnAnswerEndsTheExchange() {
        talk.client.whenAnswered = () -> {
            throw new IllegalStateException("a bug");
        };
        talk.asked();
        talk.line.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell");
        talk.pools.hand.turnUntil(() -> talk.client.failure != null);

        assertThat(talk.client.failure.reason()).isEqualTo(Reason.INTERNAL_ERROR);
        assertThat(talk.pools.node(0).state()).isEqualTo(Node.State.UP);
        talk.pools.hand.bugs.clear();
    }

    @Test
    void whoeverIsLeftHearsNothingAnyMore() {
        NodeConnection c = talk.asked();
        talk.line.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        c.close();
        c.close();
        talk.pools.hand.settle();

        assertThat(talk.client.over()).isFalse();
        assertThat(talk.client.status).isZero();
    }
}
