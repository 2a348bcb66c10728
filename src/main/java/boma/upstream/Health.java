package boma.upstream;

import boma.net.SocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks every node again and again whether it is well, each on a virtual thread of its own.
///
/// With kind `antelope` it asks for `get_info`: a node whose head block is too old serves the past and has to leave,
/// though it answers.
public final class Health implements AutoCloseable {
    private static final int ANSWER_MAX = 64 * 1024;
    private static final Pattern GOOD = Pattern.compile("HTTP/1\\.[01] 2\\d\\d[ \r]");
    private static final Pattern HEAD_TIME = Pattern.compile("\"head_block_time\"\\s*:\\s*\"([0-9T:.-]{19,29})\"");

    private final List<Thread> threads = new ArrayList<>();
    private CountDownLatch asked = new CountDownLatch(0);
    private volatile boolean closed;

    /// Begins to ask. Returns when every node was asked once, or after `patience`.
    public void start(List<Pool> pools, Duration patience) throws InterruptedException {
        List<Runnable> first = new ArrayList<>();
        for (Pool pool : pools) {
            if (pool.config().health().kind() == HealthConfig.Kind.NONE) continue;
            for (Node node : pool.nodes()) first.add(() -> watch(pool, node));
        }
        asked = new CountDownLatch(first.size());
        for (Runnable watch : first)
            threads.add(Thread.ofVirtual().name("health").start(watch));
        if (!asked.await(patience.toMillis(), TimeUnit.MILLISECONDS)) return;
    }

    private void watch(Pool pool, Node node) {
        HealthConfig health = pool.config().health();
        try {
            node.expectFirstAnswer();
            ask(health, node);
            asked.countDown();
            while (!closed) {
                Thread.sleep(health.every());
                ask(health, node);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the process ends
        }
    }

    /// One question, and what it says about the node.
    private static void ask(HealthConfig health, Node node) throws InterruptedException {
        String path = health.kind() == HealthConfig.Kind.ANTELOPE ? "/v1/chain/get_info" : health.path();
        try {
            judge(health, node, get(node, path, health.timeout()));
        } catch (IOException e) {
            if (Thread.interrupted()) throw new InterruptedException("the process ends, the node is innocent");
            String message = e.getMessage();
            node.onUnhealthy(message == null ? e.getClass().getSimpleName() : message);
        }
    }

    private static void judge(HealthConfig health, Node node, String answer) {
        if (!GOOD.matcher(answer).lookingAt()) {
            node.onUnhealthy(
                    answer.isEmpty()
                            ? "no answer to the health question"
                            : "health question answered " + start(answer));
            return;
        }
        if (health.kind() != HealthConfig.Kind.ANTELOPE) {
            node.onHealthy(-1);
            return;
        }
        long age = headAge(answer);
        if (age == Long.MAX_VALUE) node.onUnhealthy("get_info has no head_block_time");
        else if (age > health.headAge().toMillis()) node.onStale(age);
        else node.onHealthy(Math.max(age, 0));
    }

    /// The beginning of an answer, fit for a log.
    private static String start(String answer) {
        return answer.substring(0, Math.min(answer.length(), 12))
                .replaceAll("[^ -~]", "?")
                .strip();
    }

    private static long headAge(String answer) {
        Matcher m = HEAD_TIME.matcher(answer);
        if (!m.find()) return Long.MAX_VALUE;
        try {
            Instant head = LocalDateTime.parse(m.group(1)).toInstant(ZoneOffset.UTC);
            return Duration.between(head, Instant.now()).toMillis();
        } catch (DateTimeException _) {
            return Long.MAX_VALUE; // not a time: the node has no head block that we could judge
        }
    }

    /// A GET on a connection of its own, within `timeout` as a whole.
    private static String get(Node node, String path, Duration timeout) throws IOException {
        try (SocketChannel channel = SocketChannel.open(family(node.address()))) {
            Thread guard = Thread.ofVirtual().start(() -> closeAfter(channel, timeout));
            try {
                channel.connect(javaAddress(node.address()));
                String host =
                        node.host().length == 0 ? "localhost" : new String(node.host(), StandardCharsets.ISO_8859_1);
                write(channel, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
                return read(channel);
            } catch (ClosedChannelException e) {
                throw new IOException("no answer to the health question in " + timeout.toMillis() + " ms", e);
            } finally {
                guard.interrupt();
            }
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

    private static String read(SocketChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(ANSWER_MAX);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // until the node closes, or we have seen enough
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) thread.interrupt();
    }
}
