package boma.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Exact rates for many keys: the generic cell rate algorithm, one 64-bit theoretical arrival time for each key.
///
/// The arrival time is when everything that the key took would have come, had it come evenly, one each interval. A
/// key may run ahead of its arrival time by the tolerance. With an interval of 200 ms (`50/10s`) and a burst of 100,
/// the tolerance is 99 intervals: after a pause 100 pass at once, then one every 200 ms, and in any stretch of time t
/// never more than 100 + t / 200 ms.
///
/// All event loops share a table without locks. It takes 16 bytes for each entry and never grows: each key belongs to
/// one bucket of eight, and when that is full, the key with the lowest arrival time makes room. Keys whose arrival
/// time has passed are like new ones, so that nothing is lost with them; they go first. A key that is forgotten
/// earlier ([#forgotten()]) may burst again. New keys always find a place.
///
/// Why: a slot's key and time are two words. A key makes room in three steps: its time becomes [#LEAVING], by which
/// everybody knows that the slot is nobody's, then the slot gets the new key, then a time that has passed. So nothing
/// that a key takes while it makes room can be lost, but for what was under way in a thread that had found the slot
/// before: one request each, which may fall to the new key. Two loops that bring the same new key may both give it a
/// slot. No key is ever refused by another one's time. `GcraTableSharedTest` holds the bounds.
public final class GcraTable {
    /// The answer to a cost that is greater than the burst: waiting does not help.
    public static final long NEVER = Long.MAX_VALUE;

    /// More makes no sense: a table of 1 GiB.
    public static final int ENTRIES_MAX = 1 << 26;

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int BUCKET_SLOTS = 8;
    private static final int BUCKET_WORDS = 2 * BUCKET_SLOTS;
    private static final long EMPTY = 0;

    /// How many whole bursts a debt may take to be paid back.
    private static final int DEBT_BURSTS = 20;

    /// How far ahead of now an arrival time may lie, 36 years, so that sums of times cannot overflow.
    private static final long AHEAD_MAX = 1L << 60;

    /// The time of a slot whose key makes room: later than any other, so that nothing passes by it.
    private static final long LEAVING = 1L << 62;

    private final long epochNanos;
    private final long[] words;
    private final int bucketMask;
    private final AtomicInteger size = new AtomicInteger();
    private final LongAdder forgotten = new LongAdder();

    /// @param entries    keys remembered at once, rounded up to a power of two, at least 8
    /// @param epochNanos the present reading of the clock whose later readings the other methods are given
    public GcraTable(int entries, long epochNanos) {
        if (entries < 1 || entries > ENTRIES_MAX) throw new IllegalArgumentException("entries: " + entries);
        int rounded = buckets(entries);
        this.words = new long[rounded * BUCKET_WORDS];
        this.bucketMask = rounded - 1;
        this.epochNanos = epochNanos;
    }

    private static int buckets(int entries) {
        return Integer.highestOneBit(2 * Math.ceilDiv(entries, BUCKET_SLOTS) - 1);
    }

    /// Bytes that a table of so many entries takes of the heap.
    public static long bytes(int entries) {
        return (long) buckets(entries) * BUCKET_WORDS * Long.BYTES;
    }

    /// The tolerance with which `burst` may come at once after a pause, and no more.
    public static long tolerance(long intervalNanos, long burst) {
        return saturated(intervalNanos, burst - 1);
    }

    /// The greatest burst that can be counted: what takes more than 36 years to come back cannot.
    public static long burstMax(long intervalNanos) {
        return (AHEAD_MAX - 1) / intervalNanos;
    }

    /// Takes `cost` from the key's allowance when all of it is there, and nothing otherwise.
    ///
    /// @param key            any 64 bits; a hash that clients cannot foresee, or they could fill one bucket
    /// @param intervalNanos  what one unit of cost takes to come back, at least 1
    /// @param toleranceNanos see [#tolerance]
    /// @return 0 when taken; otherwise how many nanoseconds to wait until it would be, or [#NEVER]
    public long take(long key, long intervalNanos, long toleranceNanos, int cost, long nowNanos) {
        long now = normal(nowNanos);
        long debt = saturated(intervalNanos, cost);
        long aheadMax = aheadMax(intervalNanos, toleranceNanos);
        if (debt > aheadMax) return NEVER;

        long k = usable(key);
        int slot = claim(k, now);
        while (true) {
            long time = word(slot + 1);
            long next = Math.max(time, now) + debt;
            long wait = next - now - aheadMax;
            if (wait <= 0) {
                if (WORDS.compareAndSet(words, slot + 1, time, next)) return 0;
            } else if (time != LEAVING && word(slot) == k) {
                return wait;
            } else {
                slot = claim(k, now);
            }
        }
    }

    /// What [#take] would answer now. Nothing is taken, and an unknown key stays unknown.
    public long peek(long key, long intervalNanos, long toleranceNanos, int cost, long nowNanos) {
        long now = normal(nowNanos);
        long debt = saturated(intervalNanos, cost);
        long aheadMax = aheadMax(intervalNanos, toleranceNanos);
        if (debt > aheadMax) return NEVER;

        int slot = find(usable(key));
        if (slot < 0) return 0;
        long time = word(slot + 1);
        return time == LEAVING ? 0 : Math.max(0, Math.max(time, now) + debt - now - aheadMax);
    }

    /// Takes `cost` even when it is not there: for what is known only afterwards, such as a failure.
    ///
    /// The debt is bounded: paying everything back never takes longer than twenty whole bursts do. So whoever
    /// has many requests fail at once, before the first failure was known, pays for each of them, but is not
    /// shut out for ever.
    public void charge(long key, long intervalNanos, long toleranceNanos, int cost, long nowNanos) {
        long now = normal(nowNanos);
        long debt = saturated(intervalNanos, cost);
        long latest = now + saturated(aheadMax(intervalNanos, toleranceNanos), DEBT_BURSTS);

        long k = usable(key);
        int slot = claim(k, now);
        while (true) {
            long time = word(slot + 1);
            if (time == LEAVING) {
                slot = claim(k, now);
                continue;
            }
            long next = Math.min(Math.max(time, now) + debt, latest);
            if (next <= time || WORDS.compareAndSet(words, slot + 1, time, next)) return;
        }
    }

    /// Places for keys.
    public int entries() {
        return words.length / 2;
    }

    /// Keys remembered, including those whose arrival time has passed: these keep their place until it is needed.
    public int size() {
        return size.get();
    }

    /// Keys that had to make room before their arrival time had passed. When this grows, the table is too small.
    public long forgotten() {
        return forgotten.sum();
    }

    /// The key's slot, as the index of its first word, or -1. Slots are filled in order and stay filled.
    private int find(long key) {
        int from = bucket(key);
        for (int slot = from; slot < from + BUCKET_WORDS; slot += 2) {
            long k = word(slot);
            if (k == key) return slot;
            if (k == EMPTY) return -1;
        }
        return -1;
    }

    /// The key's slot. If it had none, then the first empty one is its from now on, or else the one with the lowest
    /// arrival time. Tried again when another thread was faster, which then got on.
    private int claim(long key, long now) {
        int from = bucket(key);
        while (true) {
            int coldest = -1;
            long lowest = LEAVING;
            for (int slot = from; slot < from + BUCKET_WORDS; slot += 2) {
                long k = word(slot);
                if (k == EMPTY) {
                    if (WORDS.compareAndSet(words, slot, EMPTY, key)) {
                        size.incrementAndGet();
                        return slot;
                    }
                    k = word(slot);
                }
                long time = word(slot + 1);
                if (time == LEAVING) continue;
                if (k == key) return slot;
                if (time < lowest) {
                    lowest = time;
                    coldest = slot;
                }
            }
            if (coldest >= 0 && WORDS.compareAndSet(words, coldest + 1, lowest, LEAVING)) {
                if (lowest > now) forgotten.increment();
                WORDS.setRelease(words, coldest, key);
                WORDS.setRelease(words, coldest + 1, now);
                return coldest;
            }
            Thread.onSpinWait();
        }
    }

    private int bucket(long key) {
        return ((int) key & bucketMask) * BUCKET_WORDS;
    }

    private long word(int index) {
        return (long) WORDS.getAcquire(words, index);
    }

    /// Time since the epoch, never before it: loops read their clocks at slightly different moments.
    private long normal(long nowNanos) {
        return Math.max(0, nowNanos - epochNanos);
    }

    private static long usable(long key) {
        return key == EMPTY ? 1 : key;
    }

    /// How far ahead of now the arrival time may lie after a request that passes.
    private static long aheadMax(long intervalNanos, long toleranceNanos) {
        return Math.min(Math.min(intervalNanos, AHEAD_MAX) + Math.min(toleranceNanos, AHEAD_MAX), AHEAD_MAX);
    }

    /// The product, or [#AHEAD_MAX] when it is greater.
    private static long saturated(long intervalNanos, long times) {
        if (intervalNanos < 1 || times < 0) throw new IllegalArgumentException(times + " x " + intervalNanos + " ns");
        long product = intervalNanos * times;
        boolean fits = Math.multiplyHigh(intervalNanos, times) == 0 && product >= 0 && product <= AHEAD_MAX;
        return fits ? product : AHEAD_MAX;
    }
}
