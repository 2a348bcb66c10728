package boma.scenario;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A node that does what its scripts say: the first connection plays the first script, the next one the next, and the
/// last script goes on forever. It remembers every request and every byte that it was sent.
final class FakeNode implements AutoCloseable {
    /// What the node does with one connection, which is closed afterwards. An [IOException] ends it without a word.
    interface Script {
        void play(Wire wire) throws IOException, InterruptedException;
    }

    private final ServerSocketChannel listening;
    private final String url;
    private final List<Script> scripts;
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private final List<Message> requests = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    private FakeNode(ServerSocketChannel listening, String url, List<Script> scripts) {
        this.listening = listening;
        this.url = url;
        this.scripts = scripts;
        Thread.ofVirtual().name("fake node").start(this::accept);
    }

    /// On a free port.
    static FakeNode playing(Script... scripts) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
        return new FakeNode(listening, "http://127.0.0.1:" + port, List.of(scripts));
    }

    static FakeNode onUnixSocket(Path path, Script... scripts) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(path), 1024);
        return new FakeNode(listening, "unix:" + path, List.of(scripts));
    }

    static FakeNode onIpv6(Script... scripts) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0), 1024);
        int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
        return new FakeNode(listening, "http://[::1]:" + port, List.of(scripts));
    }

    private void accept() {
        try {
            while (true) {
                var wire = new Wire(listening.accept());
                Script script = scripts.get(Math.min(wires.size(), scripts.size() - 1));
                wires.add(wire);
                Thread.ofVirtual().name("fake node").start(() -> play(script, wire));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void play(Script script, Wire wire) {
        wire.onRequest(requests::add);
        try (wire) {
            script.play(wire);
        } catch (IOException _) {
            // whoever is at the other end has had enough
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
        }
    }

    // ---- scripts

    /// Answers every request with the same bytes.
    static Script answering(String answer) {
        return answering(_ -> answer);
    }

    /// Until the other side ends the connection, or says that it will.
    static Script answering(Function<Message, String> answer) {
        return wire -> {
            for (Message request; (request = wire.request()) != null; ) {
                wire.send(answer.apply(request));
                if ("close".equals(request.field("Connection"))) return;
            }
        };
    }

    /// Says what it was asked, such as `GET /a`, with the body behind it.
    static Script echoing() {
        return answering(request -> ok(request.asked() + " " + request.body()));
    }

    /// Takes a request and never answers it.
    static Script hanging() {
        return wire -> {
            wire.request();
            wire.ending();
        };
    }

    /// A good answer of HTTP/1.1.
    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    // ---- what it saw

    /// As a pool's configuration names it.
    String url() {
        return url;
    }

    /// All requests that were read whole, over all connections.
    List<Message> requests() {
        return requests;
    }

    /// The only request that it got.
    Message request() {
        awaitRequests(1);
        if (requests.size() > 1) throw new AssertionError("more than one request: " + requests);
        return requests.getFirst();
    }

    /// What it was asked, such as `GET /a`, in order.
    List<String> asked() {
        return requests.stream().map(Message::asked).toList();
    }

    int connections() {
        return wires.size();
    }

    /// Whatever came over one of its connections, the first one being 0.
    String received(int connection) {
        return wires.get(connection).received(0);
    }

    void awaitRequests(int n) {
        Await.until(() -> n + " requests, " + requests.size() + " came", () -> requests.size() >= n);
    }

    void awaitConnections(int n) {
        Await.until(() -> n + " connections, " + wires.size() + " came", () -> wires.size() >= n);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Wire wire : wires) wire.close();
        for (Throwable failure : failures) throw new AssertionError("a script of a node failed", failure);
    }
}
