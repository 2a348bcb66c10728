package boma.ledger;

import boma.client.Client;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The entries by identity: a fixed array of chains. Whoever adds or removes holds the ledger's lock; whoever looks
/// needs none, and may miss an entry that is just coming.
///
/// A hand goes round the chains for those who look for something to forget, so that no search is long and none starts
/// where the last one found only busy clients.
final class Entries {
    /// Idle entries among which the coldest is chosen.
    private static final int CANDIDATES = 5;

    /// Chains that one search visits at most.
    private static final int VISITS = 64;

    private final AtomicReferenceArray<@Nullable Entry> chains;
    private final AtomicInteger hand = new AtomicInteger();
    private final AtomicInteger size = new AtomicInteger();

    Entries(int expected) {
        this.chains = new AtomicReferenceArray<>(Math.max(1, Integer.highestOneBit(2 * expected - 1)));
    }

    int size() {
        return size.get();
    }

    /// Chains, each of which the hand passes once in a round.
    int chains() {
        return chains.length();
    }

    @Nullable
    Entry find(long hash, Client client) {
        for (Entry e = chains.get(chain(hash)); e != null; e = e.next) {
            if (e.is(hash, client)) return e;
        }
        return null;
    }

    void add(Entry e) {
        int chain = chain(e.hash());
        e.next = chains.get(chain);
        chains.set(chain, e);
        size.incrementAndGet();
    }

    /// The removed entry keeps its `next`, for those who stand on it while they look.
    void remove(Entry removed) {
        int chain = chain(removed.hash());
        Entry before = null;
        for (Entry e = chains.get(chain); e != null; e = e.next) {
            if (e == removed) {
                if (before == null) chains.set(chain, e.next);
                else before.next = e.next;
                size.decrementAndGet();
                return;
            }
            before = e;
        }
    }

    /// The coldest of a few idle entries, or null when all of those visited are busy.
    @Nullable
    Entry coldest(long nowNanos) {
        Entry coldest = null;
        int candidates = 0;
        for (int visit = 0; visit < VISITS && candidates < CANDIDATES; visit++) {
            for (Entry e = nextChain(); e != null; e = e.next) {
                if (!e.idle(nowNanos)) continue;
                candidates++;
                if (coldest == null || e.lastSeenNanos() - coldest.lastSeenNanos() < 0) coldest = e;
            }
        }
        return coldest;
    }

    /// Moves the hand to the next chain. Its first entry, or null when it is empty.
    @Nullable
    Entry nextChain() {
        return chains.get(hand.getAndIncrement() & (chains.length() - 1));
    }

    private int chain(long hash) {
        return (int) hash & (chains.length() - 1);
    }
}
