package boma.net;

import static org.assertj.core.api.Assertions.assertThat;

import boma.net.FaultySys.Call;
import java.io.IOException;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How a connection ends: by the peer, by us, by halves, and in the middle of a callback.
class SocketEndTest {
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

    @Test
    void aPeerThatSaysNoMoreCanStillBeAnswered() throws IOException {
        var p = pair();
        notes.reading(loop, 1000);
        p.socket().register();
        Bytes.write(p.peer(), Bytes.of(10));
        p.peer().shutdownOutput();

        hand.turnUntil(() -> notes.last == Socket.END);
        assertThat(notes.received.size()).isEqualTo(10);
        assertThat(p.socket().peerEnded()).isTrue();

        assertThat(write(p.socket(), Bytes.of(20))).isTrue();
        p.socket().close();
        assertThat(Bytes.untilEnd(p.peer())).isEqualTo(Bytes.of(20));
    }

    @Test
    void thePeersEndIsNoticedThoughNobodyReads() throws IOException {
        var p = pair();
        p.socket().register();
        hand.settle();
        p.peer().shutdownOutput();

        hand.turnUntil(() -> p.socket().peerEnded());

        assertThat(notes.readable).isPositive();
        assertThat(p.socket().readable()).isTrue();
    }

    @Test
    void bytesInFrontOfTheEndAreAllReadThoughTheReadIsShort() throws IOException {
        var p = pair();
        Bytes.write(p.peer(), Bytes.of(150));
        p.peer().shutdownOutput();
        notes.reading(loop, 100);

        p.socket().register();
        hand.turnUntil(() -> notes.last == Socket.END);

        assertThat(notes.received.size()).isEqualTo(150);
    }

    @Test
    void whoeverSaysNoMoreCanStillRead() throws IOException {
        var p = pair();
        notes.reading(loop, 1000);
        p.socket().register();
        write(p.socket(), Bytes.of(10));

        p.socket().shutdownOutput();

        assertThat(Bytes.untilEnd(p.peer())).isEqualTo(Bytes.of(10));
        Bytes.write(p.peer(), Bytes.of(30));
        hand.turnUntil(() -> notes.received.size() == 30);
    }

    @Test
    void closingGivesTheMemoryBack() {
        var p = pair();
        hand.sys.shorten(Call.SEND, 1);
        write(p.socket(), Bytes.of(100 * KIB));
        assertThat(hand.budget.used()).isPositive();

        p.socket().close();
        p.socket().close();
        hand.settle();

        assertThat(hand.budget.used()).isZero();
        assertThat(hand.sys.open()).isEmpty();
        assertThat(notes.writable).isZero();
    }

    @Test
    void aClosedSocketTouchesNobodyElsesDescriptor() {
        var p = pair();
        p.socket().close();
        assertThat(p.socket().fd()).isEqualTo(-1);
        int next = hand.sys.socket(Sys.AF_INET); // the same number, unless the virtual machine was quicker

        assertThat(write(p.socket(), Bytes.of(10))).isFalse();
        assertThat(p.socket().read(loop.readBuffer(), 0, 10)).isEqualTo(Socket.FAILED);
        p.socket().shutdownOutput();
        p.socket().reset();
        p.socket().close();

        assertThat(p.socket().readable()).isFalse();
        assertThat(hand.sys.close(next)).isZero();
    }

    @Test
    void aSocketMayBeClosedInsideOfAnyCallback() throws IOException {
        for (int which = 0; which < 3; which++) {
            var n = new Notes();
            var p = hand.pair(n);
            Runnable close = () -> p.socket().close();
            if (which == 0) n.whenReadable = close;
            if (which == 1) n.whenWritable = close;
            if (which == 2) n.whenFailed = close;
            hand.sys.shorten(Call.SEND, 5);
            write(p.socket(), Bytes.of(8));
            if (which != 1) Bytes.write(p.peer(), Bytes.of(10));
            if (which == 2)
                p.peer().setOption(StandardSocketOptions.SO_LINGER, 0).close();

            hand.turnUntil(p.socket()::closed);
            hand.settle();

            assertThat(n.readable + n.failures).isEqualTo(which == 1 ? 0 : 1);
            assertThat(hand.sys.open()).isEmpty();
        }
    }
}
