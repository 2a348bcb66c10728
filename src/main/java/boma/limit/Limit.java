package boma.limit;

import boma.exchange.Charges;
import boma.exchange.Exchange;
import boma.exchange.Ground;
import boma.exchange.Reason;
import boma.exchange.Verdict;
import boma.rule.Match;
import boma.table.GcraTable;

/// A limit, ready to decide: which keys a request has, whether they have something left, and what is said if not.
/// Immutable but for its table.
final class Limit {
    private final LimitConfig config;
    private final Match match;
    private final Keys keys;
    private final Ground ground;
    private final LimitRefusals refusals;
    private final GcraTable table;
    private final long intervalNanos;
    private final long toleranceNanos;
    private final long maxDelayNanos;

    /// @param fields header lines for every answer of ours
    Limit(LimitConfig config, GcraTable table, String fields) {
        this.config = config;
        this.match = config.match();
        this.keys = new Keys(config.keys());
        this.ground = Ground.of(Reason.RATE_LIMITED, config.name());
        this.refusals = LimitRefusals.of(config, ground, fields);
        this.table = table;
        this.intervalNanos = config.rate().intervalNanos();
        this.toleranceNanos = GcraTable.tolerance(intervalNanos, config.burst());
        this.maxDelayNanos = config.maxDelay().toNanos();
    }

    Keys keys() {
        return keys;
    }

    Ground ground() {
        return ground;
    }

    boolean observe() {
        return config.observe();
    }

    /// Whether the body has to be read before the keys are known.
    boolean needsBody() {
        return keys.inBody() || match.needsBody() || config.count() == LimitConfig.Count.ACTIONS;
    }

    /// Whether it asks for the parameters of read calls.
    boolean needsParameters() {
        return match.needsParameters() || (keys.inParameters() && config.count() != LimitConfig.Count.ACTIONS);
    }

    /// Whether it is charged only when a request has turned out a failure.
    boolean countsFailures() {
        return config.count() == LimitConfig.Count.FAILURES;
    }

    /// Whether it bans who is over it.
    boolean bans() {
        return config.over() instanceof Over.Ban;
    }

    /// False when no request with this head is counted.
    boolean headFits(Exchange x) {
        return match.headFits(x);
    }

    /// Adds what this request costs, each key once.
    ///
    /// @param index of this limit among the others
    void collect(Exchange x, int index, Charges into) {
        if (!match.headFits(x)) return;
        long head = keys.ofHead(x);
        if (Keys.isAbsent(head)) return;
        if (!needsBody()) into.add(index, head, 0);
        else if (x.carriesTransactions) collectActions(x, head, index, into);
        else collectRead(x, head, index, into);
    }

    private void collectActions(Exchange x, long head, int index, Charges into) {
        int again = config.count() == LimitConfig.Count.ACTIONS ? 1 : 0;
        int actions = x.reading.transactions.actions();
        for (int a = 0; a < actions; a++) {
            if (match.anyAt(x, a)) keys.addOfAction(head, x.reading.transactions, a, index, again, into);
        }
    }

    private void collectRead(Exchange x, long head, int index, Charges into) {
        if (config.count() == LimitConfig.Count.ACTIONS || !match.anyAt(x, Match.NO_ACTION)) return;
        keys.addOfRead(head, x, index, into);
    }

    /// The longest that a request with these charges would have to wait, 0 when all of them can be taken now, or
    /// [GcraTable#NEVER]. Nothing is taken.
    ///
    /// @param from index of the first charge of this limit, which are the last ones
    long longestWait(Charges charges, int from, long nowNanos) {
        long longest = 0;
        for (int i = from; i < charges.count(); i++) {
            long wait = table.peek(charges.key(i), intervalNanos, toleranceNanos, charges.cost(i), nowNanos);
            if (wait > longest) longest = wait;
        }
        return longest;
    }

    /// Takes a charge if it is there; otherwise the time to wait.
    long take(long key, int cost, long nowNanos) {
        return table.take(key, intervalNanos, toleranceNanos, cost, nowNanos);
    }

    /// Takes what failures cost, whether it is there or not.
    void charge(long key, int failures, long nowNanos) {
        table.charge(key, intervalNanos, toleranceNanos, failures, nowNanos);
    }

    /// The verdict on a request that is over this limit, and the time to wait into the exchange.
    Verdict refuse(Exchange x, long waitNanos, long nowNanos) {
        boolean never = waitNanos == GcraTable.NEVER;
        x.waitNanos = never ? 0 : waitNanos;
        Verdict.Deny deny = never ? refusals.tooMuch() : refusals.deny();
        return switch (config.over()) {
            case Over.Deny _ -> deny;
            case Over.Ban _ -> canBeBanned(x) ? ban(x, never) : deny;
            case Over.Drop _ -> x.clientIsPeer ? refusals.drop() : deny;
            case Over.Delay _ -> delays(x, waitNanos) ? stall(x, nowNanos) : deny;
        };
    }

    private static boolean canBeBanned(Exchange x) {
        return x.client != null && x.client.client().isOne();
    }

    private Verdict ban(Exchange x, boolean never) {
        Verdict.Deny ban = never ? refusals.banTooMuch() : refusals.ban();
        x.waitNanos = Math.max(x.waitNanos, ban.banNanos());
        return ban;
    }

    /// Whether a request waits that has to wait so long.
    boolean delays(Exchange x, long waitNanos) {
        boolean delay = config.over() instanceof Over.Delay;
        return delay && waitNanos != GcraTable.NEVER && x.delayedNanos + waitNanos <= maxDelayNanos;
    }

    private Verdict stall(Exchange x, long nowNanos) {
        x.stalled = true;
        x.stalledNanos = nowNanos;
        return refusals.stall();
    }

    /// Whether this limit's verdict goes before the other's when a request is over both.
    boolean isStricterThan(Limit other) {
        return strictness() > other.strictness();
    }

    int strictness() {
        return switch (config.over()) {
            case Over.Delay _ -> 0;
            case Over.Deny _ -> 1;
            case Over.Drop _ -> 2;
            case Over.Ban _ -> 3;
        };
    }
}
