package boma.net;

import static org.assertj.core.api.Assertions.assertThat;

import boma.net.FaultySys.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connecting to a node.
class ConnectTest {
    private final HandLoop hand = new HandLoop();
    private final Notes notes = new Notes();
    private final int[] failed = new int[1];
    private ServerSocketChannel server;

    @BeforeEach
    void aServerListens() throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void nothingWentWrongBehindTheScenes() throws IOException {
        server.close();
        hand.close();
        assertThat(hand.bugs).isEmpty();
        assertThat(hand.sys.strayCloses()).isEmpty();
    }

    private SocketAddress address() throws IOException {
        return SocketAddress.parse("127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort());
    }

    private Socket connect() throws IOException {
        Socket socket = hand.loop.connect(address(), notes, failed);
        assertThat(socket).isNotNull();
        return socket;
    }

    @Test
    void aConnectionThatIsMadeIsTold() throws IOException {
        var socket = connect();

        hand.turnUntil(() -> !socket.connecting());

        assertThat(notes.writable).isEqualTo(1);
        assertThat(notes.failures).isZero();
    }

    @Test
    void whatIsWrittenBeforeTheConnectionIsMadeArrivesAfterwards() throws IOException {
        var socket = connect();
        for (int i = 0; i < 10; i++) socket.write(HandLoop.bytes(Bytes.of(0, i * 100L, 100)), 0, 100);

        hand.turnUntil(() -> !socket.connecting() && socket.pending() == 0);

        try (SocketChannel peer = server.accept()) {
            assertThat(Bytes.some(peer, 2000)).isEqualTo(Bytes.of(1000));
        }
        assertThat(notes.writable).isEqualTo(1);
        socket.close();
    }

    @Test
    void aConnectionIsToldAtOnceThoughThePeerTakesLittle() throws IOException {
        var socket = connect();
        hand.sys.shorten(Call.SEND, 1).fail(Call.SEND, 1, Errno.EAGAIN);
        socket.write(HandLoop.bytes(Bytes.of(10)), 0, 10);

        hand.turnUntil(() -> notes.writable == 1);
        int pending = socket.pending();
        hand.turnUntil(() -> notes.writable == 2);

        assertThat(pending).isPositive();
        assertThat(socket.pending()).isZero();
        socket.close();
    }

    @Test
    void anAttemptThatIsInterruptedGoesOn() throws IOException {
        hand.sys.fail(Call.CONNECT, 1, Errno.EINTR);
        var socket = connect();

        assertThat(socket.connecting()).isTrue();
        hand.turnUntil(() -> !socket.connecting());

        assertThat(notes.writable).isEqualTo(1);
    }

    @Test
    void aPortThatNobodyListensOnIsTold() throws IOException {
        try (var nobody = new RefusingPort()) {
            Socket socket = hand.loop.connect(SocketAddress.parse(nobody.address()), notes, failed);

            if (socket == null) {
                assertThat(failed[0]).isEqualTo(Errno.ECONNREFUSED);
                return;
            }
            hand.turnUntil(() -> notes.failures > 0);
            assertThat(notes.errno).isEqualTo(Errno.ECONNREFUSED);
            assertThat(socket.connecting())
                    .as("so that the owner knows that nothing was sent")
                    .isTrue();
            socket.close();
            assertThat(hand.sys.open()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.ECONNREFUSED, Errno.ENETUNREACH, Errno.EADDRNOTAVAIL, Errno.EAGAIN})
    void anAttemptThatFailsAtOnceIsToldAndNothingStaysOpen(int errno) throws IOException {
        hand.sys.fail(Call.CONNECT, 1, errno);

        assertThat(hand.loop.connect(address(), notes, failed)).isNull();

        assertThat(failed[0]).isEqualTo(errno);
        assertThat(hand.sys.open()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EMFILE, Errno.ENFILE, Errno.ENOBUFS})
    void aSystemWithoutDescriptorsIsTold(int errno) throws IOException {
        hand.sys.fail(Call.SOCKET, 1, errno);

        assertThat(hand.loop.connect(address(), notes, failed)).isNull();

        assertThat(failed[0]).isEqualTo(errno);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.ENOSPC, Errno.ENOMEM})
    void aConnectionThatEpollCannotWatchIsNotMade(int errno) throws IOException {
        hand.sys.fail(Call.EPOLL_CONTROL, 1, errno);

        assertThat(hand.loop.connect(address(), notes, failed)).isNull();

        assertThat(failed[0]).isEqualTo(errno);
        assertThat(hand.sys.open()).isEmpty();
        hand.settle();
        assertThat(notes.writable + notes.failures).isZero();
    }

    @Test
    void aPeerThatResetsRightAfterAcceptingIsTold() throws IOException {
        var socket = connect();
        try (SocketChannel peer = server.accept()) {
            peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        }

        hand.turnUntil(() -> notes.failures > 0);

        assertThat(notes.errno).isEqualTo(Errno.ECONNRESET);
        socket.close();
    }

    @Test
    void aUnixSocketIsConnectedAtOnce(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("node.sock");
        try (var node = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            node.bind(UnixDomainSocketAddress.of(path));
            Socket socket = hand.loop.connect(SocketAddress.parse("unix:" + path), notes, failed);
            assertThat(socket).isNotNull();
            assertThat(socket.connecting()).isFalse();
            notes.socket = socket;
            notes.reading(hand.loop, 1000);

            socket.write(HandLoop.bytes(Bytes.of(10)), 0, 10);
            try (SocketChannel peer = node.accept()) {
                assertThat(Bytes.some(peer, 100)).isEqualTo(Bytes.of(10));
                Bytes.write(peer, Bytes.of(20));
            }
            hand.turnUntil(() -> notes.last == Socket.END);

            assertThat(notes.received.toByteArray()).isEqualTo(Bytes.of(20));
            assertThat(notes.failures).isZero();
        }
    }

    @Test
    void aUnixSocketThatNobodyOwnsIsTold(@TempDir Path directory) {
        String address = "unix:" + directory.resolve("missing.sock");

        assertThat(hand.loop.connect(SocketAddress.parse(address), notes, failed))
                .isNull();

        assertThat(failed[0]).isEqualTo(Errno.ENOENT);
    }
}
