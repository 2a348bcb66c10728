package boma.telemetry;

import boma.antelope.ErrorClass;
import boma.antelope.Name;
import boma.bytes.Ascii;
import boma.bytes.Hex;
import boma.bytes.JsonWriter;
import boma.client.IpAddress;
import boma.exchange.Exchange;
import boma.telemetry.LogEntry.Caller;
import java.nio.charset.StandardCharsets;

/// Makes the access log's lines: one JSON object for each request, with the fields of [LogField].
///
/// Confined to the log's thread.
final class LogLine {
    private static final int ACTION_MAX = 2 * Name.LENGTH_MAX + 2;
    private static final int ID_BYTES = 32;
    private static final byte[] DIGITS = Ascii.bytes("0123456789abcdef");
    private static final byte[] NETWORK = Ascii.bytes("/64");
    private static final byte[] CIRCUIT = Ascii.bytes("circuit:");
    private static final byte[] UNKNOWN = Ascii.bytes("unknown:");
    private static final int CALLER_MAX = IpAddress.TEXT_MAX + NETWORK.length;

    private final LogWords words = new LogWords();
    private final LogTime time = new LogTime();
    private final byte[] scratch = new byte[Math.max(Exchange.TARGET_MAX, LogEntry.DETAIL_MAX)];

    LogWords words() {
        return words;
    }

    /// Appends the line of one request.
    ///
    /// @param epochMillis when it was settled
    void write(LogEntry e, long epochMillis, Roster roster, JsonWriter w) {
        w.object();
        int at = w.name(LogField.TIME.quoted).openText(LogTime.LENGTH);
        w.closeText(time.write(epochMillis, w.bytes(), at));
        w.name(LogField.ID.quoted).hex(e.id());
        writeWho(e, roster, w);
        writeWhat(e, w);
        w.ready(words.verdict(e));
        writeReason(e, w);
        if (e.pool() >= 0) w.name(LogField.POOL.quoted).ready(roster.poolText(e.pool()));
        if (e.node() >= 0) w.name(LogField.NODE.quoted).ready(roster.nodeText(e.node()));
        if (e.status() != 0) w.name(LogField.STATUS.quoted).number(e.status());
        writeOutcome(e, w);
        if (e.hasFailure()) writeFailure(e, w);
        w.name(LogField.BYTES_IN.quoted).number(e.bytesIn());
        w.name(LogField.BYTES_OUT.quoted).number(e.bytesOut());
        writeMillis(LogField.TOTAL_MS, e.totalNanos(), w);
        writeMillis(LogField.DECIDE_MS, e.decideNanos(), w);
        writeMillis(LogField.WAIT_MS, e.waitNanos(), w);
        if (e.leftOut() > 0) w.name(LogField.LEFT_OUT.quoted).number(e.leftOut());
        w.endObject().endLine();
    }

    /// The client, for other lines; empty when it is not known.
    String caller(LogEntry e) {
        int end = writeCaller(e, scratch, 0);
        return new String(scratch, 0, end, StandardCharsets.US_ASCII);
    }

    private static void writeWho(LogEntry e, Roster roster, JsonWriter w) {
        w.name(LogField.LISTENER.quoted).ready(roster.listenerText(e.listener()));
        if (e.caller() != Caller.NONE) {
            int at = w.name(LogField.CLIENT.quoted).openText(CALLER_MAX);
            w.closeText(writeCaller(e, w.bytes(), at));
        }
        if (hasAddressOfItsOwn(e)) {
            int at = w.name(LogField.ADDRESS.quoted).openText(IpAddress.TEXT_MAX);
            w.closeText(IpAddress.write(e.addressHigh(), e.addressLow(), w.bytes(), at));
        }
    }

    /// As [boma.client.Client#text] writes it.
    private static int writeCaller(LogEntry e, byte[] into, int at) {
        long high = e.clientHigh();
        long low = e.clientLow();
        return switch (e.caller()) {
            case NONE -> at;
            case ADDRESS -> {
                int end = IpAddress.write(high, low, into, at);
                yield IpAddress.isIpv4(high, low) ? end : put(NETWORK, into, end);
            }
            case CIRCUIT -> {
                int end = putNumber((low >>> 32) - 1, 10, into, put(CIRCUIT, into, at));
                into[end] = '/';
                yield putNumber(low & 0xffff_ffffL, 16, into, end + 1);
            }
            case UNKNOWN -> putNumber(low - 1, 10, into, put(UNKNOWN, into, at));
        };
    }

    /// An IPv4 client is its address; circuits and the far ends of Unix sockets have none.
    private static boolean hasAddressOfItsOwn(LogEntry e) {
        return switch (e.caller()) {
            case NONE -> e.addressHigh() != 0 || e.addressLow() != 0;
            case ADDRESS -> !IpAddress.isIpv4(e.clientHigh(), e.clientLow());
            case CIRCUIT, UNKNOWN -> false;
        };
    }

    private void writeWhat(LogEntry e, JsonWriter w) {
        w.ready(words.method(e)).ready(words.call(e));
        if (e.targetLength() > 0) {
            e.target(scratch);
            w.name(LogField.TARGET.quoted).text(scratch, 0, e.targetLength());
        }
        writeName(LogField.CONTRACT, e.code(), w);
        writeName(LogField.TABLE, e.table(), w);
        writeName(LogField.SCOPE, e.scope(), w);
        writeName(LogField.ACCOUNT, e.account(), w);
        if (e.transactions() > 0) writeTransactions(e, w);
    }

    private void writeTransactions(LogEntry e, JsonWriter w) {
        w.name(LogField.CONTRACTS.quoted).list();
        for (int i = 0; i < e.contracts(); i++) writeName(e.contract(i), w);
        w.endList().name(LogField.ACTIONS.quoted).list();
        for (int i = 0; i < e.namedActions(); i++) writeAction(e.actionContract(i), e.actionName(i), w);
        w.endList().name(LogField.ACCOUNTS.quoted).list();
        for (int i = 0; i < e.accounts(); i++) writeName(e.account(i), w);
        w.endList();
        if (e.hasId()) {
            e.transactionId(scratch);
            int at = w.name(LogField.TRANSACTION.quoted).openText(2 * ID_BYTES);
            w.closeText(Hex.encode(scratch, 0, ID_BYTES, w.bytes(), at));
        }
        w.name(LogField.TRANSACTION_COUNT.quoted).number(e.transactions());
        w.name(LogField.ACTION_COUNT.quoted).number(e.actions());
    }

    private static void writeName(LogField field, long name, JsonWriter w) {
        if (name == 0) return;
        w.name(field.quoted);
        writeName(name, w);
    }

    private static void writeName(long name, JsonWriter w) {
        int at = w.openText(Name.LENGTH_MAX);
        w.closeText(Name.write(name, w.bytes(), at));
    }

    private static void writeAction(long contract, long name, JsonWriter w) {
        int at = w.openText(ACTION_MAX);
        byte[] into = w.bytes();
        at = Name.write(contract, into, at);
        into[at] = ':';
        into[at + 1] = ':';
        w.closeText(Name.write(name, into, at + 2));
    }

    private void writeReason(LogEntry e, JsonWriter w) {
        int ground = e.ground();
        if (ground >= 0) {
            w.ready(words.reason(ground));
            byte[] by = words.by(ground);
            if (by.length > 0) w.ready(by);
        } else if (e.hasFailure()) {
            w.ready(words.failureReason(e));
        }
        if (e.observed() >= 0) w.ready(words.observed(e.observed()));
    }

    private void writeOutcome(LogEntry e, JsonWriter w) {
        if (e.errorClass() != ErrorClass.NONE) {
            w.ready(words.errorClass(e));
            if (e.errorCode() >= 0) w.name(LogField.ERROR_CODE.quoted).number(e.errorCode());
            w.ready(words.errorName(e));
        }
        if (e.failedTransactions() > 0) w.name(LogField.FAILED.quoted).number(e.failedTransactions());
        if (e.cpuMicros() > 0) w.name(LogField.CPU_US.quoted).number(e.cpuMicros());
        if (e.retries() > 0) w.name(LogField.RETRIES.quoted).number(e.retries());
    }

    private void writeFailure(LogEntry e, JsonWriter w) {
        e.detail(scratch);
        w.ready(words.side(e)).ready(words.moment(e));
        w.name(LogField.FAILURE_DETAIL.quoted).text(scratch, 0, e.detailLength());
    }

    private static void writeMillis(LogField field, long nanos, JsonWriter w) {
        if (nanos >= 0) w.name(field.quoted).thousandths(nanos / 1000);
    }

    private static int put(byte[] text, byte[] into, int at) {
        System.arraycopy(text, 0, into, at, text.length);
        return at + text.length;
    }

    private static int putNumber(long number, int radix, byte[] into, int at) {
        int digits = 1;
        for (long n = number; n >= radix; n /= radix) digits++;
        long rest = number;
        for (int i = at + digits - 1; i >= at; i--, rest /= radix) into[i] = DIGITS[(int) (rest % radix)];
        return at + digits;
    }
}
