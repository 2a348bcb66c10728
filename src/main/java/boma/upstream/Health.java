package boma.upstream;

import boma.net.SocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks every node again and again whether it is well, each on a virtual thread of its own.
///
/// With kind `antelope` it asks for `get_info`: a node whose head block is too old serves the past and has to leave,
/// though it answers.
///
/// It hangs up when the answer is complete, so a node may keep the connection open after it.
public final class Health implements AutoCloseable {
    private static final Pattern HEAD_TIME = Pattern.compile("\"head_block_time\"\\s*:\\s*\"([0-9T:.-]{19,29})\"");

    /// Where the sockets come from that the questions are asked on.
    interface Sockets {
        SocketChannel open(ProtocolFamily family) throws IOException;
    }

    private final Sockets sockets;
    private final Consumer<Throwable> onBug;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /// @param onBug told of exceptions that nobody expected; the node is asked again all the same
    public Health(Consumer<Throwable> onBug) {
        this(SocketChannel::open, onBug);
    }

    Health(Sockets sockets, Consumer<Throwable> onBug) {
        this.sockets = sockets;
        this.onBug = onBug;
    }

    /// Begins to ask. Returns when every node was asked once, or after `patience`.
    public void start(List<Pool> pools, Duration patience) throws InterruptedException {
        List<Node> nodes = new ArrayList<>();
        for (Pool pool : pools) {
            if (pool.config().health().kind() != HealthConfig.Kind.NONE) nodes.addAll(pool.nodes());
        }
        var asked = new CountDownLatch(nodes.size());
        for (Node node : nodes) {
            threads.add(Thread.ofVirtual().name("health").start(() -> watch(node, asked)));
        }
        var _ = asked.await(patience.toMillis(), TimeUnit.MILLISECONDS); // who has not answered is asked on
    }

    private void watch(Node node, CountDownLatch asked) {
        try {
            node.expectFirstAnswer();
            ask(node);
            asked.countDown();
            while (!closed) {
                Thread.sleep(node.health().every());
                ask(node);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the process ends
        }
    }

    private void ask(Node node) throws InterruptedException {
        try {
            ask(node.health(), node);
        } catch (RuntimeException | LinkageError bug) {
            onBug.accept(bug);
        }
    }

    /// One question, and what it says about the node.
    private void ask(HealthConfig health, Node node) throws InterruptedException {
        SocketAddress address = node.address();
        if (address == null) return; // its name is looked up elsewhere
        SocketChannel channel;
        try {
            channel = sockets.open(family(address));
        } catch (IOException _) {
            return; // no descriptor is left here, of which the listeners tell: it says nothing about the node
        }
        try (channel) {
            HealthAnswer answer = get(channel, address, health, node);
            if (node.isAt(address)) judge(health, node, answer); // else it has moved meanwhile
        } catch (IOException e) {
            if (Thread.interrupted()) throw new InterruptedException("the process ends, the node is innocent");
            if (!node.isAt(address)) return;
            String message = e.getMessage();
            node.onUnhealthy(message == null ? e.getClass().getSimpleName() : message);
        }
    }

    private static void judge(HealthConfig health, Node node, HealthAnswer answer) {
        if (!answer.trouble().isEmpty()) {
            node.onUnhealthy(answer.trouble());
            return;
        }
        if (health.kind() != HealthConfig.Kind.ANTELOPE) {
            node.onHealthy(-1);
            return;
        }
        long age = headAge(answer.body());
        if (age == Long.MAX_VALUE) node.onUnhealthy("get_info has no head_block_time");
        else if (age > health.headAge().toMillis()) node.onStale(age);
        else node.onHealthy(Math.max(age, 0));
    }

    private static long headAge(String info) {
        Matcher m = HEAD_TIME.matcher(info);
        if (!m.find()) return Long.MAX_VALUE;
        try {
            Instant head = LocalDateTime.parse(m.group(1)).toInstant(ZoneOffset.UTC);
            return Duration.between(head, Instant.now()).toMillis();
        } catch (DateTimeException _) {
            return Long.MAX_VALUE; // not a time: the node has no head block that we could judge
        }
    }

    /// A GET on a connection of its own, within the timeout as a whole.
    private static HealthAnswer get(SocketChannel channel, SocketAddress address, HealthConfig health, Node node)
            throws IOException {
        boolean antelope = health.kind() == HealthConfig.Kind.ANTELOPE;
        String path = antelope ? "/v1/chain/get_info" : health.path();
        String host = node.host().length == 0 ? "localhost" : new String(node.host(), StandardCharsets.ISO_8859_1);
        Thread guard = Thread.ofVirtual().start(() -> closeAfter(channel, health.timeout()));
        try {
            channel.connect(javaAddress(address));
            write(channel, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            return HealthAnswer.read(
                    channel, body -> !antelope || HEAD_TIME.matcher(body).find());
        } catch (ClosedChannelException e) {
            throw new IOException(
                    "no answer to the health question in " + health.timeout().toMillis() + " ms", e);
        } finally {
            guard.interrupt();
        }
    }

    private static void closeAfter(SocketChannel channel, Duration timeout) {
        try {
            Thread.sleep(timeout);
            channel.close();
        } catch (InterruptedException | IOException _) {
            // answered in time, or closed already
        }
    }

    private static StandardProtocolFamily family(SocketAddress address) {
        if (address.isUnix()) return StandardProtocolFamily.UNIX;
        return address.isIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    private static java.net.SocketAddress javaAddress(SocketAddress address) {
        if (address.isUnix()) return UnixDomainSocketAddress.of(address.path());
        return new InetSocketAddress(address.inetAddress(), address.port());
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) channel.write(bytes);
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) thread.interrupt();
    }
}
