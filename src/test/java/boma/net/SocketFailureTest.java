package boma.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import boma.net.FaultySys.Call;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A socket whose peer, system or memory fails.
class SocketFailureTest {
    private final HandLoop hand = new HandLoop();
    private final EventLoop loop = hand.loop;
    private final Notes notes = new Notes();

    @AfterEach
    void nothingWentWrongBehindTheScenes() throws IOException {
        hand.close();
        assertThat(hand.bugs).isEmpty();
        assertThat(hand.sys.strayCloses()).isEmpty();
    }

    private HandLoop.Pair pair() {
        HandLoop.Pair pair = hand.pair(notes);
        notes.socket = pair.socket();
        return pair;
    }

    private static boolean write(Socket socket, int length) {
        return socket.write(HandLoop.bytes(Bytes.of(length)), 0, length);
    }

    private static void reset(SocketChannel peer) throws IOException {
        peer.setOption(StandardSocketOptions.SO_LINGER, 0).close();
    }

    @Test
    void aResetIsToldWithItsReason() throws IOException {
        var p = pair();
        p.socket().register();
        hand.settle();

        reset(p.peer());
        hand.turnUntil(() -> notes.failures > 0);

        assertThat(notes.errno).isEqualTo(Errno.ECONNRESET);
        assertThat(p.socket().errno()).isEqualTo(Errno.ECONNRESET);
        assertThat(p.socket().peerEnded()).isTrue();
        assertThat(p.socket().read(loop.readBuffer(), 0, 100)).isEqualTo(Socket.FAILED);
    }

    @Test
    void aResetIsFoundByReadingIfEpollDoesNotWatch() throws IOException {
        var p = pair();
        reset(p.peer());

        assertThat(p.socket().read(loop.readBuffer(), 0, 100)).isEqualTo(Socket.FAILED);
        assertThat(p.socket().errno()).isEqualTo(Errno.ECONNRESET);
        assertThat(p.socket().read(loop.readBuffer(), 0, 100)).as("and again").isEqualTo(Socket.FAILED);
    }

    @Test
    void whatCameBeforeAResetCanStillBeRead() throws IOException {
        var p = pair();
        p.socket().register();
        hand.settle();
        notes.whenFailed = () -> notes.readAll(loop, 60);
        Bytes.write(p.peer(), Bytes.of(100));
        reset(p.peer());

        hand.turnUntil(() -> notes.failures > 0);

        assertThat(notes.received.toByteArray()).isEqualTo(Bytes.of(100));
    }

    @Test
    void aBrokenConnectionNeverLooksLikeOneThatEndedWell() throws IOException {
        var p = pair();
        p.socket().register();
        hand.settle();
        notes.whenFailed = () -> notes.readAll(loop, 60);
        Bytes.write(p.peer(), Bytes.of(100));
        reset(p.peer());

        hand.turnUntil(() -> notes.failures > 0);

        assertThat(notes.last).isEqualTo(Socket.FAILED);
    }

    @Test
    void writingToAPeerThatHasGoneFailsAndKillsNobody() throws IOException {
        var p = pair();
        reset(p.peer());

        assertThat(write(p.socket(), 100)).isFalse();
        assertThat(p.socket().errno()).isIn(Errno.EPIPE, Errno.ECONNRESET);
        assertThat(write(p.socket(), 100)).as("nor does the next").isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EPIPE, Errno.ECONNRESET, Errno.ENOBUFS, Errno.ETIMEDOUT})
    void aWriteThatFailsSaysWhy(int errno) {
        var p = pair();
        hand.sys.fail(Call.SEND, 1, errno);

        assertThat(write(p.socket(), 100)).isFalse();
        assertThat(p.socket().errno()).isEqualTo(errno);
    }

    @Test
    void nothingIsSentBehindBytesThatWereLost() throws IOException {
        var p = pair();
        hand.sys.failAt(Call.SEND, 2, Errno.ENOBUFS);
        assertThat(write(p.socket(), 10)).isTrue();
        assertThat(write(p.socket(), 20)).isFalse();

        assertThat(write(p.socket(), 30)).isFalse();

        p.socket().close();
        assertThat(Bytes.untilEnd(p.peer())).isEqualTo(Bytes.of(10));
    }

    @Test
    void aFailureWhileTheRestIsSentIsTold() {
        var p = pair();
        hand.sys.shorten(Call.SEND, 10).failAt(Call.SEND, 3, Errno.ECONNRESET);
        notes.whenFailed = p.socket()::close;
        write(p.socket(), 100);

        hand.turnUntil(() -> notes.failures > 0);
        hand.settle();

        assertThat(notes.errno).isEqualTo(Errno.ECONNRESET);
        assertThat(notes.failures).isEqualTo(1);
        assertThat(notes.writable).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.ECONNRESET, Errno.ETIMEDOUT, Errno.EHOSTUNREACH})
    void aReadThatFailsSaysWhy(int errno) {
        var p = pair();
        hand.sys.fail(Call.RECEIVE, 1, errno);

        assertThat(p.socket().read(loop.readBuffer(), 0, 100)).isEqualTo(Socket.FAILED);
        assertThat(p.socket().errno()).isEqualTo(errno);
        assertThat(p.socket().readable()).isFalse();
    }

    @Test
    void aSocketThatEpollCannotWatchSaysSo() {
        var p = pair();
        hand.sys.fail(Call.EPOLL_CONTROL, 1, Errno.ENOSPC);

        assertThat(p.socket().register()).isFalse();
        assertThat(p.socket().errno()).isEqualTo(Errno.ENOSPC);
        assertThat(p.socket().registered()).isFalse();
    }

    @Test
    void aWriteWhoseRestNobodyWouldSendFailsAtOnce() {
        var p = pair();
        hand.sys.shorten(Call.SEND, 10).fail(Call.EPOLL_CONTROL, 1, Errno.ENOMEM);

        assertThat(write(p.socket(), 100)).isFalse();
        assertThat(p.socket().errno()).isEqualTo(Errno.ENOMEM);

        p.socket().close();
        assertThat(hand.budget.used()).isZero();
    }

    @Test
    void aWriteWhoseRestFindsNoMemoryFails() throws IOException {
        try (var poor = new HandLoop(4096)) {
            var p = poor.pair(notes);
            poor.sys.shorten(Call.SEND, 10);

            assertThat(write(p.socket(), 5000)).isFalse();
            assertThat(p.socket().errno()).isEqualTo(Errno.ENOBUFS);
            assertThat(poor.budget.used()).isZero();
        }
    }

    @Test
    void aRestThatCannotGrowFailsAndGivesBackWhatItHad() throws IOException {
        try (var poor = new HandLoop(4096)) {
            var p = poor.pair(notes);
            poor.sys.shorten(Call.SEND, 1);
            assertThat(write(p.socket(), 4000)).isTrue();

            assertThat(write(p.socket(), 4000)).isFalse();

            p.socket().close();
            assertThat(poor.budget.used()).isZero();
        }
    }

    @Test
    void aResetCostsThePeerItsConnection() throws IOException {
        var p = pair();
        p.socket().reset();

        assertThat(catchThrowable(() -> Bytes.untilEnd(p.peer())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void anEventForADescriptorThatWasGivenOutAgainIsNotTheNewOnes() throws IOException {
        boolean again = false;
        for (int i = 0; i < 20 && !again; i++) again = givesANumberOutAgain();

        assertThat(again).as("the virtual machine was always quicker").isTrue();
    }

    private boolean givesANumberOutAgain() throws IOException {
        var newcomer = new Notes();
        var first = hand.pair(notes);
        var victim = hand.pair(new Notes());
        int number = victim.socket().fd();
        SocketAddress node = hand.listen().address();
        first.socket().register();
        victim.socket().register();
        hand.settle();
        Socket[] fresh = new Socket[1];
        notes.whenReadable = () -> {
            notes.whenReadable = () -> {};
            victim.socket().close();
            fresh[0] = loop.connect(node, newcomer, new int[1]);
        };

        Bytes.write(first.peer(), Bytes.of(1)); // epoll tells both in one turn, this one first
        reset(victim.peer());
        int[] holes = new int[10]; // afterwards the victim's number is the lowest one
        for (int i = 0; i < holes.length; i++) holes[i] = hand.sys.socket(Sys.AF_INET);
        while (fresh[0] == null) hand.turn();

        assertThat(newcomer.failures + newcomer.readable).isZero();
        assertThat(fresh[0].peerEnded()).isFalse();
        assertThat(fresh[0].errno()).isZero();
        hand.turnUntil(() -> newcomer.writable == 1);
        for (int hole : holes) hand.sys.close(hole);
        return fresh[0].fd() == number;
    }
}
