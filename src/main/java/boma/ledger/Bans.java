package boma.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The banned clients' entries, soonest end first. Whoever sets or ends a ban holds the ledger's lock; whoever reads
/// needs none.
final class Bans {
    private final int max;
    private final ConcurrentSkipListMap<Ban, Entry> byEnd = new ConcurrentSkipListMap<>(Ban.BY_END);
    private final AtomicInteger size = new AtomicInteger();
    private final LongAdder forgotten = new LongAdder();

    Bans(int max) {
        this.max = max;
    }

    int size() {
        return size.get();
    }

    long forgotten() {
        return forgotten.sum();
    }

    /// Puts the ban in the place of an earlier one. When there are too many, the one that ends soonest makes room.
    void set(Entry entry, Ban ban) {
        end(entry);
        if (size.get() == max) forgetFirst(ban.sinceNanos());
        entry.ban = ban;
        byEnd.put(ban, entry);
        size.incrementAndGet();
    }

    /// Ends the entry's ban, if it has one.
    void end(Entry entry) {
        Ban ban = entry.ban;
        if (ban == null) return;
        entry.ban = null;
        byEnd.remove(ban);
        size.decrementAndGet();
    }

    /// The entry whose ban ended first, or null when none has ended.
    @Nullable
    Entry firstEnded(long nowNanos) {
        Map.Entry<Ban, Entry> first = byEnd.firstEntry();
        return first == null || first.getKey().running(nowNanos) ? null : first.getValue();
    }

    List<Ban> running(long nowNanos) {
        var running = new ArrayList<Ban>();
        for (Ban ban : byEnd.keySet()) {
            if (ban.running(nowNanos)) running.add(ban);
        }
        return running;
    }

    private void forgetFirst(long nowNanos) {
        Map.Entry<Ban, Entry> first = byEnd.firstEntry();
        if (first.getKey().running(nowNanos)) forgotten.increment();
        end(first.getValue());
    }
}
