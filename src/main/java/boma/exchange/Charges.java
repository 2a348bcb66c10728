package boma.exchange;

import boma.bytes.Hash;
import java.util.Arrays;

/// What the limits will take for the request under decision once all of them have agreed: each key once, with its
/// cost. Part of a [Reading].
///
/// Keys are found by open addressing, because a body of the greatest size can name tens of thousands. It grows to
/// what one request can cost, which the bounds on bodies bound, and stays so. Confined to one event loop.
public final class Charges {
    private static final int CAPACITY_AT_FIRST = 64;

    private int[] limits = new int[CAPACITY_AT_FIRST];
    private long[] keys = new long[CAPACITY_AT_FIRST];
    private int[] costs = new int[CAPACITY_AT_FIRST];
    private int count;

    /// Charges by the hash of limit and key, at most half full. A slot counts only if it has the present stamp, so
    /// that [#clear] has nothing to wipe.
    private int[] slots = new int[2 * CAPACITY_AT_FIRST];

    private int[] stamps = new int[2 * CAPACITY_AT_FIRST];
    private int stamp = 1;

    public void clear() {
        count = 0;
        if (++stamp == 0) {
            Arrays.fill(stamps, 0);
            stamp = 1;
        }
    }

    public int count() {
        return count;
    }

    /// Index of the limit that takes charge `i`.
    public int limit(int i) {
        return limits[i];
    }

    public long key(int i) {
        return keys[i];
    }

    public int cost(int i) {
        return costs[i];
    }

    /// Adds a charge of one, or finds the one with the same key.
    ///
    /// @param again what each further one of the same key costs: 0 where repetition is free
    public void add(int limit, long key, int again) {
        if (count == keys.length) grow();
        int slot = slot(limit, key);
        for (; stamps[slot] == stamp; slot = slot + 1 & slots.length - 1) {
            int i = slots[slot];
            if (keys[i] == key && limits[i] == limit) {
                costs[i] += again;
                return;
            }
        }
        take(slot, count);
        limits[count] = limit;
        keys[count] = key;
        costs[count++] = 1;
    }

    /// Makes all charges from this one on cost nothing.
    public void waive(int from) {
        Arrays.fill(costs, from, count, 0);
    }

    private void take(int slot, int charge) {
        slots[slot] = charge;
        stamps[slot] = stamp;
    }

    private int slot(int limit, long key) {
        return (int) Hash.mix(key + limit) & slots.length - 1;
    }

    private void grow() {
        limits = Arrays.copyOf(limits, 2 * count);
        keys = Arrays.copyOf(keys, 2 * count);
        costs = Arrays.copyOf(costs, 2 * count);
        slots = new int[4 * count];
        stamps = new int[4 * count];
        for (int i = 0; i < count; i++) {
            int slot = slot(limits[i], keys[i]);
            while (stamps[slot] == stamp) slot = slot + 1 & slots.length - 1;
            take(slot, i);
        }
    }
}
