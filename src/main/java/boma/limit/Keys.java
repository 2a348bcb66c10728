package boma.limit;

import boma.antelope.Transactions;
import boma.bytes.Hash;
import boma.exchange.Charges;
import boma.exchange.Exchange;
import boma.ledger.Entry;
import java.util.Set;

/// Finds the keys of one limit in a request, as keyed hashes of 64 bits. Immutable.
///
/// Two keys that fall together share their allowance; with 64 bits nobody meets that by chance, and the hash is
/// secret, so that nobody meets it on purpose.
final class Keys {
    /// Instead of a hash: the request does not name what the limit counts by, so that the limit does not hold for
    /// it.
    private static final long ABSENT = 0;

    private final long seed;
    private final boolean byClient;
    private final boolean byPath;
    private final boolean byApiKey;
    private final boolean byContract;
    private final boolean byAction;
    private final boolean byAccount;
    private final boolean byTable;
    private final boolean inBody;

    Keys(Set<Key> keys) {
        byClient = Key.areOfClient(keys);
        byPath = keys.contains(Key.PATH);
        byApiKey = keys.contains(Key.API_KEY);
        byContract = keys.contains(Key.CONTRACT);
        byAction = keys.contains(Key.ACTION);
        byAccount = keys.contains(Key.ACCOUNT);
        byTable = keys.contains(Key.TABLE);
        inBody = Key.needBody(keys);
        long hash = Hash.SEED;
        for (Key key : keys) hash = Hash.of(key.name().hashCode(), hash);
        seed = hash;
    }

    boolean inBody() {
        return inBody;
    }

    /// Whether the parameters of a read call can hold them: no read call names an action.
    boolean inParameters() {
        return inBody && !byAction;
    }

    /// Whether they hold something that the client only claims: an account or contract that need not be his.
    boolean namesOthers() {
        return inBody;
    }

    boolean useApiKey() {
        return byApiKey;
    }

    boolean usePath() {
        return byPath;
    }

    /// The part of the keys that the head names, or [#ABSENT].
    long ofHead(Exchange x) {
        long key = seed;
        if (byClient) {
            Entry client = x.client;
            if (client == null) return ABSENT;
            key = Hash.of(client.hash(), key);
        }
        if (byPath) key = Hash.of(x.pathHash, key);
        if (byApiKey) {
            if (x.apiKeyHash == 0) return ABSENT;
            key = Hash.of(x.apiKeyHash, key);
        }
        return key;
    }

    static boolean isAbsent(long key) {
        return key == ABSENT;
    }

    /// Adds the keys of one action.
    ///
    /// @param head  from [#ofHead]
    /// @param again what a further action with the same key costs
    void addOfAction(long head, Transactions t, int a, int limit, int again, Charges into) {
        if (byTable) return;
        long key = head;
        if (byContract) key = Hash.of(t.account(a), key);
        if (byAction) key = Hash.of(t.account(a), t.action(a), key);
        if (!byAccount) {
            into.add(limit, key, again);
            return;
        }
        int from = t.firstAuthorization(a);
        int to = from + t.authorizations(a);
        for (int i = from; i < to; i++) {
            if (again == 0 || isFirst(t, from, i)) into.add(limit, Hash.of(t.actor(i), key), again);
        }
    }

    /// Adds the key of a call that carries no transactions.
    void addOfRead(long head, Exchange x, int limit, Charges into) {
        boolean absent = byAction
                || (byContract && x.code == 0)
                || (byTable && (x.code == 0 || (x.table == 0 && !x.asksAllTables())))
                || (byAccount && x.account == 0);
        if (absent) return;
        long key = head;
        if (byContract) key = Hash.of(x.code, key);
        if (byTable) key = Hash.of(x.code, x.table, key);
        if (byAccount) key = Hash.of(x.account, key);
        into.add(limit, key, 0);
    }

    /// Whether the actor of an action was not named by it before, with another permission.
    private static boolean isFirst(Transactions t, int from, int i) {
        for (int before = from; before < i; before++) if (t.actor(before) == t.actor(i)) return false;
        return true;
    }
}
