package boma.antelope;

import boma.antelope.Envelope.Compression;
import boma.antelope.Envelope.Range;
import boma.bytes.Ascii;
import boma.bytes.JsonScanner;
import boma.bytes.JsonScanner.Token;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Reads the JSON of a body down to the members of its transaction objects, and checks all of it on the way.
///
/// The body is scanned once and to its end, whatever is wrong with a transaction: that the JSON is broken is said
/// before anything else. Members that nodeos does not know are passed over, as it does.
///
/// Confined to one event loop.
final class EnvelopeReader {
    private static final byte[] SIGNATURES = Ascii.bytes("signatures");
    private static final byte[] COMPRESSION = Ascii.bytes("compression");
    private static final byte[] PACKED_TRX = Ascii.bytes("packed_trx");
    private static final byte[] PACKED_CONTEXT_FREE_DATA = Ascii.bytes("packed_context_free_data");
    private static final byte[] CONTEXT_FREE_DATA = Ascii.bytes("context_free_data");
    private static final byte[] TRANSACTION = Ascii.bytes("transaction");

    private static final byte[] NONE_TEXT = Ascii.bytes("none");
    private static final byte[] ZLIB_TEXT = Ascii.bytes("zlib");

    private final int transactionsMax;
    private final JsonScanner scanner = new JsonScanner();

    private MemorySegment text = MemorySegment.NULL;
    private Envelope[] envelopes = {new Envelope()};
    private int count;

    /// The first fault of a transaction.
    private TransactionFault shape = TransactionFault.NONE;

    EnvelopeReader(int transactionsMax) {
        this.transactionsMax = transactionsMax;
    }

    /// Transactions that the body carries.
    int count() {
        return count;
    }

    Envelope envelope(int t) {
        return envelopes[t];
    }

    TransactionFault read(BodyForm form, MemorySegment s, int from, int to) {
        text = s;
        count = 0;
        shape = TransactionFault.NONE;
        scanner.start(s, from, to);
        Token first = scanner.next();
        switch (form) {
            case ONE -> one(first);
            case MANY -> many(first);
            case WRAPPED -> wrapped(first);
        }
        if (count > transactionsMax) return TransactionFault.TOO_MANY_TRANSACTIONS;
        return scanner.next() == Token.END ? shape : TransactionFault.of(scanner.problem());
    }

    private void one(Token first) {
        if (first == Token.OBJECT) {
            transaction(add());
        } else {
            wrong(TransactionFault.NOT_AN_OBJECT, first);
        }
    }

    /// Stops as soon as there are more than allowed.
    private void many(Token first) {
        if (first != Token.ARRAY) {
            wrong(TransactionFault.NOT_A_LIST, first);
            return;
        }
        Token token = scanner.next();
        while (token != Token.ARRAY_END && token != Token.INVALID) {
            if (count == transactionsMax) {
                count++;
                return;
            }
            one(token);
            token = scanner.next();
        }
        if (count == 0) wrong(TransactionFault.NO_TRANSACTIONS);
    }

    private void wrapped(Token first) {
        if (first != Token.OBJECT) {
            wrong(TransactionFault.NOT_AN_OBJECT, first);
            return;
        }
        while (scanner.next() == Token.MEMBER) {
            if (scanner.is(TRANSACTION)) {
                one(scanner.next());
            } else {
                scanner.skip(Token.MEMBER);
            }
        }
        if (count == 0) wrong(TransactionFault.MISSING_TRANSACTION);
    }

    private Envelope add() {
        if (count == envelopes.length) {
            envelopes = Arrays.copyOf(envelopes, Math.min(2 * count, transactionsMax));
            for (int i = count; i < envelopes.length; i++) envelopes[i] = new Envelope();
        }
        Envelope envelope = envelopes[count++];
        envelope.clear();
        return envelope;
    }

    private void transaction(Envelope e) {
        while (scanner.next() == Token.MEMBER) member(e);
        if (e.signatures < 0) {
            wrong(TransactionFault.MISSING_SIGNATURES);
        } else if (e.compression == Compression.MISSING) {
            wrong(TransactionFault.MISSING_COMPRESSION);
        } else if (e.packedTransaction.isEmpty() && e.transaction.isEmpty()) {
            wrong(TransactionFault.MISSING_TRANSACTION);
        } else if (!e.packedTransaction.isEmpty() && !e.transaction.isEmpty()) {
            wrong(TransactionFault.AMBIGUOUS_TRANSACTION);
        } else if (!e.packedContextFreeData.isEmpty() && !e.contextFreeData.isEmpty()) {
            wrong(TransactionFault.AMBIGUOUS_CONTEXT_FREE_DATA);
        }
    }

    private void member(Envelope e) {
        if (scanner.is(PACKED_TRX)) {
            hexadecimal(e.packedTransaction, TransactionFault.BAD_PACKED);
        } else if (scanner.is(SIGNATURES)) {
            signatures(e);
        } else if (scanner.is(COMPRESSION)) {
            compression(e);
        } else if (scanner.is(PACKED_CONTEXT_FREE_DATA)) {
            hexadecimal(e.packedContextFreeData, TransactionFault.BAD_CONTEXT_FREE_DATA);
        } else if (scanner.is(CONTEXT_FREE_DATA)) {
            contextFreeData(e);
        } else if (scanner.is(TRANSACTION)) {
            unpackedTransaction(e);
        } else {
            scanner.skip(Token.MEMBER);
        }
    }

    /// What is in the string is checked when it is decoded. Anything but a string would make nodeos look elsewhere for
    /// the data; of that only null is written by anybody.
    private void hexadecimal(Range range, TransactionFault otherwise) {
        Token token = scanner.next();
        if (token == Token.STRING) {
            range.set(scanner.from(), scanner.to());
        } else if (token != Token.NULL) {
            wrong(otherwise, token);
        }
    }

    private void signatures(Envelope e) {
        e.signatures = 0;
        Token token = scanner.next();
        if (token != Token.ARRAY) {
            wrong(TransactionFault.BAD_SIGNATURES, token);
            return;
        }
        token = scanner.next();
        while (token != Token.ARRAY_END && token != Token.INVALID) {
            if (token != Token.STRING) {
                wrong(TransactionFault.BAD_SIGNATURES, token);
            } else if (!SignatureText.isLike(text, scanner.from(), scanner.length())) {
                wrong(TransactionFault.BAD_SIGNATURE);
            }
            e.signatures++;
            token = scanner.next();
        }
    }

    /// `none` or `zlib`; some libraries write a number or, as pyntelope does, a boolean.
    private void compression(Envelope e) {
        Token token = scanner.next();
        e.compression = token == Token.TRUE ? Compression.ZLIB : Compression.NONE;
        if (token == Token.STRING || token == Token.NUMBER) {
            e.compression = namedCompression();
        } else if (token != Token.TRUE && token != Token.FALSE) {
            wrong(TransactionFault.BAD_COMPRESSION, token);
        }
    }

    /// By its word, or by its number with or without quotes.
    private Compression namedCompression() {
        long number = scanner.digits();
        if (number == 1 || scanner.is(ZLIB_TEXT)) return Compression.ZLIB;
        if (number != 0 && !scanner.is(NONE_TEXT)) wrong(TransactionFault.BAD_COMPRESSION);
        return Compression.NONE;
    }

    private void contextFreeData(Envelope e) {
        Token token = scanner.next();
        if (token != Token.ARRAY) {
            wrong(TransactionFault.BAD_CONTEXT_FREE_DATA, token);
            return;
        }
        int start = scanner.from();
        Token element = scanner.next();
        if (element == Token.ARRAY_END) return;
        while (element != Token.ARRAY_END && element != Token.INVALID) {
            if (element != Token.STRING) wrong(TransactionFault.BAD_CONTEXT_FREE_DATA, element);
            element = scanner.next();
        }
        e.contextFreeData.set(start, scanner.to());
    }

    private void unpackedTransaction(Envelope e) {
        Token token = scanner.next();
        if (token == Token.OBJECT) {
            if (scanner.skip(token)) e.transaction.set(scanner.from(), scanner.to());
        } else if (token != Token.NULL) {
            wrong(TransactionFault.NOT_AN_OBJECT, token);
        }
    }

    /// Passes over the value that is wrong.
    private void wrong(TransactionFault fault, Token first) {
        wrong(fault);
        scanner.skip(first);
    }

    private void wrong(TransactionFault fault) {
        if (shape == TransactionFault.NONE) shape = fault;
    }
}
