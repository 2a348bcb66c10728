package boma.upstream;

import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.exchange.Moment;
import boma.exchange.Reason;
import boma.exchange.Side;
import boma.net.Errno;
import boma.net.EventLoop;
import boma.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// One event loop's choice of nodes, and its connections to them. Confined to that loop.
public final class LoopPool {
    /// Told of the connections that come and go.
    public interface Watcher {
        void onOpened(Node node);

        void onClosed(Node node);
    }

    private final EventLoop loop;
    private final Pool pool;
    private final AnswerReading reading;
    private final Watcher watcher;
    private final @Nullable NodeConnection[] idle; // by node, the most recently used first
    private final int[] credit; // of smooth weighted round robin
    private final boolean[] tried;
    private final int[] failed = new int[1];
    private int most; // requests of one node
    private boolean anyway; // nodes out of service are chosen too
    private int turn;
    private long lot = 0x9e3779b97f4a7c15L;

    public LoopPool(EventLoop loop, Pool pool, AnswerReading reading, Watcher watcher) {
        this.loop = loop;
        this.pool = pool;
        this.reading = reading;
        this.watcher = watcher;
        idle = new @Nullable NodeConnection[pool.size()];
        credit = new int[pool.size()];
        tried = new boolean[pool.size()];
    }

    public Pool pool() {
        return pool;
    }

    EventLoop loop() {
        return loop;
    }

    AnswerReading reading() {
        return reading;
    }

    /// Finds a node and a connection for an exchange.
    ///
    /// @param brief whether all of the request is there and one answer ends it; else it gets a place only as long
    ///     as half of the node's are free, so that nobody's unfinished bodies and tunnels keep others out
    /// @param except index of a node that has just failed for this exchange; it is used only if there is no other
    public Lease acquire(Exchange x, AnswerSink sink, boolean brief, int except) {
        most = brief ? pool.config().perNode() : (pool.config().perNode() + 1) / 2;
        anyway = pool.config().health().kind() == HealthConfig.Kind.NONE && noneInService();
        for (int i = 0; i < tried.length; i++) tried[i] = pool.node(i).index() == except;
        // Why: after a failure a new connection, for those that lie idle may have died together with the one that
        // failed.
        boolean useIdle = except == Exchange.NONE;
        Lease lease = acquireUntried(x, sink, useIdle);
        if (lease instanceof Lease.Ready || except == Exchange.NONE) return lease;
        for (int i = 0; i < tried.length; i++) tried[i] = pool.node(i).index() != except;
        Lease last = acquireUntried(x, sink, useIdle);
        return last instanceof Lease.NoneHealthy ? lease : last;
    }

    private Lease acquireUntried(Exchange x, AnswerSink sink, boolean useIdle) {
        Lease result = Lease.NONE_HEALTHY;
        for (int round = 0; round < tried.length; round++) {
            int i = choose();
            if (i < 0) return result;
            tried[i] = true;
            Node node = pool.node(i);
            if (!node.tryBegin(most)) {
                result = Lease.BUSY;
                continue;
            }
            NodeConnection connection = useIdle ? takeIdle(i) : null;
            if (connection == null) connection = open(i);
            if (connection != null) {
                x.node = node.index();
                connection.begin(sink);
                return connection.lease;
            }
            node.end();
            // A Unix socket with a full queue of connections: the node is there, and busy.
            result = failed[0] == Errno.EAGAIN ? Lease.BUSY : new Lease.Failed(connectFailure(failed[0]));
            if (tellsOfNode(failed[0])) NodeFailures.count(node, x, "cannot connect: " + Errno.text(failed[0]));
        }
        return result;
    }

    private static Failure connectFailure(int errno) {
        boolean ours = ours(errno);
        return new Failure(
                ours ? Side.BOMA : Side.NODE,
                Moment.NODE_CONNECT,
                ours ? Reason.OVERLOADED : Reason.NODE_UNREACHABLE,
                true,
                Errno.text(errno));
    }

    private static boolean tellsOfNode(int errno) {
        return !ours(errno) && errno != Errno.EAGAIN;
    }

    /// Whether it says nothing about the node: no descriptors, no memory, no free port here.
    private static boolean ours(int errno) {
        return Errno.isExhausted(errno) || errno == Errno.EADDRNOTAVAIL;
    }

    private @Nullable NodeConnection open(int i) {
        SocketAddress address = pool.node(i).address();
        if (address == null) throw new IllegalStateException("a node without an address was chosen");
        var connection = new NodeConnection(this, i, pool.node(i), address, pool.config());
        if (!connection.open(failed)) return null;
        watcher.onOpened(pool.node(i));
        return connection;
    }

    // ---- choosing

    private int choose() {
        return switch (pool.config().balance()) {
            case ROUND_ROBIN -> inTurn();
            case LEAST_BUSY -> leastBusy();
            case RANDOM_TWO -> lessBusyOfTwo();
        };
    }

    private boolean eligible(int i) {
        Node node = pool.node(i);
        return !tried[i] && (anyway ? node.address() != null : node.inService(loop.now()));
    }

    /// Where nobody asks nodes how they are, failed requests are all that is known of them. That is enough to prefer
    /// another node, but not to refuse everybody: a client may have brought the failures about.
    private boolean noneInService() {
        for (int i = 0; i < tried.length; i++) if (pool.node(i).inService(loop.now())) return false;
        return true;
    }

    /// Smooth weighted round robin: every eligible node earns its weight, the richest serves and pays the total.
    private int inTurn() {
        int best = -1;
        int total = 0;
        for (int i = 0; i < credit.length; i++) {
            if (!eligible(i)) continue;
            int weight = pool.node(i).weight();
            credit[i] += weight;
            total += weight;
            if (best < 0 || credit[i] > credit[best]) best = i;
        }
        if (best >= 0) credit[best] -= total;
        return best;
    }

    private int leastBusy() {
        int best = -1;
        int n = credit.length;
        turn = turn + 1 < n ? turn + 1 : 0;
        for (int k = 0; k < n; k++) {
            int i = turn + k < n ? turn + k : turn + k - n;
            if (eligible(i) && (best < 0 || lessBusy(i, best))) best = i;
        }
        return best;
    }

    private boolean lessBusy(int i, int other) {
        Node a = pool.node(i);
        Node b = pool.node(other);
        return (long) (a.inFlight() + 1) * b.weight() < (long) (b.inFlight() + 1) * a.weight();
    }

    private int lessBusyOfTwo() {
        int a = drawn();
        int b = drawn();
        if (a < 0 || b < 0) return leastBusy();
        return lessBusy(a, b) ? a : b;
    }

    private int drawn() {
        lot ^= lot << 13;
        lot ^= lot >>> 7;
        lot ^= lot << 17;
        int i = (int) Math.floorMod(lot, (long) credit.length);
        return eligible(i) ? i : -1;
    }

    // ---- idle connections

    /// The connection that was used last, if there is one; those to where the node was before are closed.
    private @Nullable NodeConnection takeIdle(int i) {
        for (NodeConnection connection; (connection = idle[i]) != null; ) {
            if (pool.node(i).isAt(connection.address)) {
                removeIdle(connection);
                return connection;
            }
            connection.close();
        }
        return null;
    }

    void addIdle(NodeConnection connection) {
        NodeConnection first = idle[connection.place()];
        connection.nextIdle = first;
        connection.previousIdle = null;
        if (first != null) first.previousIdle = connection;
        idle[connection.place()] = connection;
    }

    void onClosed(Node node) {
        watcher.onClosed(node);
    }

    void removeIdle(NodeConnection connection) {
        NodeConnection next = connection.nextIdle;
        NodeConnection previous = connection.previousIdle;
        if (previous != null) previous.nextIdle = next;
        else idle[connection.place()] = next;
        if (next != null) next.previousIdle = previous;
        connection.nextIdle = null;
        connection.previousIdle = null;
    }

    /// Closes the connections that serve nobody, at the end of the process.
    public void closeIdle() {
        for (int i = 0; i < idle.length; i++) {
            for (NodeConnection c; (c = idle[i]) != null; ) c.close();
        }
    }
}
