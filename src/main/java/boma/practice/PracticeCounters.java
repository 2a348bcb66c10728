package boma.practice;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What a practice node has seen, to prove what reached it and what did not. For any thread.
public final class PracticeCounters {
    private static final String OTHER = "(other)";

    /// Transactions that are remembered; the oldest is forgotten first.
    private static final int PUSHES_MAX = 100_000;

    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final LongAdder connections = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Map<String, Integer> pushes = new LinkedHashMap<>();
    private long pushed;
    private volatile @Nullable String lastHead;

    PracticeCounters() {}

    void connection() {
        connections.increment();
    }

    void request(String head, @Nullable String path) {
        lastHead = head;
        requests.computeIfAbsent(path == null ? OTHER : path, _ -> new LongAdder())
                .increment();
    }

    void push(String id) {
        synchronized (pushes) {
            pushed++;
            pushes.merge(id, 1, Integer::sum);
            if (pushes.size() > PUSHES_MAX)
                pushes.remove(pushes.keySet().iterator().next());
        }
    }

    void failed() {
        failed.increment();
    }

    /// Connections that were accepted.
    public long connections() {
        return connections.sum();
    }

    /// Requests that came, whatever became of them.
    public long requests() {
        return requests.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public long requests(String path) {
        LongAdder count = requests.get(path);
        return count == null ? 0 : count.sum();
    }

    /// Requests by path; those to unknown paths together.
    public Map<String, Long> requestsByPath() {
        var all = new TreeMap<String, Long>();
        requests.forEach((path, count) -> all.put(path, count.sum()));
        return all;
    }

    /// Transactions that came to be pushed, one by one: duplicates and failing ones are counted too.
    public long pushes() {
        synchronized (pushes) {
            return pushed;
        }
    }

    /// How often this transaction came to be pushed.
    public int pushes(String id) {
        synchronized (pushes) {
            return pushes.getOrDefault(id, 0);
        }
    }

    /// How often the transaction came that came most often: 1 when no push has reached the node twice.
    public int pushesOfOneMost() {
        synchronized (pushes) {
            return pushes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        }
    }

    /// Transactions that were run and failed.
    public long transactionsFailed() {
        return failed.sum();
    }

    /// The head of the request that came last, as it was sent; empty if none came.
    public String lastHead() {
        String head = lastHead;
        return head == null ? "" : head;
    }
}
