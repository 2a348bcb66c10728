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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of an answer, and of the connection that brought it.
class NodeConnectionTest {
    private final Talk talk = new Talk();

    @AfterEach
    void everyRequestIsAccountedFor() throws IOException {
        talk.close();
    }

    // ---- answers

    @Test
    void anAnswerOfKnownLengthIsPassedOnAndTheConnectionKept() {
        talk.asked();
        talk.line.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        talk.settle();

        assertThat(talk.client.status).isEqualTo(200);
        assertThat(talk.client.body()).isEqualTo("hello");
        assertThat(talk.kept()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
            })
    void anAnswerMayComeByteByByte(String answer) {
        talk.client.decodes = true;
        talk.asked();
        for (int i = 0; i < answer.length(); i++) {
            talk.line.write(answer.substring(i, i + 1));
            talk.pools.hand.settle();
        }
        talk.settle();

        assertThat(talk.client.status).isEqualTo(200);
        assertThat(talk.client.body()).isEqualTo("hello");
        assertThat(talk.kept()).isTrue();
    }

    @Test
    void anAnswerUntilTheEndIsCompleteAtTheEndAndTheConnectionGone() {
        talk.asked();
        talk.line.write("HTTP/1.1 200 OK\r\n\r\nhel");
        talk.line.write("lo");
        talk.line.end();
        talk.settle();

        assertThat(talk.client.body()).isEqualTo("hello");
        assertThat(talk.client.ends).isEqualTo(1);
        assertThat(talk.kept()).isFalse();
        assertThat(talk.pools.changes).isEmpty();
    }

    @Test
    void anAnswerUntilTheEndThatIsResetIsNotComplete() {
        talk.asked();
        talk.line.write("HTTP/1.1 200 OK\r\n\r\nhello");
        talk.pools.hand.settle();
        talk.line.reset();
        talk.settle();

        assertThat(talk.client.ends).isZero();
        assertThat(talk.client.failure.moment()).isEqualTo(Moment.NODE_ANSWER_BODY);
        assertThat(talk.client.failure.retriable()).isFalse();
    }

    @Test
    void aCompleteAnswerInFrontOfAResetCounts() {
        talk.asked();
        talk.line.write("HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nhello");
        talk.line.reset();
        talk.settle();

        assertThat(talk.client.status).isEqualTo(413);
        assertThat(talk.client.body()).isEqualTo("hello");
        assertThat(talk.client.failure).isNull();
        assertThat(talk.kept()).isFalse();
    }

    @Test
    void aCompleteAnswerInFrontOfAFailedWriteCounts() {
        NodeConnection c = talk.client.begin(talk.pools, Exchange.NONE);
        Witness.send(c, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n");
        talk.line = talk.node.accept();
        talk.pools.hand.turnUntil(() -> talk.client.writable > 0);
        talk.line.write("HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nhello");
        talk.pools.hand.sys.fail(Call.SEND, 1, Errno.EPIPE);

        Witness.send(c, "0123456789");
        talk.settle();

        assertThat(talk.client.status).isEqualTo(413);
        assertThat(talk.client.failure).isNull();
        assertThat(talk.kept()).isFalse();
    }

    @Test
    void anAnswerBeforeTheRequestIsCompleteEndsTheConnection() {
        NodeConnection c = talk.client.begin(talk.pools, Exchange.NONE);
        Witness.send(c, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n");
        talk.line = talk.node.accept();
        talk.pools.hand.turnUntil(() -> talk.client.writable > 0);
        talk.line.write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
        talk.settle();

        assertThat(talk.client.status).isEqualTo(413);
        assertThat(talk.kept()).isFalse();
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
        talk.asked();
        talk.line.write(answer);
        talk.settle();

        assertThat(talk.client.ends).isEqualTo(1);
        assertThat(talk.kept()).isFalse();
    }

    @Test
    void aConnectionThatTheNodeEndsBehindItsAnswerIsNotOfferedToAnybody() {
        talk.asked();
        int[] closedThen = new int[1];
        talk.client.whenAnswered = () -> closedThen[0] = talk.pools.closed;
        talk.line.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        talk.line.end();
        talk.settle();

        assertThat(talk.client.body()).isEqualTo("ok");
        assertThat(closedThen[0]).isEqualTo(1);
    }

    @Test
    void aConnectionIsNotOfferedToAnybodyWhileMoreMayLieBehindTheAnswer(@TempDir Path directory) throws IOException {
        talk.pools.close();
        talk.node.close();
        talk.node = new StillNode(directory.resolve("node.sock"));
        talk.pools("");
        int length = EventLoop.READ_MAX - 500;
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\nX: ";
        String padding = "x".repeat(EventLoop.READ_MAX - length - head.length() - 4);
        talk.client.ask(talk.pools, Talk.REQUEST);
        talk.line = talk.node.accept();
        int[] closedThen = new int[1];
        talk.client.whenAnswered = () -> closedThen[0] = talk.pools.closed;
        talk.line.write(head + padding + "\r\n\r\n" + "b".repeat(length)); // just fills the read buffer
        talk.settle();

        assertThat(talk.client.body()).hasSize(length);
        assertThat(talk.client.parts).isEqualTo(1);
        assertThat(closedThen[0]).isEqualTo(1);
    }

    @Test
    void aConnectionIsNotUsedAgainAfterHead() {
        talk.client.exchange.method = Method.HEAD;
        talk.asked();
        talk.line.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        talk.settle();

        assertThat(talk.client.ends).isEqualTo(1);
        assertThat(talk.client.body()).isEmpty();
        assertThat(talk.kept()).isFalse();
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
    void anAnswerThatBreaksTheRulesIsRefused(String answer) {
        talk.asked();
        talk.line.write(answer);
        talk.settle();

        assertThat(talk.client.failure.reason()).isEqualTo(Reason.NODE_BAD_ANSWER);
        assertThat(talk.client.failure.side()).isEqualTo(Side.NODE);
        assertThat(talk.client.failure.retriable()).isFalse();
        assertThat(talk.kept()).isFalse();
        assertThat(talk.pools.node(0).state())
                .as("health questions decide about it")
                .isEqualTo(Node.State.UP);
    }

    @Test
    void aBodyThatBreaksTheRulesLateIsCutOff() {
        talk.asked();
        talk.line.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        talk.pools.hand.turnUntil(() -> talk.client.status == 200);
        talk.line.write("no chunk\r\n");
        talk.settle();

        assertThat(talk.client.ends).isZero();
        assertThat(talk.client.failure.reason()).isEqualTo(Reason.NODE_BAD_ANSWER);
        assertThat(talk.client.failure.moment()).isEqualTo(Moment.NODE_ANSWER_BODY);
    }

    @Test
    void aLongAnswerArrivesWholeThoughItGivesWayToOthers() throws Exception {
        String content = "0123456789abcdef".repeat(256 * 1024); // 4 MiB
        talk.asked();
        Thread writer = Thread.ofVirtual()
                .start(() -> talk.line.write(
                        "HTTP/1.1 200 OK\r\nContent-Length: " + content.length() + "\r\n\r\n" + content));
        talk.settle();
        writer.join();

        assertThat(talk.client.body().equals(content)).isTrue();
        assertThat(talk.client.failure).isNull();
    }

    @Test
    void interimAnswersArePassedOnExceptContinue() {
        talk.asked();
        talk.line.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n");
        talk.pools.hand.turnUntil(() -> !talk.client.interims.isEmpty());
        talk.line.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        talk.settle();

        assertThat(talk.client.interims).containsExactly(103);
        assertThat(talk.client.ends).isEqualTo(1);
    }

    @Test
    void interimAnswersWithoutEndAreRefused() {
        talk.asked();
        talk.line.write("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(17));
        talk.settle();

        assertThat(talk.client.failure.detail()).isEqualTo("too many interim answers");
    }

    // ---- tunnels

    @Test
    void aTunnelCarriesBytesBothWaysUntilTheNodeEnds() {
        talk.client.asksForTunnel = true;
        NodeConnection c = talk.asked();
        talk.line.write("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nfirst ");
        talk.pools.hand.turnUntil(() -> talk.client.tunnels == 1);
        Witness.send(c, "ping");
        assertThat(talk.line.read()).isEqualTo("ping");
        talk.line.write("pong");
        talk.line.end();
        talk.settle();

        assertThat(talk.client.body()).isEqualTo("first pong");
        assertThat(talk.client.ends).isEqualTo(1);
        assertThat(talk.kept()).isFalse();
    }

    @Test
    void theNodeHearsThatTheClientOfATunnelSendsNoMore() {
        talk.client.asksForTunnel = true;
        NodeConnection c = talk.asked();
        talk.line.write("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
        talk.pools.hand.turnUntil(() -> talk.client.tunnels == 1);
        talk.pools.hand.sys.shorten(Call.SEND, 1);
        Witness.send(c, "last words");
        c.endTunnel();

        talk.pools.hand.turnUntil(() -> c.pending() == 0);
        talk.pools.hand.settle();

        StringBuilder heard = new StringBuilder();
        for (String s; !(s = talk.line.read()).isEmpty(); ) heard.append(s);
        assertThat(heard).hasToString("last words");
        c.close();
    }
}
