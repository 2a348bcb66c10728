package boma.antelope;

/// Reads transactions in their packed form, strictly: the bytes are exactly those that nodeos would write, so that
/// their hash is the transaction's id and there is no second way to read them.
///
/// The layout is in libfc's raw.hpp and transaction.hpp of Antelope spring. nodeos itself also takes numbers with
/// superfluous bytes and ignores what follows the transaction; both are refused here.
///
/// Confined to one event loop.
final class PackedReader {
    private static final int HEADER_FIXED = 4 + 2 + 4;
    private static final int NAME = Long.BYTES;
    private static final int AUTHORIZATION = 2 * NAME;

    // The least bytes that an element takes: a count can be checked against what is left before anything is done.
    private static final int ACTION_MIN = 2 * NAME + 2;
    private static final int EXTENSION_MIN = 2 + 1;
    private static final int BYTES_MIN = 1;

    private static final int VARUINT_BYTES_MAX = 5;

    /// A varuint32 that could not be read; [#fault] says why.
    private static final long UNREADABLE = -1;

    private final TransactionLimits limits;

    private Transactions into = new Transactions();
    private byte[] bytes = new byte[0];
    private int position;
    private int end;

    /// Transactions around the one being read.
    private int depth;

    private TransactionFault fault = TransactionFault.NONE;

    PackedReader(TransactionLimits limits) {
        this.limits = limits;
    }

    /// Reads the transaction that `[from, to)` is.
    TransactionFault readTransaction(byte[] packed, int from, int to, Transactions transactions) {
        start(packed, from, to, 0, transactions);
        if (transaction() && position != end) fail(TransactionFault.PACKED_TRAILING_BYTES);
        return fault;
    }

    /// Reads the transaction, if there is one, in the data of an action that has just been added.
    ///
    /// @param outside transactions around that action, not counting its own
    TransactionFault readActionData(
            byte[] packed, int from, int to, long account, long action, int outside, Transactions transactions) {
        start(packed, from, to, outside, transactions);
        actionData(account, action, to);
        return fault;
    }

    /// Checks that `[from, to)` is a list of byte strings, as context-free data is packed; nothing at all is an empty
    /// list.
    boolean isListOfBytes(byte[] packed, int from, int to) {
        start(packed, from, to, 0, into);
        return from == to || (listOfBytes() && position == end);
    }

    private void start(byte[] packed, int from, int to, int outside, Transactions transactions) {
        bytes = packed;
        position = from;
        end = to;
        depth = outside;
        into = transactions;
        fault = TransactionFault.NONE;
    }

    private boolean transaction() {
        return header() && actions(true) && actions(false) && extensions();
    }

    private boolean header() {
        return skip(HEADER_FIXED) && varuint() >= 0 && skip(Byte.BYTES) && varuint() >= 0;
    }

    private boolean actions(boolean contextFree) {
        long count = count(ACTION_MIN);
        if (count < 0) return false;
        if (count > limits.actions() - into.actionsOfLast()) return fail(TransactionFault.TOO_MANY_ACTIONS);
        for (long i = 0; i < count; i++) {
            if (!action(contextFree)) return false;
        }
        return true;
    }

    private boolean action(boolean contextFree) {
        if (end - position < ACTION_MIN) return fail(TransactionFault.PACKED_CUT_SHORT);
        // Nested actions share the limit of the outermost transaction and use it up while the list is read.
        if (into.actionsOfLast() == limits.actions()) return fail(TransactionFault.TOO_MANY_ACTIONS);
        long account = name();
        long action = name();
        into.addAction(account, action, contextFree, depth > 0);
        if (!authorizations()) return false;
        long length = count(BYTES_MIN);
        return length >= 0 && actionData(account, action, position + (int) length);
    }

    private boolean authorizations() {
        long count = count(AUTHORIZATION);
        if (count < 0) return false;
        if (count > limits.authorizations() - into.authorizationsOfLast()) {
            return fail(TransactionFault.TOO_MANY_AUTHORIZATIONS);
        }
        for (long i = 0; i < count; i++) into.addAuthorization(name(), name());
        return true;
    }

    private boolean actionData(long account, long action, int dataEnd) {
        NestedTransaction nested = NestedTransaction.in(account, action);
        if (nested != NestedTransaction.NONE && !nested(nested, dataEnd)) return false;
        position = dataEnd;
        return true;
    }

    private boolean nested(NestedTransaction kind, int dataEnd) {
        if (depth == NestedTransaction.DEPTH_MAX) return fail(TransactionFault.NESTED_TOO_DEEP);
        int outerEnd = end;
        end = dataEnd;
        depth++;
        boolean read = beforeNested(kind) && transaction();
        if (read && position != dataEnd) read = fail(TransactionFault.PACKED_TRAILING_BYTES);
        depth--;
        end = outerEnd;
        return read;
    }

    private boolean beforeNested(NestedTransaction kind) {
        return switch (kind) {
            case PROPOSE -> skip(2 * NAME) && skip(AUTHORIZATION * count(AUTHORIZATION));
            case EXEC -> skip(NAME);
            case NONE -> true;
        };
    }

    private boolean extensions() {
        long count = count(EXTENSION_MIN);
        for (long i = 0; i < count; i++) {
            if (!skip(Short.BYTES) || !skip(count(BYTES_MIN))) return false;
        }
        return count >= 0;
    }

    private boolean listOfBytes() {
        long count = count(BYTES_MIN);
        for (long i = 0; i < count; i++) {
            if (!skip(count(BYTES_MIN))) return false;
        }
        return count >= 0;
    }

    private long name() {
        long name = (long) PackedBytes.LONG.get(bytes, position);
        position += NAME;
        return name;
    }

    /// Passes bytes; a negative number says that the count before them was unreadable.
    private boolean skip(long count) {
        if (count < 0) return false;
        if (count > end - position) return fail(TransactionFault.PACKED_CUT_SHORT);
        position += (int) count;
        return true;
    }

    /// The number of elements that follow, each of at least so many bytes, or [#UNREADABLE].
    private long count(int bytesEach) {
        long count = varuint();
        if (count > (end - position) / bytesEach) {
            fail(TransactionFault.PACKED_CUT_SHORT);
            return UNREADABLE;
        }
        return count;
    }

    private long varuint() {
        if (position < end && bytes[position] >= 0) return bytes[position++];
        return longVaruint();
    }

    private long longVaruint() {
        long value = 0;
        for (int i = 0; i < VARUINT_BYTES_MAX; i++) {
            if (position == end) {
                fail(TransactionFault.PACKED_CUT_SHORT);
                return UNREADABLE;
            }
            byte b = bytes[position++];
            value |= (b & 0x7fL) << (7 * i);
            if (b >= 0) return b == 0 || value > 0xffff_ffffL ? unreadableNumber() : value;
        }
        return unreadableNumber();
    }

    private long unreadableNumber() {
        fail(TransactionFault.PACKED_NUMBER);
        return UNREADABLE;
    }

    /// Inside a nested transaction all that is malformed is one fault: it is not what the client sees as his own.
    private boolean fail(TransactionFault why) {
        fault = switch (why) {
            case PACKED_CUT_SHORT, PACKED_NUMBER, PACKED_TRAILING_BYTES ->
                depth > 0 ? TransactionFault.NESTED_UNREADABLE : why;
            default -> why;
        };
        return false;
    }
}
