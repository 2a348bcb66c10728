package boma.rule;

import boma.bytes.Hash;
import java.util.Arrays;
import java.util.Collection;

/// A set of Antelope names that tells without allocation whether it has one. It never has the empty name, which
/// stands for "nothing named". Immutable.
public final class NameSet {
    private static final long EMPTY = 0;

    /// Open addressing with linear probing, at most half full.
    private final long[] slots;

    private final int size;

    public NameSet(Collection<Long> names) {
        this.slots = new long[Math.max(2, Integer.highestOneBit(names.size()) * 4)];
        int added = 0;
        for (long name : names) if (add(name)) added++;
        this.size = added;
    }

    public static NameSet of(long... names) {
        return new NameSet(Arrays.stream(names).boxed().toList());
    }

    public boolean has(long name) {
        if (name == EMPTY) return false;
        for (int i = slot(name); slots[i] != EMPTY; i = i + 1 & slots.length - 1) {
            if (slots[i] == name) return true;
        }
        return false;
    }

    /// Whether the two have a name in common.
    boolean meets(NameSet other) {
        for (long name : slots) if (other.has(name)) return true;
        return false;
    }

    public int size() {
        return size;
    }

    private boolean add(long name) {
        if (name == EMPTY) throw new IllegalArgumentException("the empty name cannot be in a set");
        int i = slot(name);
        while (slots[i] != EMPTY) {
            if (slots[i] == name) return false;
            i = i + 1 & slots.length - 1;
        }
        slots[i] = name;
        return true;
    }

    private int slot(long name) {
        return (int) Hash.mix(name) & slots.length - 1;
    }
}
