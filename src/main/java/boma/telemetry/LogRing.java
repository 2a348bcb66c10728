package boma.telemetry;

import boma.exchange.Exchange;
import boma.exchange.Ground;
import java.util.concurrent.atomic.AtomicLong;

/// Log entries on their way from one event loop to the log's thread: a ring of fixed size, without locks. When it is
/// full, entries are dropped and counted; the loop never waits.
///
/// One thread adds, one other thread reads. An entry never wraps around the end: what is left there is skipped.
final class LogRing {
    private static final int SKIP = 0;

    private final long[] longs;
    private final int mask;
    private final AtomicLong head = new AtomicLong(); // where the reader is, in longs since the start
    private final AtomicLong tail = new AtomicLong(); // where the writer is

    // The writer's.
    private long writing;
    private long headSeen;
    private long dropped;

    // The reader's.
    private long reading;
    private long tailSeen;

    /// @param bytes rounded up to a power of two, and to no less than eight of the largest entries
    LogRing(int bytes) {
        longs = new long[length(bytes)];
        mask = longs.length - 1;
    }

    private static int length(int bytes) {
        int least = Math.max(bytes / Long.BYTES, 8 * LogEntry.SIZE_MAX);
        return Integer.highestOneBit(2 * least - 1);
    }

    /// Bytes that such a ring takes of the heap.
    static long bytes(int bytes) {
        return (long) length(bytes) * Long.BYTES;
    }

    /// Adds a settled exchange, or counts it as dropped.
    ///
    /// @param leftOut lines of its client that were left out before this one
    void add(Exchange x, int leftOut, long nowNanos) {
        int at = claim();
        if (at < 0) return;
        publish(EntryWriter.write(x, leftOut, nowNanos, longs, at) - at);
    }

    /// Adds that a connection was refused, or counts it as dropped.
    void addRefused(Ground ground, Exchange x, long suppressed, long nowNanos) {
        int at = claim();
        if (at < 0) return;
        publish(EntryWriter.writeRefused(ground, x, suppressed, nowNanos, longs, at) - at);
    }

    /// Entries for which there was no room.
    long dropped() {
        return dropped;
    }

    /// Where the next entry goes, with room for the largest one, or -1 when there is none.
    private int claim() {
        int at = (int) writing & mask;
        int left = longs.length - at;
        int need = left < LogEntry.SIZE_MAX ? left + LogEntry.SIZE_MAX : LogEntry.SIZE_MAX;
        if (writing + need - headSeen > longs.length) {
            headSeen = head.getAcquire();
            if (writing + need - headSeen > longs.length) {
                dropped++;
                return -1;
            }
        }
        if (left >= LogEntry.SIZE_MAX) return at;
        longs[at] = SKIP;
        writing += left; // the reader learns of it with the entry
        return 0;
    }

    private void publish(int size) {
        writing += size;
        tail.setRelease(writing);
    }

    /// Moves on to the next entry. It is valid until [#release].
    ///
    /// @return false when there is none now
    boolean next(LogEntry into) {
        while (true) {
            if (reading == tailSeen) {
                tailSeen = tail.getAcquire();
                if (reading == tailSeen) return false;
            }
            int at = (int) reading & mask;
            if (longs[at] == SKIP) {
                reading += longs.length - at;
                continue;
            }
            into.set(longs, at);
            reading += into.size();
            return true;
        }
    }

    /// How far the reader has come, in longs since the start.
    long read() {
        return reading;
    }

    /// Longs that fit at once.
    int size() {
        return longs.length;
    }

    /// Gives the room of everything that was read back to the writer.
    void release() {
        head.setRelease(reading);
    }
}
