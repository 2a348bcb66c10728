package boma.upstream;

import boma.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// One node of a pool: where it is, whether it is in service, how busy it is. Shared by all event loops.
///
/// A node leaves after `fall` failures in a row, of health questions or of requests, and comes back after `rise`
/// good answers to health questions.
public final class Node {
    /// Why a node is in or out of service, for people.
    public enum State {
        UP,
        DOWN_STALE,
        DOWN_FAILING
    }

    /// Told when a node leaves or comes back.
    public interface Watcher {
        void onState(Node node, State state, String why);
    }

    private final String pool;
    private final String name;
    private final int index;
    private final int weight;
    private final SocketAddress address;
    private final byte[] hostField;
    private final HealthConfig health;
    private final Watcher watcher;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger(); // of requests in a row
    private volatile State state = State.UP;
    private volatile long downSinceNanos;
    private volatile long headAgeMillis = -1;
    private int goodAnswers; // to health questions, in a row; guarded by this
    private int badAnswers; // likewise

    Node(PoolConfig pool, int index, NodeConfig config, SocketAddress address, Watcher watcher) {
        this.pool = pool.name();
        this.name = config.url();
        this.index = index;
        this.weight = config.weight();
        this.address = address;
        this.health = pool.health();
        this.watcher = watcher;
        this.hostField = switch (pool.host()) {
            case PoolConfig.HOST_AS_SENT -> new byte[0];
            case PoolConfig.HOST_NODE -> config.authority().getBytes(StandardCharsets.ISO_8859_1);
            default -> pool.host().getBytes(StandardCharsets.ISO_8859_1);
        };
    }

    /// Name of its pool.
    public String pool() {
        return pool;
    }

    /// Its URL as the operator wrote it.
    public String name() {
        return name;
    }

    /// Its place among all nodes of the process, for counters.
    public int index() {
        return index;
    }

    public SocketAddress address() {
        return address;
    }

    /// The Host that it wants to see; empty for the one that the client sent.
    public byte[] host() {
        return hostField;
    }

    HealthConfig health() {
        return health;
    }

    int weight() {
        return weight;
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
        if (state == State.UP) return true;
        return health.kind() == HealthConfig.Kind.NONE
                && nowNanos - downSinceNanos > health.every().toNanos();
    }

    boolean tryBegin(int max) {
        if (inFlight.incrementAndGet() <= max) return true;
        inFlight.decrementAndGet();
        return false;
    }

    void end() {
        inFlight.decrementAndGet();
    }

    /// A request was answered.
    void onAnswered() {
        if (failures.get() != 0) failures.set(0);
        if (state != State.UP && health.kind() == HealthConfig.Kind.NONE) change(State.UP, "it answers again");
    }

    /// A request failed on it for a reason that is the node's.
    void onFailed(String why) {
        synchronized (this) {
            goodAnswers = 0;
        }
        if (failures.incrementAndGet() >= health.fall()) change(State.DOWN_FAILING, why);
    }

    /// A health question was answered well.
    synchronized void onHealthy(long headAgeMillis) {
        this.headAgeMillis = headAgeMillis;
        failures.set(0);
        badAnswers = 0;
        if (state != State.UP && ++goodAnswers >= health.rise()) change(State.UP, "it is well again");
    }

    /// A health question was not answered, or not well.
    synchronized void onUnhealthy(String why) {
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
        if (++badAnswers >= health.fall()) change(next, why);
    }

    /// The next health answer is the first one: a bad one is enough to know.
    synchronized void expectFirstAnswer() {
        badAnswers = health.fall() - 1;
    }

    private synchronized void change(State next, String why) {
        if (next != State.UP) downSinceNanos = System.nanoTime();
        if (state == next) return;
        state = next;
        goodAnswers = 0;
        watcher.onState(this, next, why);
    }
}
