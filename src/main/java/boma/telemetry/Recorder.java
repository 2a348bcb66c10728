package boma.telemetry;

import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.exchange.Ground;
import boma.exchange.Verdict;
import boma.ledger.Entry;

/// The only one who counts and logs what happens on an event loop. Each loop has one and is its only user; nothing
/// here waits or allocates.
public final class Recorder {
    private static final long LOG_EVERY_NANOS = 1_000_000_000;

    private final LogRing ring;
    private final Counters counters;
    private final long[] loggedNanos = new long[Ground.MAX]; // by ground: when a refused connection was last logged
    private final long[] suppressed = new long[Ground.MAX]; // by ground: refused connections since then
    private final boolean[] logged = new boolean[Ground.MAX];
    private volatile long tickNanos;
    private volatile boolean ticked;

    /// @param loop      index of the event loop, one of those that the log was opened for
    /// @param listeners listeners known now; later ones get their counters when they first count
    /// @param nodes     nodes of all pools known now
    public Recorder(AccessLog log, int loop, int listeners, int nodes) {
        this(log.ring(loop), listeners, nodes);
    }

    Recorder(LogRing ring, int listeners, int nodes) {
        this.ring = ring;
        this.counters = new Counters(listeners, nodes);
    }

    /// Called once for each exchange, after it was settled and before it is reset.
    public void finished(Exchange x, long nowNanos) {
        counters.count(x, nowNanos);
        int leftOut = leftOut(x, nowNanos);
        if (leftOut == Entry.LEAVE_OUT) counters.linesLeftOut++;
        else ring.add(x, leftOut, nowNanos);
    }

    /// What no node was asked for costs a client next to nothing, so that he could fill the disk with it. His lines
    /// about that are bounded, but not those about bans. Everybody whose request is read has an entry; those who
    /// cannot be told apart share theirs.
    ///
    /// @return lines of the client that were left out before this one, or [Entry#LEAVE_OUT]
    private static int leftOut(Exchange x, long nowNanos) {
        Entry client = x.client;
        if (client == null) return 0;
        boolean bans = x.verdict instanceof Verdict.Deny deny && deny.banNanos() > 0;
        boolean bounded = x.node == Exchange.NONE && !bans;
        return bounded ? client.takeLine(nowNanos) : client.takeLeftOut();
    }

    public void connectionOpened(int listener) {
        counters.listener(listener).connectionsOpened++;
    }

    /// Each [#connectionOpened] needs one.
    public void connectionClosed(int listener) {
        counters.listener(listener).connectionsClosed++;
    }

    /// A connection ends before its first request. Logged at most once per second and ground.
    ///
    /// @param x who it was, as far as that is known
    public void connectionRefused(Ground ground, Exchange x, long nowNanos) {
        int id = ground.id();
        counters.connectionsRefused[id]++;
        if (logged[id] && nowNanos - loggedNanos[id] < LOG_EVERY_NANOS) {
            suppressed[id]++;
            return;
        }
        ring.addRefused(ground, x, suppressed[id], nowNanos);
        logged[id] = true;
        loggedNanos[id] = nowNanos;
        suppressed[id] = 0;
    }

    /// An idle connection was ended, so that another client had room.
    public void connectionDisplaced() {
        counters.connectionsDisplaced++;
    }

    /// No file descriptor is left, so that nothing is accepted for a while.
    public void acceptPaused() {
        counters.acceptPauses++;
    }

    public void nodeConnectionOpened(int node) {
        counters.node(node).connectionsOpened++;
    }

    /// Each [#nodeConnectionOpened] needs one.
    public void nodeConnectionClosed(int node) {
        counters.node(node).connectionsClosed++;
    }

    /// A node failed and the exchange is tried once more. The last failure, which ends an exchange, is counted by
    /// [#finished].
    public void retried(int node, Failure failure) {
        counters.countFailure(node, failure);
    }

    /// An exception that nobody expected; whoever caught it logs it.
    public void bug() {
        counters.bugs++;
    }

    /// The loop turns. Called on it about once per second.
    public void tick(long nowNanos) {
        tickNanos = nowNanos;
        ticked = true;
    }

    /// When the loop last turned, or `otherwise` before its first tick. For any thread.
    public long lastTick(long otherwise) {
        return ticked ? tickNanos : otherwise;
    }

    Counters counters() {
        return counters;
    }
}
