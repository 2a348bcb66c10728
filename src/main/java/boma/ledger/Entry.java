package boma.ledger;

import boma.client.Client;
import boma.time.Clock;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/// What is remembered of one client. A connection finds its entry once and keeps it; all event loops may use it at the
/// same time, nothing here waits or allocates.
///
/// An entry that holds a connection or a request is not forgotten. Between [Ledger#track] and [#connect] or [#begin]
/// there is a moment in which it can be, when the table is full: it then still counts for those who hold it, but a
/// connection that comes later gets a new one.
public final class Entry {
    /// In place of a number of lines: this one is left out too.
    public static final int LEAVE_OUT = -1;

    private static final AtomicLongFieldUpdater<Entry> BUSY = field("busy");
    private static final AtomicLongFieldUpdater<Entry> REQUESTS = field("requests");
    private static final AtomicLongFieldUpdater<Entry> REFUSED = field("refused");
    private static final AtomicLongFieldUpdater<Entry> FAILED = field("failed");
    private static final AtomicLongFieldUpdater<Entry> HELD = field("held");
    private static final AtomicLongFieldUpdater<Entry> LINES = field("lines");

    private static final long ONE_REQUEST = 1;
    private static final long ONE_CONNECTION = 1L << 32;
    private static final long FORGOTTEN = Long.MIN_VALUE;
    private static final int LINES_MAX = 10;
    private static final long ONE_LINE = 1;
    private static final long ONE_LEFT_OUT = 1 << 4;
    private static final long WRITTEN = ONE_LEFT_OUT - 1;
    private static final long LEFT_OUT = 0xffff_fff0L;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Client client;
    private final Clock clock;
    private final long hash;

    /// Requests in flight in the low half, connections above, [#FORGOTTEN] in the sign: one word, so that "idle" is one
    /// comparison and to forget is one step that cannot meet a new connection halfway.
    private volatile long busy;

    private volatile long lastSeenNanos;
    private volatile long requests;
    private volatile long refused;
    private volatile long failed;
    private volatile long held;

    /// The second in the high half; below it how many lines were left out since the last one, and in the lowest four
    /// bits how many were written in that second.
    private volatile long lines;

    /// Written under the ledger's lock.
    volatile @Nullable Ban ban;

    /// The next one in the same chain. Written under the ledger's lock, read without.
    volatile @Nullable Entry next;

    Entry(Client client, long hash, Clock clock) {
        this.client = client;
        this.hash = hash;
        this.clock = clock;
        this.lastSeenNanos = clock.nanos();
        this.lines = noLines(second(lastSeenNanos));
    }

    public Client client() {
        return client;
    }

    /// The client's identity as a key of limit tables: 64 bits, different in every process.
    public long hash() {
        return hash;
    }

    /// Counts a connection, unless the client has `max` already. Each true needs its [#disconnect].
    public boolean connect(int max) {
        while (true) {
            long now = busy;
            if (connections(now) >= max) return false;
            if (BUSY.compareAndSet(this, now, now + ONE_CONNECTION)) return true;
        }
    }

    public void disconnect() {
        lastSeenNanos = clock.nanos();
        long before = BUSY.getAndAdd(this, -ONE_CONNECTION);
        if (connections(before) == 0) {
            BUSY.getAndAdd(this, ONE_CONNECTION);
            throw new IllegalStateException("disconnected more often than connected: " + client);
        }
    }

    /// Counts a request in flight, unless the client has `max` already. Each true needs its [#end].
    public boolean begin(int max) {
        while (true) {
            long now = busy;
            if (inFlight(now) >= max) return false;
            if (BUSY.compareAndSet(this, now, now + ONE_REQUEST)) return true;
        }
    }

    public void end() {
        long before = BUSY.getAndAdd(this, -ONE_REQUEST);
        if (inFlight(before) == 0) {
            BUSY.getAndAdd(this, ONE_REQUEST);
            throw new IllegalStateException("ended more requests than begun: " + client);
        }
    }

    /// Counts bytes of memory that are kept for the client, unless there are `most` already. Each true needs its
    /// [#letGo].
    public boolean hold(int bytes, long most) {
        if (HELD.addAndGet(this, bytes) <= most) return true;
        HELD.addAndGet(this, -bytes);
        return false;
    }

    public void letGo(int bytes) {
        HELD.addAndGet(this, -bytes);
    }

    /// Bytes of memory that are kept for the client.
    public long held() {
        return held;
    }

    public int connections() {
        return connections(busy);
    }

    public int inFlight() {
        return inFlight(busy);
    }

    /// Whether a ban runs now. One volatile read for those who are not banned.
    public boolean banned(long nowNanos) {
        Ban b = ban;
        return b != null && b.running(nowNanos);
    }

    /// The ban that runs now, or null.
    public @Nullable Ban ban(long nowNanos) {
        Ban b = ban;
        return b != null && b.running(nowNanos) ? b : null;
    }

    /// When a connection or request of the client last came or a connection went, by the ledger's clock.
    public long lastSeenNanos() {
        return lastSeenNanos;
    }

    public void countRequest() {
        REQUESTS.incrementAndGet(this);
    }

    public void countRefused() {
        REFUSED.incrementAndGet(this);
    }

    public void countFailed() {
        FAILED.incrementAndGet(this);
    }

    /// Requests that have ended, however they did, since the client is remembered.
    public long requests() {
        return requests;
    }

    /// Those of them that were refused by its own fault.
    public long refused() {
        return refused;
    }

    /// Those of them that failed at a node by the client's fault.
    public long failed() {
        return failed;
    }

    /// Takes one of the ten lines in each second that the client may have where nothing else bounds them.
    ///
    /// @return how many were left out since the last one that was written, or [#LEAVE_OUT]
    public int takeLine(long nowNanos) {
        int second = second(nowNanos);
        while (true) {
            long now = lines;
            boolean isNew = second - (int) (now >>> Integer.SIZE) > 0; // other loops may be a moment behind or ahead
            boolean full = !isNew && (now & WRITTEN) == LINES_MAX;
            long next = full ? now + ONE_LEFT_OUT : (isNew ? noLines(second) : now & ~LEFT_OUT) + ONE_LINE;
            if (LINES.compareAndSet(this, now, next)) return full ? LEAVE_OUT : leftOut(now);
        }
    }

    /// How many lines were left out since the last one that was written, for a line that is written in any case.
    public int takeLeftOut() {
        while (true) {
            long now = lines;
            if (leftOut(now) == 0 || LINES.compareAndSet(this, now, now & ~LEFT_OUT)) return leftOut(now);
        }
    }

    private static long noLines(int second) {
        return (long) second << Integer.SIZE;
    }

    private static int second(long nanos) {
        return (int) Math.floorDiv(nanos, NANOS_PER_SECOND);
    }

    private static int leftOut(long lines) {
        return (int) ((lines & LEFT_OUT) / ONE_LEFT_OUT);
    }

    boolean is(long hash, Client other) {
        return this.hash == hash && client.keyLow() == other.keyLow() && client.keyHigh() == other.keyHigh();
    }

    void seen(long nowNanos) {
        lastSeenNanos = nowNanos;
    }

    /// No connection, no request in flight, no running ban: nothing is lost but counters when it goes.
    boolean idle(long nowNanos) {
        return busy == 0 && !banned(nowNanos);
    }

    /// False when a connection or request came in between.
    boolean forget() {
        return BUSY.compareAndSet(this, 0, FORGOTTEN);
    }

    private static int connections(long busy) {
        return (int) (busy >>> 32) & Integer.MAX_VALUE;
    }

    private static int inFlight(long busy) {
        return (int) busy;
    }

    private static AtomicLongFieldUpdater<Entry> field(String name) {
        return AtomicLongFieldUpdater.newUpdater(Entry.class, name);
    }
}
