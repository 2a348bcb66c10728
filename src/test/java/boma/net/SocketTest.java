package boma.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.net.FaultySys.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A socket while all is well: reading, writing, waiting.
class SocketTest {
    private static final int SO_SNDBUF = 7;
    private static final int KIB = 1024;

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

    private static boolean write(Socket socket, byte[] bytes) {
        return socket.write(HandLoop.bytes(bytes), 0, bytes.length);
    }

    // ---- writing

    @Test
    void whatThePeerTakesAtOnceNeedsNeitherMemoryNorEpoll() throws IOException {
        var p = pair();

        assertThat(write(p.socket(), Bytes.of(1000))).isTrue();

        assertThat(p.socket().pending()).isZero();
        assertThat(p.socket().registered()).isFalse();
        assertThat(hand.budget.used()).isZero();
        assertThat(Bytes.some(p.peer(), 2000)).isEqualTo(Bytes.of(1000));
    }

    @Test
    void whatASlowPeerDoesNotTakeIsKeptAndSentInOrder() throws IOException {
        var p = pair();
        hand.sys.setOption(p.socket().fd(), Sys.SOL_SOCKET, SO_SNDBUF, 1);
        p.peer().configureBlocking(false);
        byte[] all = Bytes.of(3000 * KIB);

        assertThat(write(p.socket(), all)).isTrue();
        assertThat(p.socket().pending()).isPositive();
        byte[] got = read(p.peer(), all.length);

        assertThat(got).isEqualTo(all);
        assertThat(p.socket().pending()).isZero();
        assertThat(notes.writable).isEqualTo(1);
        assertThat(hand.budget.used()).isZero();
    }

    private byte[] read(SocketChannel peer, int length) {
        var got = new ByteArrayOutputStream();
        hand.turnUntil(() -> {
            try {
                got.write(Bytes.some(peer, 7 * KIB));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return got.size() >= length;
        });
        return got.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1000})
    void sendsThatTakeAFewBytesOnlyKeepTheOrder(int bytes) throws IOException {
        var p = pair();
        hand.sys.shorten(Call.SEND, bytes);
        for (int i = 0; i < 50; i++)
            assertThat(p.socket().write(HandLoop.bytes(Bytes.of(0, i * 40L, 40)), 0, 40))
                    .isTrue();

        hand.turnUntil(() -> p.socket().pending() == 0);

        p.socket().close();
        assertThat(Bytes.untilEnd(p.peer())).isEqualTo(Bytes.of(2000));
    }

    @Test
    void aPartOfASegmentIsSentFromWhereItIs() throws IOException {
        var p = pair();

        p.socket().write(HandLoop.bytes(Bytes.of(100)), 30, 50);

        assertThat(Bytes.some(p.peer(), 100)).isEqualTo(Bytes.of(0, 30, 50));
    }

    @Test
    void theOwnerIsToldOnceWhenAllIsTaken() {
        var p = pair();
        hand.sys.shorten(Call.SEND, 10);

        write(p.socket(), Bytes.of(95));
        hand.turnUntil(() -> p.socket().pending() == 0);
        hand.settle();

        assertThat(notes.writable).isEqualTo(1);
    }

    @Test
    void theOwnerMayWriteMoreWhenAllIsTaken() throws IOException {
        var p = pair();
        hand.sys.shorten(Call.SEND, 10);
        notes.whenWritable = () -> {
            if (notes.writable < 20) write(p.socket(), Bytes.of(0, notes.writable * 50L, 50));
        };

        write(p.socket(), Bytes.of(50));
        hand.turnUntil(() -> notes.writable == 20);

        p.socket().close();
        assertThat(Bytes.untilEnd(p.peer())).isEqualTo(Bytes.of(1000));
    }

    @Test
    void aPeerThatAlwaysTakesAPartAndNeverAllDoesNotMakeTheMemoryGrow() throws IOException {
        var p = pair();
        p.peer().configureBlocking(false);
        hand.sys.shorten(Call.SEND, 40 * KIB);
        long sent = 0;
        long got = 0;
        while (sent < 20_000 * KIB) {
            if (p.socket().pending() < 64 * KIB) {
                assertThat(write(p.socket(), Bytes.of(0, sent, 64 * KIB))).isTrue();
                sent += 64 * KIB;
            }
            hand.turn();
            byte[] some = Bytes.some(p.peer(), 1000 * KIB);
            assertThat(some).isEqualTo(Bytes.of(0, got, some.length));
            got += some.length;
            assertThat(hand.budget.used()).isLessThanOrEqualTo(256 * KIB);
        }
        assertThat(notes.writable).isZero();
        p.socket().close();
    }

    @Test
    void aWriteThatIsInterruptedIsTriedAgain() throws IOException {
        var p = pair();
        hand.sys.fail(Call.SEND, 1000, Errno.EINTR);

        assertThat(write(p.socket(), Bytes.of(100))).isTrue();

        assertThat(p.socket().pending()).isZero();
        assertThat(Bytes.some(p.peer(), 100)).isEqualTo(Bytes.of(100));
    }

    @Test
    void aPeerThatIsNotReadyAgainAndAgainGetsEverything() throws IOException {
        var p = pair();
        hand.sys.fail(Call.SEND, 30, Errno.EAGAIN);

        assertThat(write(p.socket(), Bytes.of(100))).isTrue();
        hand.turnUntil(() -> p.socket().pending() == 0);

        assertThat(Bytes.some(p.peer(), 100)).isEqualTo(Bytes.of(100));
    }

    // ---- reading

    @Test
    void bytesThatCameBeforeItWasRegisteredAreNotMissed() throws IOException {
        var p = pair();
        Bytes.write(p.peer(), Bytes.of(100));
        notes.reading(loop, 1000);

        assertThat(p.socket().register()).isTrue();
        hand.turnUntil(() -> notes.received.size() == 100);

        assertThat(notes.received.toByteArray()).isEqualTo(Bytes.of(100));
    }

    @Test
    void bytesThatComeBetweenAShortReadAndRegisteringAreNotMissed() throws IOException {
        var p = pair();
        Bytes.write(p.peer(), Bytes.of(10));
        notes.readAll(loop, 1000);
        assertThat(p.socket().readable()).isFalse();
        Bytes.write(p.peer(), Bytes.of(0, 10, 90));

        p.socket().register();
        notes.reading(loop, 1000);
        hand.turnUntil(() -> notes.received.size() == 100);

        assertThat(notes.received.toByteArray()).isEqualTo(Bytes.of(100));
    }

    @Test
    void anEndThatCameBeforeItWasRegisteredIsNotMissed() throws IOException {
        var p = pair();
        notes.readAll(loop, 1000);
        p.peer().close();
        notes.reading(loop, 1000);

        p.socket().register();
        hand.turnUntil(() -> notes.last == Socket.END);

        assertThat(notes.readable).isEqualTo(1);
    }

    @Test
    void aReadThatFillsTheRoomExactlyLeavesItReadable() throws IOException {
        var p = pair();
        Bytes.write(p.peer(), Bytes.of(200));
        var into = HandLoop.bytes(new byte[100]);

        assertThat(p.socket().read(into, 0, 100)).isEqualTo(100);
        assertThat(p.socket().readable()).isTrue();
        assertThat(p.socket().read(into, 0, 100)).isEqualTo(100);
        assertThat(p.socket().readable()).isTrue();
        assertThat(p.socket().read(into, 0, 100)).isEqualTo(Socket.WOULD_BLOCK);
        assertThat(p.socket().readable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 100})
    void whatCameInOneEdgeIsReadWhateverTheRoom(int max) throws IOException {
        var p = pair();
        notes.reading(loop, max);
        p.socket().register();
        hand.settle();

        Bytes.write(p.peer(), Bytes.of(6400));
        hand.turnUntil(() -> notes.received.size() == 6400);

        assertThat(notes.received.toByteArray()).isEqualTo(Bytes.of(6400));
    }

    @Test
    void anOwnerThatDoesNotReadHoldsThePeerBackAndMissesNothing() throws IOException {
        var p = pair();
        p.socket().register();
        p.peer().configureBlocking(false);
        int sent = 0;
        for (int n = -1; n != 0; sent += n) {
            n = p.peer().write(ByteBuffer.wrap(Bytes.of(0, sent, 64 * KIB)));
            hand.settle();
        }
        int held = sent;
        assertThat(p.socket().readable()).isTrue();

        notes.reading(loop, EventLoop.READ_MAX).readAll(loop, EventLoop.READ_MAX);
        hand.turnUntil(() -> notes.received.size() == held);

        assertThat(notes.received.toByteArray()).isEqualTo(Bytes.of(held));
        assertThat(p.peer().write(ByteBuffer.wrap(Bytes.of(10)))).isEqualTo(10);
    }

    @Test
    void aReadThatIsInterruptedIsTriedAgain() throws IOException {
        var p = pair();
        Bytes.write(p.peer(), Bytes.of(100));
        hand.sys.fail(Call.RECEIVE, 1000, Errno.EINTR);

        assertThat(p.socket().read(loop.readBuffer(), 0, 1000)).isEqualTo(100);
    }

    @Test
    void aReadWithoutRoomIsABugAndNotTheEnd() {
        var p = pair();

        assertThatThrownBy(() -> p.socket().read(loop.readBuffer(), 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
