package boma.exchange;

import java.util.Arrays;

/// What the log, the statistics and the failure limits need of a decoded body after the body itself is gone: the
/// first few distinct contracts, actions and accounts, the id of the first transaction, and the keys of limits
/// that are charged only if the node reports a failure.
public final class Summary {
    /// Distinct values kept of each kind; what goes beyond is counted in [#actions] only.
    public static final int MAX = 8;

    /// Limit keys that can wait for the outcome of one exchange. Many more than the usual bounds on actions and
    /// authorizations let a transaction name, since whoever sends it chooses which of them come first.
    public static final int MAX_PENDING = 4096;

    private static final int PENDING_KEPT = 64; // room that stays with the connection

    public final long[] contracts = new long[MAX];
    public final long[] actionContracts = new long[MAX];
    public final long[] actionNames = new long[MAX];
    public final long[] accounts = new long[MAX];
    public int contractCount;
    public int actionCount;
    public int accountCount;

    /// All actions of all transactions, nested ones included.
    public int actions;

    public int transactions;

    /// The first transaction's id, or 32 zero bytes when [#idKnown] is false.
    public final byte[] id = new byte[32];

    public boolean idKnown;

    /// Keys to charge when the exchange turns out a failure, and the index of the limit that each belongs to.
    public long[] pendingKeys = new long[PENDING_KEPT];

    public int[] pendingLimits = new int[PENDING_KEPT];
    public int pendingCount;

    public void clear() {
        contractCount = 0;
        actionCount = 0;
        accountCount = 0;
        actions = 0;
        transactions = 0;
        idKnown = false;
        pendingCount = 0;
        if (pendingKeys.length > PENDING_KEPT) resizePending(PENDING_KEPT);
    }

    public void addContract(long contract) {
        contractCount = add(contracts, contractCount, contract);
    }

    public void addAccount(long account) {
        accountCount = add(accounts, accountCount, account);
    }

    public void addAction(long contract, long name) {
        for (int i = 0; i < actionCount; i++) if (actionContracts[i] == contract && actionNames[i] == name) return;
        if (actionCount == MAX) return;
        actionContracts[actionCount] = contract;
        actionNames[actionCount++] = name;
    }

    /// Remembers a limit to charge on failure; what exceeds [#MAX_PENDING] is charged to nobody.
    public void addPending(int limit, long key) {
        if (pendingCount == MAX_PENDING) return;
        if (pendingCount == pendingKeys.length) resizePending(2 * pendingCount);
        pendingKeys[pendingCount] = key;
        pendingLimits[pendingCount++] = limit;
    }

    private void resizePending(int length) {
        pendingKeys = Arrays.copyOf(pendingKeys, length);
        pendingLimits = Arrays.copyOf(pendingLimits, length);
    }

    private static int add(long[] values, int count, long value) {
        for (int i = 0; i < count; i++) if (values[i] == value) return count;
        if (count < values.length) values[count++] = value;
        return count;
    }
}
