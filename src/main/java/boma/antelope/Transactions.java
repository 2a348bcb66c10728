package boma.antelope;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// The transactions of one body, filled by a [TransactionReader] and reused for the next body.
///
/// Arrays of plain values instead of objects, so that reading allocates nothing once they have grown. Transactions,
/// actions and authorizations are counted from 0; the actions of a transaction follow each other, context-free ones
/// first, and those of a nested transaction follow the action that carries it.
///
/// Confined to one event loop. Everything is valid until the next `read`.
public final class Transactions {
    /// Bytes of a transaction id.
    public static final int ID_SIZE = 32;

    private static final int TRANSACTIONS_AT_FIRST = 4;
    private static final int ACTIONS_AT_FIRST = 16;
    private static final int CONTEXT_FREE = 1;
    private static final int NESTED = 2;

    private final MessageDigest sha256 = sha256();

    /// All transactions one after another, as nodeos packs them.
    private final PackedBytes packed = new PackedBytes();

    private int count;
    private int[] signatures = new int[TRANSACTIONS_AT_FIRST];
    private int[] packedFrom = new int[TRANSACTIONS_AT_FIRST];
    private int[] packedLength = new int[TRANSACTIONS_AT_FIRST];
    private int[] size = new int[TRANSACTIONS_AT_FIRST];
    private boolean[] idKnown = new boolean[TRANSACTIONS_AT_FIRST];
    private int[] firstAction = new int[TRANSACTIONS_AT_FIRST];
    private int[] firstAuthorizationOf = new int[TRANSACTIONS_AT_FIRST];

    private int actions;
    private long[] account = new long[ACTIONS_AT_FIRST];
    private long[] action = new long[ACTIONS_AT_FIRST];
    private byte[] flags = new byte[ACTIONS_AT_FIRST];
    private int[] firstAuthorization = new int[ACTIONS_AT_FIRST];

    private int authorizations;
    private long[] actor = new long[ACTIONS_AT_FIRST];
    private long[] permission = new long[ACTIONS_AT_FIRST];

    /// Transactions at the top; nested ones are not counted.
    public int count() {
        return count;
    }

    public int signatures(int t) {
        return signatures[checkTransaction(t)];
    }

    /// Bytes of the transaction, unpacked. Action data that came as a JSON object counts as its JSON text: how many
    /// bytes it takes only the ABI knows.
    public int size(int t) {
        return size[checkTransaction(t)];
    }

    /// Whether the id can be told: not if action data came as a JSON object, which is packed by the ABI on the chain.
    public boolean idKnown(int t) {
        return idKnown[checkTransaction(t)];
    }

    /// Writes the 32 bytes of the id, which are hashed at each call.
    public void id(int t, byte[] into, int at) {
        if (!idKnown(t)) throw new IllegalStateException("the id of this transaction depends on an ABI");
        sha256.update(packed.array(), packedFrom[t], packedLength[t]);
        try {
            sha256.digest(into, at, ID_SIZE);
        } catch (DigestException e) {
            throw new IllegalArgumentException("no room for an id", e);
        }
    }

    public int firstAction(int t) {
        return firstAction[checkTransaction(t)];
    }

    /// Actions of one transaction, context-free and nested ones included.
    public int actions(int t) {
        int end = checkTransaction(t) + 1 == count ? actions : firstAction[t + 1];
        return end - firstAction[t];
    }

    /// All actions of all transactions.
    public int actions() {
        return actions;
    }

    public long account(int a) {
        return account[checkAction(a)];
    }

    public long action(int a) {
        return action[checkAction(a)];
    }

    public boolean contextFree(int a) {
        return (flags[checkAction(a)] & CONTEXT_FREE) != 0;
    }

    /// Whether the action belongs to a transaction that another action carries as its data.
    public boolean nested(int a) {
        return (flags[checkAction(a)] & NESTED) != 0;
    }

    public int firstAuthorization(int a) {
        return firstAuthorization[checkAction(a)];
    }

    public int authorizations(int a) {
        int end = checkAction(a) + 1 == actions ? authorizations : firstAuthorization[a + 1];
        return end - firstAuthorization[a];
    }

    /// Authorizations of all actions.
    public int authorizations() {
        return authorizations;
    }

    public long actor(int i) {
        return actor[checkAuthorization(i)];
    }

    public long permission(int i) {
        return permission[checkAuthorization(i)];
    }

    void clear() {
        packed.clear();
        count = 0;
        actions = 0;
        authorizations = 0;
    }

    /// Starts a transaction, to which everything belongs that is added from now on.
    void addTransaction(int signatureCount) {
        if (count == signatures.length) growTransactions(2 * count);
        signatures[count] = signatureCount;
        packedFrom[count] = packed.length();
        packedLength[count] = 0;
        size[count] = 0;
        idKnown[count] = false;
        firstAction[count] = actions;
        firstAuthorizationOf[count] = authorizations;
        count++;
    }

    /// Where the packed form of the transaction that was added last is to be built.
    PackedBytes packed() {
        return packed;
    }

    /// Says that the last transaction is whole and its packed form at the end of [#packed].
    ///
    /// @param unpacked counts also what the packed form lacks
    void complete(int unpacked, boolean packedFormIsWhole) {
        int t = count - 1;
        packedLength[t] = packed.length() - packedFrom[t];
        size[t] = unpacked;
        idKnown[t] = packedFormIsWhole;
    }

    /// Actions of the last transaction so far.
    int actionsOfLast() {
        return actions - firstAction[count - 1];
    }

    /// Authorizations of the last transaction so far.
    int authorizationsOfLast() {
        return authorizations - firstAuthorizationOf[count - 1];
    }

    void addAction(long accountName, long actionName, boolean contextFree, boolean nested) {
        if (actions == account.length) growActions(2 * actions);
        account[actions] = accountName;
        action[actions] = actionName;
        flags[actions] = (byte) ((contextFree ? CONTEXT_FREE : 0) | (nested ? NESTED : 0));
        firstAuthorization[actions] = authorizations;
        actions++;
    }

    /// Adds to the action that was added last.
    void addAuthorization(long actorName, long permissionName) {
        if (authorizations == actor.length) {
            actor = Arrays.copyOf(actor, 2 * authorizations);
            permission = Arrays.copyOf(permission, 2 * authorizations);
        }
        actor[authorizations] = actorName;
        permission[authorizations] = permissionName;
        authorizations++;
    }

    private void growTransactions(int length) {
        signatures = Arrays.copyOf(signatures, length);
        packedFrom = Arrays.copyOf(packedFrom, length);
        packedLength = Arrays.copyOf(packedLength, length);
        size = Arrays.copyOf(size, length);
        idKnown = Arrays.copyOf(idKnown, length);
        firstAction = Arrays.copyOf(firstAction, length);
        firstAuthorizationOf = Arrays.copyOf(firstAuthorizationOf, length);
    }

    private void growActions(int length) {
        account = Arrays.copyOf(account, length);
        action = Arrays.copyOf(action, length);
        flags = Arrays.copyOf(flags, length);
        firstAuthorization = Arrays.copyOf(firstAuthorization, length);
    }

    private int checkTransaction(int t) {
        return check(t, count);
    }

    private int checkAction(int a) {
        return check(a, actions);
    }

    private int checkAuthorization(int i) {
        return check(i, authorizations);
    }

    /// The arrays are longer than what is valid in them.
    private static int check(int index, int valid) {
        if (index < 0 || index >= valid) throw new IndexOutOfBoundsException(index);
        return index;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
