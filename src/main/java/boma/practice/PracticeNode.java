package boma.practice;

import boma.antelope.Endpoint;
import boma.bytes.Ascii;
import boma.net.SocketAddress;
import boma.time.Clock;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A small server that clients take for a nodeos: it answers with exchanges that were recorded from one, has a chain
/// whose head moves, takes transactions, and misbehaves on demand. For the demo, for tests, and for trying things out
/// without an Antelope node.
///
/// Plain blocking code, a virtual thread for each connection. On loopback it is controlled below `/practice/`.
public final class PracticeNode implements AutoCloseable {
    private static final String GET_INFO = "/v1/chain/get_info";
    private static final int BACKLOG = 1024;

    private final PracticeOptions options;
    private final SocketAddress address;
    private final Recordings recordings = Recordings.load();
    private final PracticeCounters counters = new PracticeCounters();
    private final Chain chain = new Chain(Clock.SYSTEM);
    private final Execution execution;
    private final Set<PracticeConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<String, Misbehaviour> byPath = new ConcurrentHashMap<>();
    private volatile Misbehaviour misbehaviour = Misbehaviour.WELL;
    private @Nullable ServerSocketChannel listening;
    private @Nullable Thread acceptor;
    private boolean closed;
    private volatile int port;

    private PracticeNode(PracticeOptions options) {
        this.options = options;
        this.address = SocketAddress.parse(options.listen());
        this.port = address.port();
        this.execution = new Execution(options.failing(), chain, counters);
    }

    /// Starts.
    ///
    /// @throws IOException with a sentence when it cannot listen there
    public static PracticeNode start(PracticeOptions options) throws IOException {
        var node = new PracticeNode(options);
        node.acceptConnections();
        return node;
    }

    /// Runs until the process ends, and says how to use it.
    ///
    /// @param listen `127.0.0.1:8888` and the like
    public static void run(String listen) throws IOException, InterruptedException {
        PracticeNode node = start(PracticeOptions.on(listen));
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "shutdown"));
        System.out.print(PracticeControl.help(node));
        Thread.currentThread().join(); // as long as the process lives
    }

    /// Where it listens: `127.0.0.1:8888` or `unix:/path`.
    public String address() {
        String text = options.listen();
        return address.isUnix() ? text : text.substring(0, text.lastIndexOf(':') + 1) + port;
    }

    /// As a pool's configuration names it.
    public String url() {
        return address.isUnix() ? address() : "http://" + address();
    }

    /// Its port, 0 on a Unix socket.
    public int port() {
        return port;
    }

    /// What it has seen.
    public PracticeCounters counters() {
        return counters;
    }

    /// Number of its head block.
    public long headBlock() {
        return chain.head();
    }

    /// From now on all answers suffer from this.
    public void misbehave(Misbehaviour how) {
        misbehaviour = how;
        byPath.clear();
        if (how instanceof Misbehaviour.Stale) chain.stop();
        else chain.resume();
    }

    /// From now on the answers to one call suffer from this, and the others do not.
    public void misbehave(String path, Misbehaviour how) {
        byPath.put(path, how);
    }

    Misbehaviour misbehaviour(String path) {
        return byPath.getOrDefault(path, misbehaviour);
    }

    /// From now on connections are refused, and those that are open are reset.
    public synchronized void refuseConnections() {
        try {
            if (listening != null) listening.close();
            if (acceptor != null) acceptor.join(); // the kernel takes connections as long as somebody is in accept
            listening = null;
            if (address.isUnix())
                Files.deleteIfExists(UnixDomainSocketAddress.of(address.path()).getPath());
        } catch (IOException e) {
            throw new IllegalStateException("a listening socket could not be closed", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        resetConnections();
    }

    /// Takes connections again, at the same address.
    ///
    /// @throws IOException with a sentence when somebody else listens there
    public synchronized void acceptConnections() throws IOException {
        if (listening != null || closed) return;
        ServerSocketChannel channel = open();
        listening = channel;
        acceptor = Thread.ofVirtual().name("practice-node").start(() -> accept(channel));
    }

    private ServerSocketChannel open() throws IOException {
        ServerSocketChannel channel =
                address.isUnix() ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
        try {
            if (address.isUnix()) {
                channel.bind(UnixDomainSocketAddress.of(address.path()), BACKLOG);
            } else {
                channel.bind(new InetSocketAddress(address.inetAddress(), port), BACKLOG);
                port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new BindException("cannot listen on " + address() + ": " + e.getMessage());
        }
    }

    private void accept(ServerSocketChannel channel) {
        try {
            while (true) {
                SocketChannel client = channel.accept();
                if (!address.isUnix()) client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                counters.connection();
                var connection = new PracticeConnection(this, client);
                connections.add(connection);
                Thread.ofVirtual().name("practice-connection").start(connection);
            }
        } catch (IOException _) {
            // it listens no more
        }
    }

    void ended(PracticeConnection connection) {
        connections.remove(connection);
    }

    /// Resets every connection that is open.
    public void resetConnections() {
        connections.forEach(PracticeConnection::reset);
    }

    /// Connections that are open.
    public int connectionsOpen() {
        return connections.size();
    }

    int maxBody() {
        return options.maxBody();
    }

    /// What it says to a request, apart from all misbehaviour.
    PracticeAnswer answer(PracticeRequest request) {
        String path = request.target();
        boolean known = path.equals(GET_INFO) || recordings.hasPath(path);
        counters.request(request.head(), known ? path : null);
        if (!path.startsWith("/") || path.contains("..")) return PracticeAnswer.BAD_TARGET;
        if (options.checkHost() && !isOwn(request.host())) return PracticeAnswer.BAD_HOST;
        if (request.method().equals("OPTIONS")) return PracticeAnswer.OPTIONS;
        byte[] target = Ascii.bytes(path);
        Endpoint endpoint = Endpoint.of(MemorySegment.ofArray(target), 0, target.length);
        String body = new String(request.body(), StandardCharsets.UTF_8);
        if (known && endpoint.carriesTransactions()) {
            return execution.answer(endpoint, request.body(), recordings.exactly(path, body));
        }
        if (path.equals(GET_INFO)) {
            return Recordings.isNothing(body) ? new PracticeAnswer(200, chain.info()) : PracticeAnswer.BAD_BODY;
        }
        PracticeAnswer recorded = recordings.answer(path, body);
        return recorded == null ? PracticeAnswer.NOT_FOUND : recorded;
    }

    /// With `http-validate-host`, nodeos wants its address, or that of the connection without the port.
    private boolean isOwn(String host) {
        return address.isUnix()
                || host.equals(address())
                || host.equals(address().replaceFirst(":\\d+$", ""));
    }

    /// Dies: takes no more connections and resets those that are open.
    @Override
    public synchronized void close() {
        closed = true;
        refuseConnections();
    }
}
