package boma.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.net.FaultySys.Call;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptorTest {
    private static final int EPROTO = 71;

    private final HandLoop hand = new HandLoop();
    private final List<SocketChannel> peers = new ArrayList<>();
    private final Door door = new Door();

    /// Keeps what it is given.
    private final class Door implements Acceptor.Target {
        final List<Socket> sockets = new ArrayList<>();
        final List<String> from = new ArrayList<>();
        final List<Integer> exhausted = new ArrayList<>();
        final Notes notes = new Notes();
        Runnable before = () -> {};
        Runnable after = () -> {};

        @Override
        public void onConnection(int fd, long high, long low, int port) {
            before.run();
            sockets.add(hand.loop.accepted(fd, notes));
            from.add(HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low) + " " + port);
            after.run();
        }

        @Override
        public void onExhausted(int errno) {
            exhausted.add(errno);
        }
    }

    @AfterEach
    void nobodyElsesDescriptorWasClosed() throws IOException {
        for (SocketChannel peer : peers) peer.close();
        hand.close();
        assertThat(hand.sys.strayCloses()).isEmpty();
    }

    private Acceptor acceptor(ListenSocket listening) {
        var acceptor = new Acceptor(hand.loop, listening, door);
        acceptor.watch();
        return acceptor;
    }

    private void connect(ListenSocket listening, int times) throws IOException {
        for (int i = 0; i < times; i++) peers.add(hand.peer(listening));
    }

    @Test
    void connectionsAreHandedOverWithTheAddressOfThePeer() throws IOException {
        var listening = hand.listen();
        acceptor(listening);
        connect(listening, 1);

        hand.turnUntil(() -> door.sockets.size() == 1);

        int port = ((InetSocketAddress) peers.getFirst().getLocalAddress()).getPort();
        assertThat(door.from).containsExactly("00000000000000000000ffff7f000001 " + port);
    }

    @Test
    void anIpv6PeerHasItsOwnAddress() throws IOException {
        var listening = hand.listen("[::1]:0");
        acceptor(listening);
        var peer = SocketChannel.open(new InetSocketAddress(
                InetAddress.ofLiteral("::1"), listening.address().port()));
        peers.add(peer);

        hand.turnUntil(() -> door.sockets.size() == 1);

        int port = ((InetSocketAddress) peer.getLocalAddress()).getPort();
        assertThat(door.from).containsExactly("00000000000000000000000000000001 " + port);
    }

    @Test
    void aUnixPeerHasNoAddress(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("a.sock");
        acceptor(hand.listen("unix:" + path));
        peers.add(SocketChannel.open(UnixDomainSocketAddress.of(path)));

        hand.turnUntil(() -> door.sockets.size() == 1);

        assertThat(door.from).containsExactly("00000000000000000000000000000000 0");
    }

    @Test
    void acceptedConnectionsSendWithoutDelayAndDoNotBlock() throws IOException {
        var listening = hand.listen();
        acceptor(listening);
        connect(listening, 1);
        hand.turnUntil(() -> door.sockets.size() == 1);

        Socket socket = door.sockets.getFirst();

        assertThat(hand.sys.option(socket.fd(), Sys.IPPROTO_TCP, Sys.TCP_NODELAY))
                .isPositive();
        assertThat(socket.read(hand.loop.readBuffer(), 0, 10)).isEqualTo(Socket.WOULD_BLOCK);
    }

    @Test
    void aFloodOfConnectionsLeavesTheOthersTheirTurn() throws IOException {
        var listening = hand.listen();
        acceptor(listening);
        connect(listening, 200);

        hand.turn();
        assertThat(door.sockets).hasSize(64);

        hand.turnUntil(() -> door.sockets.size() == 200);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EMFILE, Errno.ENFILE, Errno.ENOBUFS, Errno.ENOMEM})
    void anExhaustedSystemIsToldAndGivenAPauseAndNoConnectionIsLost(int errno) throws IOException {
        var listening = hand.listen();
        acceptor(listening);
        connect(listening, 5);
        hand.sys.failAt(Call.ACCEPT, 3, errno);
        long before = System.nanoTime();

        hand.turnUntil(() -> !door.exhausted.isEmpty());
        assertThat(door.sockets).hasSize(2);
        hand.settle();
        assertThat(hand.sys.calls(Call.ACCEPT))
                .as("it does not try again and again")
                .isEqualTo(3);
        hand.turnUntil(() -> door.sockets.size() == 5);

        assertThat(System.nanoTime() - before).isGreaterThan(100_000_000);
        assertThat(door.exhausted).containsExactly(errno);
    }

    @Test
    void aPauseThatCannotEndIsFollowedByAnother() throws IOException {
        var listening = hand.listen();
        acceptor(listening);
        connect(listening, 2);
        hand.sys.fail(Call.ACCEPT, 1, Errno.EMFILE);
        hand.turnUntil(() -> !door.exhausted.isEmpty());
        hand.sys.fail(Call.EPOLL_CONTROL, 1, Errno.ENOMEM);

        hand.turnUntil(() -> door.sockets.size() == 2);

        assertThat(door.exhausted).containsExactly(Errno.EMFILE, Errno.ENOMEM);
        assertThat(hand.bugs).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.ECONNABORTED, Errno.EINTR, Errno.EPERM, Errno.ENETUNREACH, EPROTO})
    void aConnectionThatDiedInTheQueueDoesNotStopTheOthers(int errno) throws IOException {
        var listening = hand.listen();
        acceptor(listening);
        connect(listening, 3);
        hand.sys.failAt(Call.ACCEPT, 2, errno);

        hand.turnUntil(() -> door.sockets.size() == 3);

        assertThat(door.exhausted).isEmpty();
    }

    @Test
    void stoppingTakesInWhatWaits() throws IOException {
        var listening = hand.listen();
        var acceptor = acceptor(listening);
        connect(listening, 150);
        hand.sys.failAt(Call.ACCEPT, 20, Errno.ECONNABORTED).failAt(Call.ACCEPT, 10, EPROTO);

        acceptor.stop();

        assertThat(door.sockets).hasSize(150);
    }

    @Test
    void whoeverComesAfterStoppingIsRefused() {
        var listening = hand.listen();
        var acceptor = acceptor(listening);

        acceptor.stop();
        acceptor.stop();
        acceptor.watch();

        assertThatThrownBy(() -> connect(listening, 1)).isInstanceOf(ConnectException.class);
        assertThat(hand.sys.open()).isEmpty();
    }

    @Test
    void aUnixSocketOutlivesTheStoppingOfOneLoop(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("a.sock");
        acceptor(hand.listen("unix:" + path)).stop();

        peers.add(SocketChannel.open(UnixDomainSocketAddress.of(path)));
        hand.settle();

        assertThat(door.sockets).isEmpty();
    }

    @Test
    void aPauseDoesNotOutliveStopping() throws IOException {
        var listening = hand.listen();
        var acceptor = acceptor(listening);
        hand.sys.fail(Call.ACCEPT, 1, Errno.EMFILE);
        connect(listening, 1);
        hand.turnUntil(() -> !door.exhausted.isEmpty());

        acceptor.stop();
        int calls = hand.sys.calls(Call.EPOLL_CONTROL);
        hand.turnUntil(() -> hand.loop.timers().millisToNext(System.nanoTime()) == -1);

        assertThat(hand.sys.calls(Call.EPOLL_CONTROL)).isEqualTo(calls);
    }

    // ---- bugs

    @Test
    void aBugBeforeTheSocketIsMadeClosesTheDescriptor() throws IOException {
        var listening = hand.listen();
        acceptor(listening);
        door.before = failOnce();
        connect(listening, 3);

        hand.turnUntil(() -> door.sockets.size() == 2);

        assertThat(hand.bugs).hasSize(1);
        assertThat(Bytes.untilEnd(peers.getFirst())).isEmpty();
        assertThat(hand.sys.open())
                .as("two connections and the listening socket")
                .hasSize(3);
    }

    @Test
    void aBugAfterTheSocketIsMadeIsItsOwnersToEnd() throws IOException {
        var listening = hand.listen();
        acceptor(listening);
        door.after = failOnce();
        door.notes.whenBug = () -> door.sockets.getLast().close();
        connect(listening, 3);

        hand.turnUntil(() -> door.sockets.size() == 3);

        assertThat(hand.bugs).hasSize(1);
        assertThat(door.notes.bugs).isEqualTo(1);
        assertThat(door.sockets.stream().filter(Socket::closed)).hasSize(1);
    }

    @Test
    void aBugInEndingABugClosesTheSocket() throws IOException {
        var listening = hand.listen();
        acceptor(listening);
        door.after = failOnce();
        door.notes.whenBug = failOnce();
        connect(listening, 1);

        hand.turnUntil(() -> !hand.bugs.isEmpty());

        assertThat(door.sockets.getFirst().closed()).isTrue();
    }

    private static Runnable failOnce() {
        boolean[] failed = new boolean[1];
        return () -> {
            if (failed[0]) return;
            failed[0] = true;
            throw new IllegalStateException("a bug");
        };
    }

    @Test
    void severalLoopsShareOneUnixSocket(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("shared.sock");
        var listening = hand.listen("unix:" + path);
        acceptor(listening);
        try (var other = new HandLoop()) {
            List<Integer> others = new ArrayList<>();
            new Acceptor(other.loop, listening, new Acceptor.Target() {
                        @Override
                        public void onConnection(int fd, long high, long low, int port) {
                            others.add(fd);
                            other.sys.close(fd);
                        }

                        @Override
                        public void onExhausted(int errno) {
                            throw new AssertionError(Errno.text(errno));
                        }
                    })
                    .watch();
            for (int i = 0; i < 10; i++) peers.add(SocketChannel.open(UnixDomainSocketAddress.of(path)));

            hand.turnUntil(() -> {
                other.turn();
                return door.sockets.size() + others.size() == 10;
            });
        }
        assertThat(hand.bugs).isEmpty();
    }
}
