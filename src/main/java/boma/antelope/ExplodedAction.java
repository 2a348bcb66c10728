package boma.antelope;

import boma.antelope.Envelope.Range;
import boma.bytes.Ascii;
import boma.bytes.JsonScanner;
import boma.bytes.JsonScanner.Token;
import java.lang.foreign.MemorySegment;

/// The members of one action that is written out as a JSON object.
///
/// nodeos takes `hex_data` if `data` gave nothing, which depends on the ABI: only one of the two may be there.
///
/// Confined to one event loop.
final class ExplodedAction {
    private static final byte[] ACCOUNT = Ascii.bytes("account");
    private static final byte[] NAME = Ascii.bytes("name");
    private static final byte[] AUTHORIZATION = Ascii.bytes("authorization");
    private static final byte[] DATA = Ascii.bytes("data");
    private static final byte[] HEX_DATA = Ascii.bytes("hex_data");

    private static final int ACCOUNT_SEEN = 1;
    private static final int NAME_SEEN = 2;
    private static final int DATA_SEEN = 4;
    private static final int HEX_DATA_SEEN = 8;

    long account;
    long name;

    /// The list with its brackets; empty if absent.
    final Range authorization = new Range();

    /// Hexadecimal text without its quotes, or the object with its braces.
    final Range data = new Range();

    boolean dataIsObject;

    private int seen;
    private TransactionFault fault = TransactionFault.NONE;

    /// Reads the rest of the object whose beginning was just scanned.
    TransactionFault read(MemorySegment s, JsonScanner scanner) {
        clear();
        while (fault == TransactionFault.NONE && scanner.next() == Token.MEMBER) member(s, scanner);
        return fault == TransactionFault.NONE ? missing() : fault;
    }

    private void clear() {
        authorization.clear();
        data.clear();
        dataIsObject = false;
        seen = 0;
        fault = TransactionFault.NONE;
    }

    private TransactionFault missing() {
        if (!isSeen(ACCOUNT_SEEN) || !isSeen(NAME_SEEN)) return TransactionFault.BAD_NAME;
        if (isSeen(DATA_SEEN) && isSeen(HEX_DATA_SEEN)) return TransactionFault.AMBIGUOUS_DATA;
        return isSeen(DATA_SEEN) || isSeen(HEX_DATA_SEEN) ? TransactionFault.NONE : TransactionFault.BAD_DATA;
    }

    private void member(MemorySegment s, JsonScanner scanner) {
        if (scanner.is(ACCOUNT)) {
            account = name(s, scanner);
            seen |= ACCOUNT_SEEN;
        } else if (scanner.is(NAME)) {
            name = name(s, scanner);
            seen |= NAME_SEEN;
        } else if (scanner.is(AUTHORIZATION)) {
            authorization(scanner);
        } else if (scanner.is(DATA)) {
            data(scanner);
        } else if (scanner.is(HEX_DATA)) {
            hexData(scanner);
        } else {
            scanner.skip(Token.MEMBER);
        }
    }

    private long name(MemorySegment s, JsonScanner scanner) {
        boolean text = scanner.next() == Token.STRING;
        if (!text || !Name.isValid(s, scanner.from(), scanner.length())) {
            fault = TransactionFault.BAD_NAME;
            return 0;
        }
        return Name.parse(s, scanner.from(), scanner.length());
    }

    private void authorization(JsonScanner scanner) {
        Token token = scanner.next();
        if (token == Token.ARRAY && scanner.skip(token)) {
            authorization.set(scanner.from(), scanner.to());
        } else {
            fault = TransactionFault.BAD_AUTHORIZATION;
        }
    }

    private void data(JsonScanner scanner) {
        Token token = scanner.next();
        if (token == Token.NULL) return;
        dataIsObject = token == Token.OBJECT;
        if ((dataIsObject && scanner.skip(token)) || token == Token.STRING) {
            data.set(scanner.from(), scanner.to());
            seen |= DATA_SEEN;
        } else {
            fault = TransactionFault.BAD_DATA;
        }
    }

    private void hexData(JsonScanner scanner) {
        Token token = scanner.next();
        if (token == Token.STRING && scanner.length() > 0) {
            data.set(scanner.from(), scanner.to());
            seen |= HEX_DATA_SEEN;
        } else if (token != Token.NULL) {
            fault = TransactionFault.BAD_DATA;
        }
    }

    private boolean isSeen(int member) {
        return (seen & member) != 0;
    }
}
