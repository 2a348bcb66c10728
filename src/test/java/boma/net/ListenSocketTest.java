package boma.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.net.FaultySys.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenSocketTest {
    private final FaultySys sys = new FaultySys();

    @TempDir
    Path directory;

    private ListenSocket open(String address) throws IOException {
        return ListenSocket.open(sys, SocketAddress.parse(address));
    }

    @Test
    void anOpenPortIsChosenByTheSystemAndTold() throws IOException {
        var listening = open("127.0.0.1:0");

        assertThat(listening.address().port()).isPositive();
        assertThat(listening.address())
                .hasToString("127.0.0.1:" + listening.address().port());
        try (var peer = SocketChannel.open(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), listening.address().port()))) {
            assertThat(peer.isConnected()).isTrue();
        }
        listening.close(sys);
    }

    @Test
    void ipv4AndIpv6ListenOnTheSamePort() throws IOException {
        var v4 = open("0.0.0.0:0");
        var v6 = open("[::]:" + v4.address().port());

        assertThat(v6.address().port()).isEqualTo(v4.address().port());
        v4.close(sys);
        v6.close(sys);
    }

    @Test
    void everyLoopOpensItsOwnOnTheSamePort() throws IOException {
        var first = open("127.0.0.1:0");
        var second = open(first.address().toString());

        assertThat(second.address().port()).isEqualTo(first.address().port());
        first.close(sys);
        second.close(sys);
    }

    @Test
    void aPortThatAnotherProgramHasIsTold() throws IOException {
        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String address = "127.0.0.1:" + other.getLocalPort();

            assertThatThrownBy(() -> open(address))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on " + address + ": address already in use");
        }
        assertThat(sys.open()).isEmpty();
    }

    @Test
    void aPortThatAnotherBomaSharesIsTold() throws IOException {
        var other = open("127.0.0.1:0");
        SocketAddress address = other.address();

        assertThatThrownBy(() -> ListenSocket.requireFree(sys, address))
                .hasMessage("cannot listen on " + address + ": address already in use");

        other.close(sys);
        assertThatCode(() -> ListenSocket.requireFree(sys, address)).doesNotThrowAnyException();
        assertThat(sys.open()).isEmpty();
    }

    @Test
    void anAddressOfAnotherMachineIsTold() {
        assertThatThrownBy(() -> open("192.0.2.1:8080"))
                .hasMessage("cannot listen on 192.0.2.1:8080: address not available");
        assertThat(sys.open()).isEmpty();
    }

    @Test
    void whatTheSystemRefusesIsToldAndNothingStaysOpen() {
        sys.fail(Call.SOCKET, 1, Errno.EMFILE);
        assertThatThrownBy(() -> open("127.0.0.1:0")).hasMessage("cannot listen on 127.0.0.1:0: too many open files");

        sys.fail(Call.BIND, 1, Errno.EACCES);
        assertThatThrownBy(() -> open("127.0.0.1:0")).hasMessage("cannot listen on 127.0.0.1:0: permission denied");

        sys.fail(Call.LISTEN, 1, Errno.EADDRINUSE);
        assertThatThrownBy(() -> open("127.0.0.1:0"))
                .hasMessage("cannot listen on 127.0.0.1:0: address already in use");

        assertThat(sys.open()).isEmpty();
    }

    @Test
    void whatThePortNeedsIsTold() {
        sys.fail(Call.BIND, 1, Errno.EACCES);
        assertThatThrownBy(() -> open("127.0.0.1:80"))
                .hasMessage("cannot listen on 127.0.0.1:80: permission denied; ports below 1024 need"
                        + " CAP_NET_BIND_SERVICE, or a lower net.ipv4.ip_unprivileged_port_start");
    }

    @Test
    void whatALinkLocalAddressNeedsIsTold() {
        sys.fail(Call.BIND, 2, Errno.EINVAL);
        assertThatThrownBy(() -> open("[fe80::1]:8080"))
                .hasMessage("cannot listen on [fe80::1]:8080: invalid argument; a link-local address needs its zone, as"
                        + " in [fe80::1%eth0]:8080");
        assertThatThrownBy(() -> open("[::1]:8080")).hasMessage("cannot listen on [::1]:8080: invalid argument");
    }

    // ---- Unix sockets

    @Test
    void aUnixSocketIsAFileThatGoesWithIt() throws IOException {
        Path path = directory.resolve("a.sock");
        var listening = open("unix:" + path);
        try (var peer = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertThat(peer.isConnected()).isTrue();
        }

        listening.close(sys);

        assertThat(path).doesNotExist();
    }

    @Test
    void aSocketFileThatADeadProcessLeftIsReplaced() throws IOException {
        Path path = directory.resolve("stale.sock");
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();

        var listening = open("unix:" + path);

        try (var peer = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertThat(peer.isConnected()).isTrue();
        }
        listening.close(sys);
    }

    @Test
    void aSocketThatSomebodyListensOnIsLeftAlone() throws IOException {
        Path path = directory.resolve("live.sock");
        try (var alive = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            alive.bind(UnixDomainSocketAddress.of(path));

            assertThatThrownBy(() -> open("unix:" + path))
                    .hasMessage("cannot listen on unix:" + path + ": address already in use");

            try (var peer = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                assertThat(peer.isConnected()).isTrue();
            }
        }
        assertThat(sys.open()).isEmpty();
    }

    @Test
    void aSocketWhoseOwnerIsTooBusyToAcceptIsLeftAlone() throws IOException {
        Path path = directory.resolve("busy.sock");
        try (var alive = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            alive.bind(UnixDomainSocketAddress.of(path));
            sys.fail(Call.CONNECT, 1, Errno.EAGAIN);

            assertThatThrownBy(() -> open("unix:" + path)).hasMessageEndingWith(": address already in use");
        }
        assertThat(path).exists();
    }

    @Test
    void anOrdinaryFileIsNeverRemoved() throws IOException {
        Path path = directory.resolve("config.toml");
        Files.writeString(path, "precious");

        assertThatThrownBy(() -> open("unix:" + path))
                .hasMessage("cannot listen on unix:" + path + ": there is a file that is no socket");
        assertThat(path).hasContent("precious");
    }

    @Test
    void aLinkToNowhereIsNotFollowed() throws IOException {
        Path path = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));

        assertThatThrownBy(() -> open("unix:" + path)).hasMessageEndingWith(": there is a file that is no socket");
        assertThat(Files.isSymbolicLink(path)).isTrue();
    }

    @Test
    void aDirectoryThatDoesNotExistIsTold() {
        String address = "unix:" + directory.resolve("missing/a.sock");

        assertThatThrownBy(() -> open(address))
                .hasMessage("cannot listen on " + address + ": no such file or directory");
        assertThat(sys.open()).isEmpty();
    }
}
