package boma.ledger;

import boma.bytes.Hash;
import boma.client.Client;
import boma.ledger.Change.Banned;
import boma.ledger.Change.Unbanned;
import boma.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is remembered of clients: one [Entry] for each identity, and the bans. It outlives every reload.
///
/// Bounded: when it is full, the coldest idle entry of a few makes room for a new client. Clients with a connection, a
/// request in flight or a running ban are not forgotten. Bans take at most half of the entries; beyond that the one
/// that ends soonest goes. If all the entries that were looked at are busy, the ledger takes the new client in all the
/// same, so that nobody is refused and no limit is shared with strangers: it then holds more than its size by no more
/// than the connected clients, whom the listeners bound, and comes back as they leave.
///
/// Shared by all threads. A known client is found without a lock; one short lock guards new clients and changes.
public final class Ledger {
    private static final long PROLONGED_MIN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long IDLE_MAX_NANOS = Duration.ofHours(1).toNanos();
    private static final int SWEEP_CHAINS = 4096;
    private static final int SWEEP_BANS = 1024;

    private final Clock clock;
    private final int entriesMax;
    private final Entries entries;
    private final Bans bans;
    private final Watchers watchers;
    private final LongAdder forgotten = new LongAdder();
    private final LongAdder spoken = new LongAdder();
    private final Object lock = new Object();

    /// @param entries clients remembered at once, at least 2; 100,000 of them take about 14 MB, or 19 MB when half of
    ///                them are banned
    public Ledger(Clock clock, int entries) {
        if (entries < 2 || entries > 1 << 26) throw new IllegalArgumentException("entries: " + entries);
        this.clock = clock;
        this.entriesMax = entries;
        this.entries = new Entries(entries);
        this.bans = new Bans(entries / 2);
        this.watchers = new Watchers(clock);
    }

    /// The client's entry, a new one if it was not known. Called once per connection, or once per request when a
    /// trusted proxy speaks for many clients.
    public Entry track(Client client) {
        long now = clock.nanos();
        long hash = hash(client);
        Entry entry = entries.find(hash, client);
        if (entry == null) {
            makeRoom(now);
            synchronized (lock) {
                entry = findOrAdd(hash, client);
            }
        }
        entry.seen(now);
        return entry;
    }

    /// The entry of a client that is known, or null. Looking is not being seen: it leaves no trace.
    public @Nullable Entry find(Client client) {
        return entries.find(hash(client), client);
    }

    /// Alters what is remembered and then tells the watchers.
    ///
    /// A running ban is never shortened by another one, and prolonged only when the new one ends at least a second
    /// later: requests that fail together in one moment speak one ban. Who cannot be told apart from others is not
    /// banned: [Client.Unknown], and streams to which Tor gives no circuit.
    ///
    /// @return false when nothing changed; the watchers are then not told
    public boolean apply(Change change) {
        boolean changed = switch (change) {
            case Banned banned -> ban(banned);
            case Unbanned(Client client) -> unban(client);
        };
        if (changed) watchers.tell(change);
        return changed;
    }

    /// From now on the watcher is told of every change, on the thread that applied it, which may be an event loop: it
    /// must not wait. Two changes of one client made at the same time may be told in either order; who mirrors bans
    /// asks [#find] for the state.
    public void watch(Consumer<Change> watcher) {
        watchers.add(watcher);
    }

    /// The running bans, soonest end first.
    public List<Ban> bans() {
        return bans.running(clock.nanos());
    }

    /// How many bans there are; those that ended count until the next sweep.
    public int banned() {
        return bans.size();
    }

    /// Clients remembered.
    public int size() {
        return entries.size();
    }

    /// Clients that made room for new ones.
    public long forgotten() {
        return forgotten.sum();
    }

    /// Bans since the start, those that were prolonged counted again.
    public long bansSpoken() {
        return spoken.sum();
    }

    /// Bans that ended early because there were too many.
    public long bansForgotten() {
        return bans.forgotten();
    }

    /// One bounded step of tidying, meant for once per second: drops bans that have ended and clients that were idle
    /// for an hour. Nothing depends on it but memory and counts: ends of bans are compared when asked for.
    public void sweep(long nowNanos) {
        for (int i = 0; i < SWEEP_BANS && endFirst(nowNanos); i++) {}
        int visits = Math.min(SWEEP_CHAINS, entries.chains());
        for (int i = 0; i < visits; i++) {
            for (Entry e = entries.nextChain(); e != null; e = e.next) {
                if (nowNanos - e.lastSeenNanos() > IDLE_MAX_NANOS && e.idle(nowNanos)) forget(e, nowNanos);
            }
        }
    }

    private boolean ban(Banned banned) {
        Client client = banned.client();
        if (!client.isOne()) return false;

        long now = clock.nanos();
        long hash = hash(client);
        if (entries.find(hash, client) == null) makeRoom(now);
        synchronized (lock) {
            Entry entry = findOrAdd(hash, client);
            Ban running = entry.ban(now);
            Ban ban = Ban.spoken(banned, now, clock.epochMillis());
            if (running != null && ban.untilNanos() - running.untilNanos() < PROLONGED_MIN_NANOS) return false;
            bans.set(entry, ban);
            spoken.increment();
            return true;
        }
    }

    private boolean unban(Client client) {
        synchronized (lock) {
            Entry entry = find(client);
            if (entry == null || !entry.banned(clock.nanos())) return false;
            bans.end(entry);
            return true;
        }
    }

    private Entry findOrAdd(long hash, Client client) {
        Entry known = entries.find(hash, client);
        if (known != null) return known;
        var added = new Entry(client, hash, clock);
        entries.add(added);
        return added;
    }

    /// Room for one more. Twice, so that a ledger which took in more than its size comes back to it.
    private void makeRoom(long nowNanos) {
        for (int i = 0; i < 2 && entries.size() >= entriesMax; i++) {
            Entry coldest = entries.coldest(nowNanos);
            if (coldest == null) return;
            if (forget(coldest, nowNanos)) forgotten.increment();
        }
    }

    /// False when the client came back, was banned or was forgotten by another thread meanwhile.
    private boolean forget(Entry entry, long nowNanos) {
        synchronized (lock) {
            if (entry.banned(nowNanos) || !entry.forget()) return false;
            bans.end(entry);
            entries.remove(entry);
            return true;
        }
    }

    private boolean endFirst(long nowNanos) {
        synchronized (lock) {
            Entry first = bans.firstEnded(nowNanos);
            if (first == null) return false;
            bans.end(first);
            return true;
        }
    }

    private static long hash(Client client) {
        return Hash.of(client.keyHigh(), client.keyLow(), Hash.SEED);
    }
}
