package boma.ledger;

import boma.client.Client;
import boma.ledger.Change.Banned;
import java.util.Comparator;

/// One ban, as it stands in the ledger.
///
/// @param client      whom it refuses: everyone with the same identity
/// @param reason      a stable word for logs and refusals
/// @param sinceMillis when it was spoken or last prolonged, in wall clock time
/// @param untilMillis when it ends, in wall clock time: for people; a changed wall clock does not move the end
/// @param sinceNanos  when it was spoken or last prolonged, by the ledger's clock
/// @param untilNanos  when it ends by the ledger's clock: what is enforced
public record Ban(Client client, String reason, long sinceMillis, long untilMillis, long sinceNanos, long untilNanos) {
    /// Soonest ending first. No client has two bans, so that equal ends are told apart by the client.
    static final Comparator<Ban> BY_END = (a, b) -> {
        int byEnd = Long.signum(a.untilNanos - b.untilNanos); // clocks may wrap, so ends are subtracted
        if (byEnd != 0) return byEnd;
        int byHigh = Long.compare(a.client.keyHigh(), b.client.keyHigh());
        return byHigh != 0 ? byHigh : Long.compare(a.client.keyLow(), b.client.keyLow());
    };

    static Ban spoken(Banned b, long nowNanos, long nowMillis) {
        long untilMillis = nowMillis + b.duration().toMillis();
        long untilNanos = nowNanos + b.duration().toNanos();
        return new Ban(b.client(), b.reason(), nowMillis, untilMillis, nowNanos, untilNanos);
    }

    public boolean running(long nowNanos) {
        return untilNanos - nowNanos > 0;
    }

    /// What a refused client has to wait, 0 when the ban is over.
    public long remainingNanos(long nowNanos) {
        return Math.max(0, untilNanos - nowNanos);
    }
}
