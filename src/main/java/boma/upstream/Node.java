package boma.upstream;

import boma.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One node of a pool: where it is, whether it is in service, how busy it is. Shared by all event loops.
///
/// A node leaves after `fall` failures in a row, of health questions or of requests, and comes back after `rise`
/// good answers to health questions. As long as its name has no address it is out of service too.
public final class Node {
    /// Why a node is in or out of service, for people.
    public enum State {
        UP,
        DOWN_STALE,
        DOWN_FAILING,
        /// Its name never had an address so far.
        DOWN_NO_ADDRESS
    }

    /// Told when a node leaves or comes back.
    public interface Watcher {
        void onState(Node node, State state, String why);

        /// Its name has another address than before.
        ///
        /// @param from where it was
        default void onMoved(Node node, String from) {}
    }

    private final PoolConfig pool;
    private final NodeConfig config;
    private final int index;
    private final byte[] hostField;
    private final Watcher watcher;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger(); // of requests in a row
    private volatile @Nullable SocketAddress address;
    private volatile State state = State.UP;
    private volatile long downSinceNanos;
    private volatile long headAgeMillis = -1;
    private int goodAnswers; // to health questions, in a row; guarded by this
    private int badAnswers; // likewise
    private boolean failedHere; // since it has this address; guarded by this

    Node(PoolConfig pool, NodeConfig config, int index, Watcher watcher) {
        this.pool = pool;
        this.config = config;
        this.index = index;
        this.watcher = watcher;
        this.address = config.fixedAddress().orElse(null);
        this.hostField = switch (pool.host()) {
            case PoolConfig.HOST_AS_SENT -> new byte[0];
            case PoolConfig.HOST_NODE -> config.authority().getBytes(StandardCharsets.ISO_8859_1);
            default -> pool.host().getBytes(StandardCharsets.ISO_8859_1);
        };
    }

    /// Name of its pool.
    public String pool() {
        return pool.name();
    }

    /// Its URL as the operator wrote it.
    public String name() {
        return config.url();
    }

    /// Its place among all nodes of the process, for counters.
    public int index() {
        return index;
    }

    /// Where it is now; null as long as its name has no address. The same object as long as it stays there.
    @Nullable
    SocketAddress address() {
        return address;
    }

    /// Whether it is still where a connection was made to; what happens elsewhere says nothing about it.
    boolean isAt(SocketAddress place) {
        return place.equals(address);
    }

    /// Where it is now, for people; empty as long as its name has no address.
    public String where() {
        SocketAddress now = address;
        return now == null ? "" : now.toString();
    }

    /// The Host that it wants to see; empty for the one that the client sent.
    public byte[] host() {
        return hostField;
    }

    NodeConfig config() {
        return config;
    }

    HealthConfig health() {
        return pool.health();
    }

    int weight() {
        return config.weight();
    }

    /// Requests that it has at this moment.
    public int inFlight() {
        return inFlight.get();
    }

    public State state() {
        return state;
    }

    /// Age of its head block at the last question, -1 for unknown.
    public long headAgeMillis() {
        return headAgeMillis;
    }

    /// Whether it may get requests. Without health questions a node that failed gets another chance after a while.
    boolean inService(long nowNanos) {
        if (address == null) return false;
        if (state == State.UP) return true;
        return isUnasked() && nowNanos - downSinceNanos > health().every().toNanos();
    }

    private boolean isUnasked() {
        return health().kind() == HealthConfig.Kind.NONE;
    }

    boolean tryBegin(int max) {
        if (inFlight.incrementAndGet() <= max) return true;
        inFlight.decrementAndGet();
        return false;
    }

    void end() {
        inFlight.decrementAndGet();
    }

    // ---- where it is

    /// Its name has no address at the moment. Where it had one, it keeps that: a name server that fails takes no node
    /// out of service.
    synchronized void onNoAddress(String why) {
        if (address == null) change(State.DOWN_NO_ADDRESS, why);
    }

    /// Its name has an address, for the first time or another than before. What is known of it is from elsewhere, so
    /// the next health answer decides alone.
    synchronized void moveTo(SocketAddress to) {
        SocketAddress from = address;
        address = to;
        failedHere = false;
        failures.set(0);
        expectFirstAnswer();
        if (from != null) watcher.onMoved(this, from.toString());
        else if (isUnasked() && state != State.UP) change(State.UP, "its name has an address");
    }

    /// Whether it is out of service for what happened at the address that it has now.
    synchronized boolean isLostHere() {
        return state == State.DOWN_FAILING && failedHere;
    }

    // ---- how it is

    /// A request was answered to the end.
    void onAnswered() {
        if (failures.get() != 0) failures.set(0);
        if (state != State.UP && isUnasked()) change(State.UP, "it answers again");
    }

    /// A request failed on it for a reason that is the node's.
    void onFailed(String why) {
        synchronized (this) {
            goodAnswers = 0;
            failedHere = true;
        }
        if (failures.incrementAndGet() >= health().fall()) change(State.DOWN_FAILING, why);
    }

    /// A health question was answered well.
    synchronized void onHealthy(long headAgeMillis) {
        this.headAgeMillis = headAgeMillis;
        failures.set(0);
        badAnswers = 0;
        failedHere = false;
        if (state != State.UP && ++goodAnswers >= health().rise()) change(State.UP, "it is well again");
    }

    /// A health question was not answered, or not well.
    synchronized void onUnhealthy(String why) {
        failedHere = true;
        onBadAnswer(State.DOWN_FAILING, why);
    }

    /// A health question found the head block too old.
    synchronized void onStale(long headAgeMillis) {
        this.headAgeMillis = headAgeMillis;
        onBadAnswer(State.DOWN_STALE, "its head block is " + headAgeMillis / 1000 + " s old");
    }

    /// Why: not counted together with requests, each good one of which would make the bad answers forgotten. A node
    /// that serves the past answers requests all the time.
    private void onBadAnswer(State next, String why) {
        goodAnswers = 0;
        if (++badAnswers >= health().fall()) change(next, why);
    }

    /// The next health answer is the first one: it is enough to know.
    synchronized void expectFirstAnswer() {
        goodAnswers = health().rise() - 1;
        badAnswers = health().fall() - 1;
    }

    private synchronized void change(State next, String why) {
        if (next != State.UP) downSinceNanos = System.nanoTime();
        if (state == next) return;
        state = next;
        goodAnswers = 0;
        watcher.onState(this, next, why);
    }
}
