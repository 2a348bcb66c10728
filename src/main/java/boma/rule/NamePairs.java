package boma.rule;

import boma.bytes.Hash;
import java.util.Collection;

/// A set of [NamePair]s that tells without allocation whether one of them fits. Immutable.
final class NamePairs {
    /// Those with `*` for the contract, by name.
    private final NameSet anyContract;

    /// Those with `*` for the name, by contract.
    private final NameSet anyName;

    /// The others: open addressing with linear probing, at most half full, the contract at an even index and the
    /// name behind it.
    private final long[] exact;

    NamePairs(Collection<NamePair> pairs) {
        anyContract = new NameSet(pairs.stream()
                .filter(p -> p.contract() == NamePair.ANY)
                .map(NamePair::name)
                .toList());
        anyName = new NameSet(pairs.stream()
                .filter(p -> p.name() == NamePair.ANY)
                .map(NamePair::contract)
                .toList());
        exact = new long[Math.max(4, Integer.highestOneBit(pairs.size()) * 8)];
        for (NamePair p : pairs) if (p.contract() != NamePair.ANY && p.name() != NamePair.ANY) add(p);
    }

    boolean has(long contract, long name) {
        return anyContract.has(name) || anyName.has(contract) || hasExact(contract, name);
    }

    /// Whether there is a pair of this contract.
    boolean hasAnyOf(long contract) {
        if (anyContract.size() > 0 || anyName.has(contract)) return true;
        for (int i = 0; i < exact.length; i += 2) if (exact[i] == contract && contract != 0) return true;
        return false;
    }

    /// Whether every pair of this contract is here.
    boolean hasAllOf(long contract) {
        return anyName.has(contract);
    }

    /// Whether one of the pairs is of one of these contracts, or of any.
    boolean haveContractOf(NameSet contracts) {
        if (anyContract.size() > 0 || anyName.meets(contracts)) return true;
        for (int i = 0; i < exact.length; i += 2) if (contracts.has(exact[i])) return true;
        return false;
    }

    private boolean hasExact(long contract, long name) {
        if (contract == 0) return false;
        for (int i = slot(contract, name); exact[i] != 0; i = next(i)) {
            if (exact[i] == contract && exact[i + 1] == name) return true;
        }
        return false;
    }

    private void add(NamePair pair) {
        int i = slot(pair.contract(), pair.name());
        while (exact[i] != 0) i = next(i);
        exact[i] = pair.contract();
        exact[i + 1] = pair.name();
    }

    private int slot(long contract, long name) {
        return (int) Hash.mix(contract ^ Long.rotateLeft(name, 32)) << 1 & exact.length - 1;
    }

    private int next(int slot) {
        return slot + 2 & exact.length - 1;
    }
}
