package boma.scenario;

import static boma.scenario.FakeNode.echoing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Where Boma listens and connects: ports, IPv6, Unix sockets, and places that are taken.
class ListeningTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void clientsAndNodesMayBeAtUnixSockets() throws Exception {
        FakeNode node = stage.add(FakeNode.onUnixSocket(stage.directory().resolve("node"), echoing()));
        Boma boma = stage.add(
                Boma.setup().bind("unix:" + stage.directory().resolve("boma")).start(node));
        Wire client = stage.client(boma);

        client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n");

        assertThat(client.answer().gist()).isEqualTo("200 GET / ");
        assertThat(node.request().has("X-Forwarded-For")).isFalse();
        assertThat(node.request().has("X-Real-IP")).isFalse();
        assertThat(node.request().field("X-Forwarded-Proto")).isEqualTo("http");
    }

    @Test
    void aProxyAtAUnixSocketMayBeTrusted() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup()
                .bind("unix:" + stage.directory().resolve("boma"))
                .listener("trusted-proxies = ['unix']")
                .start(node));
        Wire client = stage.client(boma);

        client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.9\r\n\r\n");
        client.answer();

        assertThat(node.request().field("X-Forwarded-For")).isEqualTo("192.0.2.9");
        assertThat(node.request().field("X-Real-IP")).isEqualTo("192.0.2.9");
    }

    @Test
    void severalLoopsShareAUnixSocket() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup()
                .threads(2)
                .bind("unix:" + stage.directory().resolve("boma"))
                .start(node));

        for (int i = 0; i < 50; i++) {
            Wire client = stage.client(boma);
            client.send(GET);
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void clientsAndNodesMayBeOnIpv6() throws Exception {
        FakeNode node = stage.add(FakeNode.onIpv6(echoing()));
        Boma boma = stage.add(Boma.setup().bind("[::1]:0").pool("host = 'node'").start(node));
        Wire client = stage.client(boma);

        client.send(GET);
        client.answer();

        assertThat(node.request().field("X-Forwarded-For")).isEqualTo("::1");
        assertThat(node.request().field("Host")).isEqualTo(node.url().substring("http://".length()));
    }

    @Test
    void aListenerMayBeInSeveralPlaces() throws Exception {
        FakeNode node = stage.node(echoing());
        Path socket = stage.directory().resolve("boma");
        Boma boma = stage.add(
                Boma.setup().bind("127.0.0.1:0', '[::1]:0', 'unix:" + socket).start(node));

        for (int i = 0; i < 3; i++) {
            Wire client = stage.add(Wire.to(boma.address(i)));
            client.send(GET);
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aPortThatIsTakenIsSaidInOneSentence() throws Exception {
        FakeNode node = stage.node(echoing());
        String taken = node.url().substring("http://".length());

        assertThatThrownBy(() -> Boma.setup().bind(taken).start(node))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on " + taken + ": address already in use");
    }

    @Test
    void twoBomasDoNotShareAPort() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma first = stage.add(Boma.setup().threads(2).start(node));

        assertThatThrownBy(() -> Boma.setup().bind(first.address()).start(node))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on " + first.address() + ": address already in use");
    }

    @Test
    void aStoppedBomasPlaceIsFreeAgain() throws Exception {
        FakeNode node = stage.node(echoing());
        Path socket = stage.directory().resolve("boma");
        for (int i = 0; i < 2; i++) {
            Boma boma = Boma.setup().bind("unix:" + socket).start(node);
            boma.close();
            assertThat(socket).doesNotExist();
        }
        Boma first = Boma.setup().start(node);
        first.connect().close();
        first.close();
        Boma second = stage.add(Boma.setup().bind(first.address()).start(node));
        Wire client = stage.client(second);

        client.send(GET);

        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void aSocketFileThatSomebodyLeftBehindIsReplaced() throws Exception {
        FakeNode node = stage.node(echoing());
        Path socket = stage.directory().resolve("boma");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        assertThat(socket).exists();
        Boma boma = stage.add(Boma.setup().bind("unix:" + socket).start(node));
        Wire client = stage.client(boma);

        client.send(GET);

        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void aSocketThatIsInUseStays() throws Exception {
        Path socket = stage.directory().resolve("node");
        FakeNode node = stage.add(FakeNode.onUnixSocket(socket, echoing()));

        assertThatThrownBy(() -> Boma.setup().bind("unix:" + socket).start(node))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on unix:" + socket + ": address already in use");

        Boma boma = stage.before(node);
        Wire client = stage.client(boma);
        client.send(GET);
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void aFileThatIsNoSocketStays() throws Exception {
        FakeNode node = stage.node(echoing());
        Path file = Files.writeString(stage.directory().resolve("boma"), "precious");

        assertThatThrownBy(() -> Boma.setup().bind("unix:" + file).start(node))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen on unix:" + file + ": ");

        assertThat(file).hasContent("precious");
    }
}
