package boma.telemetry;

import static boma.telemetry.LogEntry.*;

import boma.client.Client;
import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.exchange.Ground;
import boma.exchange.Summary;
import boma.exchange.Verdict;
import boma.ledger.Entry;
import boma.telemetry.LogEntry.Caller;
import boma.telemetry.LogEntry.Decision;
import boma.telemetry.LogEntry.Kind;
import org.jspecify.annotations.Nullable;

/// Writes exchanges as [LogEntry] lays them out. Hot: it runs on the event loops, once for each request.
@SuppressWarnings("EnumOrdinal") // places in arrays, which never leave the process
final class EntryWriter {
    private EntryWriter() {}

    /// Writes a settled exchange and returns the position behind it. Needs room for [LogEntry#SIZE_MAX].
    static int write(Exchange x, int leftOut, long nowNanos, long[] into, int at) {
        writeWho(x, into, at);
        Ground ground = ground(x.verdict);
        Ground observed = x.observed.first();
        into[at + END] = nowNanos;
        into[at + HOW] = pack(decision(x.verdict).ordinal(), place(ground), place(observed), x.status);
        into[at + NODE] = pack(x.pool + 1, x.node + 1, Math.min(x.retries, SHORT), x.errorClass.id());
        into[at + ERROR] = pair(x.errorCode, x.failedTransactions);
        into[at + BYTES_IN] = x.bytesIn;
        into[at + BYTES_OUT] = x.bytesOut;
        into[at + TOTAL] = Math.max(0, nowNanos - x.startNanos);
        into[at + DECIDE] = between(x.startNanos, x.decidedNanos);
        into[at + WAIT] = between(x.sentNanos, x.answeredNanos);
        into[at + CPU] = x.cpuMicros;
        into[at + LEFT_OUT] = leftOut;
        int end = writeMany(x, into, at);
        end = writeTarget(x, into, end);
        int detail = 0;
        int failed = 0;
        int reason = 0;
        Failure failure = x.failure;
        if (failure != null) {
            detail = Math.min(failure.detail().length(), DETAIL_MAX);
            end = writeText(failure.detail(), detail, into, end);
            failed = 1
                    + failure.side().ordinal() * MOMENTS.length
                    + failure.moment().ordinal();
            reason = failure.reason().ordinal();
        }
        into[at + TAIL] = pack(x.targetLength, detail, failed, reason);
        into[at + HEADER] = header(Kind.REQUEST, end - at);
        return end;
    }

    /// Writes that a connection was refused, as one entry for all those since the last one on the same ground.
    static int writeRefused(Ground ground, Exchange x, long suppressed, long nowNanos, long[] into, int at) {
        writeWho(x, into, at);
        into[at + END] = nowNanos;
        into[at + ID] = suppressed;
        into[at + HOW] = pack(Decision.DROP.ordinal(), place(ground), 0, 0);
        for (int i = NODE; i < FIXED; i++) into[at + i] = 0;
        into[at + HEADER] = header(Kind.REFUSED_CONNECTION, FIXED);
        return at + FIXED;
    }

    private static void writeWho(Exchange x, long[] into, int at) {
        Entry entry = x.client;
        Client client = entry == null ? null : entry.client();
        into[at + ID] = x.id;
        into[at + CLIENT] = client == null ? 0 : client.keyHigh();
        into[at + CLIENT + 1] = client == null ? 0 : client.keyLow();
        into[at + ADDRESS] = x.addressHigh;
        into[at + ADDRESS + 1] = x.addressLow;
        into[at + WHO] = pack(x.listener, caller(client).ordinal(), x.method.ordinal(), x.endpoint.id());
    }

    private static int writeMany(Exchange x, long[] into, int at) {
        Summary s = x.carriesTransactions ? x.summary : null;
        int has = 0;
        int end = at + FIXED;
        if (s == null) {
            if (x.code != 0) has |= HAS_CODE;
            if (x.table != 0) has |= HAS_TABLE;
            if (x.scope != 0) has |= HAS_SCOPE;
            if (x.account != 0) has |= HAS_ACCOUNT;
            if (x.code != 0) into[end++] = x.code;
            if (x.table != 0) into[end++] = x.table;
            if (x.scope != 0) into[end++] = x.scope;
            if (x.account != 0) into[end++] = x.account;
            into[at + MANY] = pack(0, 0, 0, has);
            into[at + COUNTS] = 0;
            return end;
        }
        if (s.idKnown) {
            has |= HAS_ID;
            for (int i = 0; i < ID_LONGS; i++) into[end++] = (long) BYTES.get(s.id, i * Long.BYTES);
        }
        for (int i = 0; i < s.contractCount; i++) into[end++] = s.contracts[i];
        for (int i = 0; i < s.actionCount; i++) {
            into[end++] = s.actionContracts[i];
            into[end++] = s.actionNames[i];
        }
        for (int i = 0; i < s.accountCount; i++) into[end++] = s.accounts[i];
        into[at + MANY] = pack(s.contractCount, s.actionCount, s.accountCount, has);
        into[at + COUNTS] = pair(s.transactions, s.actions);
        return end;
    }

    private static int writeTarget(Exchange x, long[] into, int end) {
        for (int i = 0; i < x.targetLength; i += Long.BYTES) into[end++] = (long) BYTES.get(x.target, i);
        return end;
    }

    /// Only of failures, which are rare; one byte for each character.
    private static int writeText(String text, int length, long[] into, int end) {
        for (int i = 0; i < length; end++) {
            long word = 0;
            for (int shift = 0; shift < Long.SIZE && i < length; shift += 8) {
                word |= (text.charAt(i++) & 0xffL) << shift;
            }
            into[end] = word;
        }
        return end;
    }

    private static Caller caller(@Nullable Client client) {
        return switch (client) {
            case null -> Caller.NONE;
            case Client.Address _ -> Caller.ADDRESS;
            case Client.Circuit _ -> Caller.CIRCUIT;
            case Client.Unknown _ -> Caller.UNKNOWN;
        };
    }

    static Decision decision(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Pass _ -> Decision.PASS;
            case Verdict.Answer _ -> Decision.ANSWER;
            case Verdict.Deny _ -> Decision.DENY;
            case Verdict.Drop _ -> Decision.DROP;
            case Verdict.Stall _ -> Decision.STALL;
        };
    }

    /// What a verdict stands on; null when it refuses nothing.
    static @Nullable Ground ground(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Pass _, Verdict.Answer _ -> null;
            case Verdict.Deny deny -> deny.ground();
            case Verdict.Drop drop -> drop.ground();
            case Verdict.Stall stall -> stall.ground();
        };
    }

    private static int place(@Nullable Ground ground) {
        return ground == null ? 0 : ground.id() + 1;
    }

    private static long between(long fromNanos, long toNanos) {
        return fromNanos == 0 || toNanos == 0 ? ABSENT : Math.max(0, toNanos - fromNanos);
    }

    private static long pack(int a, int b, int c, int d) {
        return (a & SHORT) | ((b & (long) SHORT) << 16) | ((c & (long) SHORT) << 32) | ((long) d << 48);
    }

    private static long pair(int a, int b) {
        return (a & 0xffff_ffffL) | ((long) b << 32);
    }

    private static long header(Kind kind, int size) {
        return pair(size, kind.ordinal());
    }
}
