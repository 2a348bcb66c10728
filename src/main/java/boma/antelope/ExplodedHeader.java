package boma.antelope;

import boma.antelope.Envelope.Range;
import boma.bytes.Ascii;
import boma.bytes.JsonScanner;
import boma.bytes.JsonScanner.Token;
import java.lang.foreign.MemorySegment;

/// The members of a transaction that is written out as a JSON object: every one is optional, as for nodeos.
///
/// nodeos also converts booleans, fractions and null to numbers and reduces what does not fit; that is refused.
/// Members that it does not know are passed over.
///
/// Confined to one event loop.
final class ExplodedHeader {
    private static final byte[] EXPIRATION = Ascii.bytes("expiration");
    private static final byte[] REF_BLOCK_NUM = Ascii.bytes("ref_block_num");
    private static final byte[] REF_BLOCK_PREFIX = Ascii.bytes("ref_block_prefix");
    private static final byte[] MAX_NET_USAGE_WORDS = Ascii.bytes("max_net_usage_words");
    private static final byte[] MAX_CPU_USAGE_MS = Ascii.bytes("max_cpu_usage_ms");
    private static final byte[] DELAY_SEC = Ascii.bytes("delay_sec");
    private static final byte[] CONTEXT_FREE_ACTIONS = Ascii.bytes("context_free_actions");
    private static final byte[] ACTIONS = Ascii.bytes("actions");
    private static final byte[] TRANSACTION_EXTENSIONS = Ascii.bytes("transaction_extensions");

    private static final long BYTE_MAX = 0xff;
    private static final long SHORT_MAX = 0xffff;
    private static final long INT_MAX = 0xffff_ffffL;

    /// The lists with their brackets; empty if absent.
    final Range contextFreeActions = new Range();

    final Range actions = new Range();

    private long expiration;
    private long refBlockNum;
    private long refBlockPrefix;
    private long maxNetUsageWords;
    private long maxCpuUsageMs;
    private long delaySec;

    private TransactionFault fault = TransactionFault.NONE;

    /// Reads the object that the scanner has just been started on.
    TransactionFault read(MemorySegment s, JsonScanner scanner) {
        clear();
        scanner.next();
        while (fault == TransactionFault.NONE && scanner.next() == Token.MEMBER) member(s, scanner);
        return fault;
    }

    /// Writes the fixed part of the packed form; lists of actions and extensions follow it.
    void pack(PackedBytes into) {
        into.putInt(expiration);
        into.putShort((int) refBlockNum);
        into.putInt(refBlockPrefix);
        into.putVaruint(maxNetUsageWords);
        into.putByte((int) maxCpuUsageMs);
        into.putVaruint(delaySec);
    }

    private void clear() {
        contextFreeActions.clear();
        actions.clear();
        expiration = 0;
        refBlockNum = 0;
        refBlockPrefix = 0;
        maxNetUsageWords = 0;
        maxCpuUsageMs = 0;
        delaySec = 0;
        fault = TransactionFault.NONE;
    }

    private void member(MemorySegment s, JsonScanner scanner) {
        if (scanner.is(EXPIRATION)) {
            expiration = expiration(s, scanner);
        } else if (scanner.is(REF_BLOCK_NUM)) {
            refBlockNum = number(scanner, SHORT_MAX);
        } else if (scanner.is(REF_BLOCK_PREFIX)) {
            refBlockPrefix = number(scanner, INT_MAX);
        } else if (scanner.is(MAX_NET_USAGE_WORDS)) {
            maxNetUsageWords = number(scanner, INT_MAX);
        } else if (scanner.is(MAX_CPU_USAGE_MS)) {
            maxCpuUsageMs = number(scanner, BYTE_MAX);
        } else if (scanner.is(DELAY_SEC)) {
            delaySec = number(scanner, INT_MAX);
        } else if (scanner.is(CONTEXT_FREE_ACTIONS)) {
            list(scanner, contextFreeActions);
        } else if (scanner.is(ACTIONS)) {
            list(scanner, actions);
        } else if (scanner.is(TRANSACTION_EXTENSIONS)) {
            noExtensions(scanner);
        } else {
            scanner.skip(Token.MEMBER);
        }
    }

    private long expiration(MemorySegment s, JsonScanner scanner) {
        boolean text = scanner.next() == Token.STRING;
        long seconds = text ? Expiration.seconds(s, scanner.from(), scanner.length()) : Expiration.INVALID;
        if (seconds == Expiration.INVALID) fault = TransactionFault.BAD_EXPIRATION;
        return seconds;
    }

    private long number(JsonScanner scanner, long max) {
        Token token = scanner.next();
        long number = token == Token.NUMBER || token == Token.STRING ? scanner.digits() : -1;
        if (number < 0 || number > max) fault = TransactionFault.BAD_NUMBER;
        return number;
    }

    private void list(JsonScanner scanner, Range range) {
        Token token = scanner.next();
        if (token == Token.ARRAY && scanner.skip(token)) {
            range.set(scanner.from(), scanner.to());
        } else {
            fault = TransactionFault.BAD_ACTIONS;
        }
    }

    /// No client sends any, and the one kind that there is belongs to deferred transactions.
    private void noExtensions(JsonScanner scanner) {
        if (scanner.next() != Token.ARRAY || scanner.next() != Token.ARRAY_END) {
            fault = TransactionFault.BAD_EXTENSIONS;
        }
    }
}
