package boma.antelope;

import boma.antelope.Envelope.Range;
import boma.bytes.Ascii;
import boma.bytes.JsonScanner;
import boma.bytes.JsonScanner.Token;
import java.lang.foreign.MemorySegment;

/// Reads transactions that are written out as JSON objects, and packs them as nodeos will.
///
/// The fields and their defaults are those of abi_serializer.hpp and transaction.hpp in Antelope spring. The text has
/// been found to be right JSON before, without duplicate members, and is bounded by the body.
///
/// Action data written as an object is packed by the node with the ABI on the chain, which is not known here: it is
/// taken as it is, save for a transaction that it carries. That one is read like the outer one; the ABI has the same
/// fields for it, except that the data of its actions is always hexadecimal.
///
/// Confined to one event loop.
final class ExplodedReader {
    private static final byte[] ACTOR = Ascii.bytes("actor");
    private static final byte[] PERMISSION = Ascii.bytes("permission");

    /// What is needed to read one transaction; nested ones have their own.
    private static final class Level {
        final ExplodedHeader header = new ExplodedHeader();
        final ExplodedAction action = new ExplodedAction();
        final JsonScanner list = JsonScanner.forCheckedText();
        final JsonScanner parts = JsonScanner.forCheckedText();
    }

    private final TransactionLimits limits;
    private final PackedReader packedReader;
    /// One for the transaction and one for a transaction in action data that is an object; those further inside are
    /// packed.
    private final Level[] levels = {new Level(), new Level()};

    private final Range nested = new Range();

    private MemorySegment text = MemorySegment.NULL;
    private Transactions into = new Transactions();
    private PackedBytes packed = into.packed();

    /// Where the packed form begins.
    private int start;

    /// Bytes of JSON text that stand for packed data.
    private int dataText;

    private TransactionFault fault = TransactionFault.NONE;

    ExplodedReader(TransactionLimits limits, PackedReader packedReader) {
        this.limits = limits;
        this.packedReader = packedReader;
    }

    /// Reads the object in `object` and completes the transaction that was added last.
    TransactionFault read(MemorySegment s, Range object, Transactions transactions) {
        text = s;
        into = transactions;
        packed = transactions.packed();
        dataText = 0;
        fault = TransactionFault.NONE;
        start = packed.length();
        if (transaction(object, 0) && isWithinSize()) into.complete(size(), dataText == 0);
        return fault;
    }

    private boolean transaction(Range object, int depth) {
        Level level = levels[depth];
        level.parts.start(text, object.from, object.to);
        TransactionFault inHeader = level.header.read(text, level.parts);
        if (inHeader != TransactionFault.NONE) return fail(inHeader);
        level.header.pack(packed);
        if (!actions(level.header.contextFreeActions, depth, true) || !actions(level.header.actions, depth, false)) {
            return false;
        }
        packed.putVaruint(0); // no extensions
        return true;
    }

    private boolean actions(Range range, int depth, boolean contextFree) {
        int count = count(levels[depth].list, range);
        packed.putVaruint(count);
        if (count > limits.actions() - into.actionsOfLast()) return fail(TransactionFault.TOO_MANY_ACTIONS);
        JsonScanner list = levels[depth].list;
        list.start(text, range.from, range.to);
        list.next();
        for (int i = 0; i < count; i++) {
            if (list.next() != Token.OBJECT) return fail(TransactionFault.BAD_ACTIONS);
            if (!action(depth, contextFree)) return false;
        }
        return true;
    }

    /// Elements of a list; none if there is no list.
    private int count(JsonScanner scanner, Range range) {
        scanner.start(text, range.from, range.to);
        scanner.next();
        int count = 0;
        Token token = scanner.next();
        while (token != Token.ARRAY_END && token != Token.INVALID) {
            count++;
            scanner.skip(token);
            token = scanner.next();
        }
        return count;
    }

    private boolean action(int depth, boolean contextFree) {
        ExplodedAction action = levels[depth].action;
        TransactionFault inAction = action.read(text, levels[depth].list);
        if (inAction != TransactionFault.NONE) return fail(inAction);
        // Nested actions share the limit of the outermost transaction and use it up while the list is read.
        if (into.actionsOfLast() == limits.actions()) return fail(TransactionFault.TOO_MANY_ACTIONS);
        into.addAction(action.account, action.name, contextFree, depth > 0);
        packed.putLong(action.account);
        packed.putLong(action.name);
        return authorizations(action.authorization, levels[depth].parts)
                && (action.dataIsObject ? objectData(action, depth) : hexData(action, depth))
                && isWithinSize();
    }

    private boolean authorizations(Range range, JsonScanner scanner) {
        int count = count(scanner, range);
        packed.putVaruint(count);
        if (count > limits.authorizations() - into.authorizationsOfLast()) {
            return fail(TransactionFault.TOO_MANY_AUTHORIZATIONS);
        }
        scanner.start(text, range.from, range.to);
        scanner.next();
        for (int i = 0; i < count; i++) {
            if (scanner.next() != Token.OBJECT || !authorization(scanner)) {
                return fail(TransactionFault.BAD_AUTHORIZATION);
            }
        }
        return true;
    }

    private boolean authorization(JsonScanner scanner) {
        long actor = 0;
        long permission = 0;
        int seen = 0;
        while (scanner.next() == Token.MEMBER) {
            boolean isActor = scanner.is(ACTOR);
            if (!isActor && !scanner.is(PERMISSION)) {
                scanner.skip(Token.MEMBER);
                continue;
            }
            if (scanner.next() != Token.STRING || !Name.isValid(text, scanner.from(), scanner.length())) {
                return false;
            }
            long name = Name.parse(text, scanner.from(), scanner.length());
            if (isActor) {
                actor = name;
            } else {
                permission = name;
            }
            seen++;
        }
        into.addAuthorization(actor, permission);
        packed.putLong(actor);
        packed.putLong(permission);
        return seen == 2;
    }

    private boolean hexData(ExplodedAction action, int depth) {
        Range hex = action.data;
        packed.putVaruint(hex.length() / 2);
        int from = packed.length();
        if (!packed.putHex(text, hex.from, hex.length())) return fail(TransactionFault.BAD_DATA);
        TransactionFault inData = packedReader.readActionData(
                packed.array(), from, packed.length(), action.account, action.name, depth, into);
        return inData == TransactionFault.NONE || fail(inData);
    }

    /// The ABI knows action data only as bytes, so in a nested transaction there is no other.
    private boolean objectData(ExplodedAction action, int depth) {
        if (depth > 0) return fail(TransactionFault.BAD_DATA);
        dataText += action.data.length();
        if (NestedTransaction.in(action.account, action.name) == NestedTransaction.NONE) return true;
        return findNested(action.data, levels[depth].parts) && nestedTransaction(depth + 1);
    }

    private boolean findNested(Range data, JsonScanner scanner) {
        scanner.start(text, data.from, data.to);
        scanner.next();
        while (scanner.next() == Token.MEMBER) {
            if (scanner.is(NestedTransaction.MEMBER)) {
                Token value = scanner.next();
                boolean isObject = value == Token.OBJECT && scanner.skip(value);
                nested.set(scanner.from(), scanner.to());
                return isObject || fail(TransactionFault.NESTED_UNREADABLE);
            }
            scanner.skip(Token.MEMBER);
        }
        return fail(TransactionFault.NESTED_UNREADABLE);
    }

    /// Reads it for its actions only: what it would be packed to counts as the text of the data.
    private boolean nestedTransaction(int depth) {
        int before = packed.length();
        boolean read = transaction(nested, depth);
        packed.length(before);
        boolean isLimit = fault.family() == TransactionFault.Family.INVALID_TRANSACTION_SIZE;
        if (!read && !isLimit && fault != TransactionFault.NESTED_TOO_DEEP) {
            fault = TransactionFault.NESTED_UNREADABLE;
        }
        return read;
    }

    private boolean isWithinSize() {
        return size() <= limits.size() || fail(TransactionFault.TOO_LARGE);
    }

    /// Bytes so far, data written as text included.
    private int size() {
        return packed.length() - start + dataText;
    }

    private boolean fail(TransactionFault why) {
        fault = why;
        return false;
    }
}
