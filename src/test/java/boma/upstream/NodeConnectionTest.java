package boma.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Exchange;
import boma.exchange.Moment;
import boma.exchange.Reason;
import boma.exchange.Side;
import boma.http.Method;
import boma.net.Errno;
import boma.net.EventLoop;
import boma.net.FaultySys.Call;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One exchange on a connection to a node, with the node doing its worst.
class NodeConnectionTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private StillNode node = new StillNode();
    private Pools pools;
    private final Witness client = new Witness();
    private StillNode.Line line;

    @BeforeEach
    void aPool() {
        pools("");
    }

    private void pools(String more) {
        pools = new Pools("nodes = [\"" + node.url() + "\"]\nhealth = { fall = 1 }\n" + more);
    }

    @AfterEach
    void everyRequestIsAccountedFor() throws IOException {
        pools.close();
        node.close();
        assertThat(pools.hand.bugs).isEmpty();
        assertThat(pools.closed).isEqualTo(pools.opened);
        assertThat(pools.node(0).inFlight()).isZero();
        assertThat(pools.hand.budget.used()).isZero();
        assertThat(pools.hand.sys.open()).isEmpty();
        assertThat(pools.hand.sys.strayCloses()).isEmpty();
    }

    /// The request is with the node, which has read it.
    private NodeConnection asked() {
        return asked(client);
    }

    private NodeConnection asked(Witness w) {
        NodeConnection c = w.ask(pools, REQUEST);
        line = node.accept();
        pools.hand.turnUntil(() -> w.writable > 0);
        assertThat(line.read()).isEqualTo(REQUEST);
        return c;
    }

    private void settle(Witness w) {
        pools.hand.turnUntil(w::over);
        pools.hand.settle();
    }

    private boolean kept() {
        return pools.closed < pools.opened;
    }

    // ---- answers

    @Test
    void anAnswerOfKnownLengthIsPassedOnAndTheConnectionKept() {
        asked();
        line.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        settle(client);

        assertThat(client.status).isEqualTo(200);
        assertThat(client.body()).isEqualTo("hello");
        assertThat(kept()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
            })
    void anAnswerMayComeByteByByte(String answer) {
        client.decodes = true;
        asked();
        for (int i = 0; i < answer.length(); i++) {
            line.write(answer.substring(i, i + 1));
            pools.hand.settle();
        }
        settle(client);

        assertThat(client.status).isEqualTo(200);
        assertThat(client.body()).isEqualTo("hello");
        assertThat(kept()).isTrue();
    }

    @Test
    void anAnswerUntilTheEndIsCompleteAtTheEndAndTheConnectionGone() {
        asked();
        line.write("HTTP/1.1 200 OK\r\n\r\nhel");
        line.write("lo");
        line.end();
        settle(client);

        assertThat(client.body()).isEqualTo("hello");
        assertThat(client.ends).isEqualTo(1);
        assertThat(kept()).isFalse();
        assertThat(pools.changes).isEmpty();
    }

    @Test
    void anAnswerUntilTheEndThatIsResetIsNotComplete() {
        asked();
        line.write("HTTP/1.1 200 OK\r\n\r\nhello");
        pools.hand.settle();
        line.reset();
        settle(client);

        assertThat(client.ends).isZero();
        assertThat(client.failure.moment()).isEqualTo(Moment.NODE_ANSWER_BODY);
        assertThat(client.failure.retriable()).isFalse();
    }

    @Test
    void aCompleteAnswerInFrontOfAResetCounts() {
        asked();
        line.write("HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nhello");
        line.reset();
        settle(client);

        assertThat(client.status).isEqualTo(413);
        assertThat(client.body()).isEqualTo("hello");
        assertThat(client.failure).isNull();
        assertThat(kept()).isFalse();
    }

    @Test
    void aCompleteAnswerInFrontOfAFailedWriteCounts() {
        NodeConnection c = client.begin(pools, Exchange.NONE);
        Witness.send(c, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n");
        line = node.accept();
        pools.hand.turnUntil(() -> client.writable > 0);
        line.write("HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nhello");
        pools.hand.sys.fail(Call.SEND, 1, Errno.EPIPE);

        Witness.send(c, "0123456789");
        settle(client);

        assertThat(client.status).isEqualTo(413);
        assertThat(client.failure).isNull();
        assertThat(kept()).isFalse();
    }

    @Test
    void anAnswerBeforeTheRequestIsCompleteEndsTheConnection() {
        NodeConnection c = client.begin(pools, Exchange.NONE);
        Witness.send(c, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n");
        line = node.accept();
        pools.hand.turnUntil(() -> client.writable > 0);
        line.write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
        settle(client);

        assertThat(client.status).isEqualTo(413);
        assertThat(kept()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok!",
                "HTTP/1.1 204 No Content\r\n\r\n!",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"
            })
    void aConnectionIsNotUsedAgainWhenItsNextAnswerCouldBeTheWrongOne(String answer) {
        asked();
        line.write(answer);
        settle(client);

        assertThat(client.ends).isEqualTo(1);
        assertThat(kept()).isFalse();
    }

    @Test
    void aConnectionThatTheNodeEndsBehindItsAnswerIsNotOfferedToAnybody() {
        asked();
        int[] closedThen = new int[1];
        client.whenAnswered = () -> closedThen[0] = pools.closed;
        line.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        line.end();
        settle(client);

        assertThat(client.body()).isEqualTo("ok");
        assertThat(closedThen[0]).isEqualTo(1);
    }

    @Test
    void aConnectionIsNotOfferedToAnybodyWhileMoreMayLieBehindTheAnswer(@TempDir Path directory) throws IOException {
        pools.close();
        node.close();
        node = new StillNode(directory.resolve("node.sock"));
        pools("");
        int length = EventLoop.READ_MAX - 500;
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\nX: ";
        String padding = "x".repeat(EventLoop.READ_MAX - length - head.length() - 4);
        client.ask(pools, REQUEST);
        line = node.accept();
        int[] closedThen = new int[1];
        client.whenAnswered = () -> closedThen[0] = pools.closed;
        line.write(head + padding + "\r\n\r\n" + "b".repeat(length)); // just fills the read buffer
        settle(client);

        assertThat(client.body()).hasSize(length);
        assertThat(client.parts).isEqualTo(1);
        assertThat(closedThen[0]).isEqualTo(1);
    }

    @Test
    void aConnectionIsNotUsedAgainAfterHead() {
        client.exchange.method = Method.HEAD;
        asked();
        line.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        settle(client);

        assertThat(client.ends).isEqualTo(1);
        assertThat(client.body()).isEmpty();
        assertThat(kept()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void anAnswerThatBreaksTheRulesIsRefusedAndCountsAgainstTheNode(String answer) {
        asked();
        line.write(answer);
        settle(client);

        assertThat(client.failure.reason()).isEqualTo(Reason.NODE_BAD_ANSWER);
        assertThat(client.failure.side()).isEqualTo(Side.NODE);
        assertThat(client.failure.retriable()).isFalse();
        assertThat(kept()).isFalse();
        assertThat(pools.node(0).state()).isEqualTo(Node.State.DOWN_FAILING);
    }

    @Test
    void interimAnswersArePassedOnExceptContinue() {
        asked();
        line.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n");
        pools.hand.turnUntil(() -> !client.interims.isEmpty());
        line.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        settle(client);

        assertThat(client.interims).containsExactly(103);
        assertThat(client.ends).isEqualTo(1);
    }

    @Test
    void interimAnswersWithoutEndAreRefused() {
        asked();
        line.write("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(17));
        settle(client);

        assertThat(client.failure.detail()).isEqualTo("too many interim answers");
    }

    // ---- ends

    @Test
    void aNodeThatClosesWithoutAWordMayBeAskedAgain() {
        asked();
        line.end();
        settle(client);

        assertThat(client.failure.reason()).isEqualTo(Reason.NODE_CLOSED);
        assertThat(client.failure.moment()).isEqualTo(Moment.NODE_REQUEST);
        assertThat(client.failure.retriable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNodeThatClosesWithinTheHeadMayNotBeAskedAgain(boolean atOnce) {
        asked();
        line.write("HTTP/1.1 200 O");
        if (!atOnce) pools.hand.settle();
        line.end();
        settle(client);

        assertThat(client.failure.moment()).isEqualTo(Moment.NODE_ANSWER_HEAD);
        assertThat(client.failure.retriable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNodeThatResetsWithinTheHeadMayNotBeAskedAgain(boolean atOnce) {
        asked();
        line.write("HTTP/1.1 200 O");
        if (!atOnce) pools.hand.settle();
        line.reset();
        settle(client);

        assertThat(client.failure.reason()).isEqualTo(Reason.NODE_CLOSED);
        assertThat(client.failure.moment()).isEqualTo(Moment.NODE_ANSWER_HEAD);
        assertThat(client.failure.retriable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
            })
    void aBodyThatIsCutShortIsNeverComplete(String answer) {
        asked();
        line.write(answer);
        line.end();
        settle(client);

        assertThat(client.ends).isZero();
        assertThat(client.failure.reason()).isEqualTo(Reason.NODE_CLOSED);
        assertThat(client.failure.moment()).isEqualTo(Moment.NODE_ANSWER_BODY);
    }

    @Test
    void aKeptConnectionThatTheNodeClosedJustNowSaysNothingAboutTheNode() {
        asked();
        line.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        settle(client);

        var next = new Witness();
        line.end(); // crosses the next request
        next.ask(pools, REQUEST);
        settle(next);

        assertThat(next.failure.retriable()).isTrue();
        assertThat(pools.node(0).state()).isEqualTo(Node.State.UP);
    }

    @Test
    void aNodeThatIsNotThereIsToldAsSuch() {
        node.close();
        client.exchange.method = Method.GET;
        Lease lease = pools.loopPool.acquire(client.exchange, client, Exchange.NONE);
        if (lease instanceof Lease.Ready) settle(client);

        var failure = lease instanceof Lease.Failed(var told) ? told : client.failure;
        assertThat(failure.reason()).isEqualTo(Reason.NODE_UNREACHABLE);
        assertThat(failure.moment()).isEqualTo(Moment.NODE_CONNECT);
        assertThat(failure.retriable()).isTrue();
        assertThat(pools.node(0).state()).isEqualTo(Node.State.DOWN_FAILING);
    }

    // ---- time

    @Test
    void aNodeThatDoesNotAnswerInTimeIsGivenUp() throws IOException {
        pools.close();
        pools("timeouts = { answer = \"20ms\" }\n");
        asked();
        settle(client);

        assertThat(client.failure.reason()).isEqualTo(Reason.NODE_TIMEOUT);
        assertThat(client.failure.retriable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"antelope, UP", "http, UP", "none, DOWN_FAILING"})
    void aDearRequestTakesANodeOutOnlyIfNobodyAsksHowItIs(String health, Node.State state) throws IOException {
        pools.close();
        pools = new Pools("nodes = [\"" + node.url() + "\"]\ntimeouts = { answer = \"20ms\" }\n"
                + "health = { fall = 1, kind = \"" + health + "\" }");
        asked();
        settle(client);

        assertThat(pools.node(0).state()).isEqualTo(state);
    }

    @Test
    void theTimeForConnectingIsNotTheTimeForTakingTheRequest() throws IOException {
        pools.close();
        pools("timeouts = { connect = \"10ms\" }\n");
        pools.hand.sys.fail(Call.SEND, 1_000_000, Errno.EAGAIN); // connected, but does not take it

        client.ask(pools, REQUEST);
        line = node.accept();
        long end = System.nanoTime() + 200_000_000;
        pools.hand.turnUntil(() -> client.over() || System.nanoTime() > end);

        assertThat(client.failure).isNull();
        client.connection().close();
    }

    @Test
    void theNodeIsNotBlamedForAClientThatIsSlowToSend() throws IOException {
        pools.close();
        pools("timeouts = { answer = \"10ms\" }\n");
        NodeConnection c = client.begin(pools, Exchange.NONE);
        Witness.send(c, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n");
        line = node.accept();
        long end = System.nanoTime() + 200_000_000;

        pools.hand.turnUntil(() -> client.over() || System.nanoTime() > end);

        assertThat(client.failure).isNull();
        c.requestComplete();
        settle(client);
        assertThat(client.failure.reason()).isEqualTo(Reason.NODE_TIMEOUT);
    }

    @Test
    void aClientThatDoesNotTakeTheAnswerHoldsTheNodeBack() throws IOException {
        pools.close();
        pools("timeouts = { answer = \"10ms\" }\n");
        asked();
        client.whenAnswered = () -> client.ready = false;
        line.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        pools.hand.turnUntil(() -> client.status == 200);
        line.write("world");
        long end = System.nanoTime() + 200_000_000;
        pools.hand.turnUntil(() -> client.over() || System.nanoTime() > end);
        assertThat(client.body()).isEqualTo("hello");

        client.ready = true;
        client.connection().resume();
        settle(client);

        assertThat(client.body()).isEqualTo("helloworld");
        assertThat(client.failure).isNull();
    }

    // ---- our own trouble

    @ParameterizedTest
    @ValueSource(ints = {Errno.ENOBUFS, Errno.ENOMEM})
    void thatWeHaveNoMemoryIsNotTheNodesFault(int errno) {
        NodeConnection c = client.begin(pools, Exchange.NONE);
        Witness.send(c, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n");
        line = node.accept();
        pools.hand.turnUntil(() -> client.writable > 0);
        pools.hand.sys.fail(Call.SEND, 1, errno);

        Witness.send(c, "0123456789");
        Witness.send(c, "0123456789");
        settle(client);

        assertThat(client.failure.reason()).isEqualTo(Reason.OVERLOADED);
        assertThat(client.failure.side()).isEqualTo(Side.BOMA);
        assertThat(pools.node(0).state()).isEqualTo(Node.State.UP);
        assertThat(line.read())
                .as("nothing is sent behind bytes that were lost")
                .doesNotContain("0123456789");
    }

    @Test
    void aBugOfTheClientsSideEndsTheExchangeThoughTheAnswerIsOver() {
        client.whenAnswered = () -> {
            client.ends = 0; // it had not got so far
            throw new IllegalStateException("a bug");
        };
        asked();
        line.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        pools.hand.turnUntil(() -> client.failure != null);

        assertThat(client.failure.reason()).isEqualTo(Reason.INTERNAL_ERROR);
        assertThat(client.failure.side()).isEqualTo(Side.BOMA);
        assertThat(pools.node(0).state()).isEqualTo(Node.State.UP);
        assertThat(kept()).isFalse();
        assertThat(pools.hand.bugs).hasSize(1);
        pools.hand.bugs.clear();
    }

    @Test
    void aBugInTheMiddleOfAnAnswerEndsTheExchange() {
        client.whenAnswered = () -> {
            throw new IllegalStateException("a bug");
        };
        asked();
        line.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell");
        pools.hand.turnUntil(() -> client.failure != null);

        assertThat(client.failure.reason()).isEqualTo(Reason.INTERNAL_ERROR);
        assertThat(pools.node(0).state()).isEqualTo(Node.State.UP);
        pools.hand.bugs.clear();
    }

    @Test
    void whoeverIsLeftHearsNothingAnyMore() {
        NodeConnection c = asked();
        c.close();
        c.close();
        line.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        pools.hand.settle();

        assertThat(client.over()).isFalse();
        assertThat(client.status).isZero();
    }

    // ---- tunnels

    @Test
    void aTunnelCarriesBytesBothWaysUntilTheNodeEnds() {
        client.asksForTunnel = true;
        NodeConnection c = asked();
        line.write("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nfirst ");
        pools.hand.turnUntil(() -> client.tunnels == 1);
        Witness.send(c, "ping");
        assertThat(line.read()).isEqualTo("ping");
        line.write("pong");
        line.end();
        settle(client);

        assertThat(client.body()).isEqualTo("first pong");
        assertThat(client.ends).isEqualTo(1);
        assertThat(kept()).isFalse();
    }

    @Test
    void theNodeHearsThatTheClientOfATunnelSendsNoMore() {
        client.asksForTunnel = true;
        NodeConnection c = asked();
        line.write("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
        pools.hand.turnUntil(() -> client.tunnels == 1);
        pools.hand.sys.shorten(Call.SEND, 1);
        Witness.send(c, "last words");
        c.endTunnel();

        pools.hand.turnUntil(() -> c.pending() == 0);
        pools.hand.settle();

        StringBuilder heard = new StringBuilder();
        for (String s; !(s = line.read()).isEmpty(); ) heard.append(s);
        assertThat(heard).hasToString("last words");
        c.close();
    }
}
