package boma.limit;

import boma.exchange.Charges;
import boma.exchange.Exchange;
import boma.exchange.Summary;
import boma.exchange.Verdict;
import boma.table.GcraTable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All limits. Immutable; what was used of them is in [LimitTables].
///
/// A request is asked at two moments: by its head, and by all of it. At each, first every key of every limit is
/// looked at, and only if all of them allow, every one is charged: a refused request costs nothing, so that one
/// limit never eats up what another one refuses. Only those that ban count what others refuse. What is refused or
/// answered without the limits is asked about by its head ([#checkRefused]).
///
/// If a request is over several limits, the strictest verdict counts (ban, drop, deny, delay), and it names the
/// longest wait of all.
public final class Limits {
    private final LimitTables tables;
    private final Limit[] all;
    private final Limit[] byHead;
    private final Limit[] byRequest;
    private final Limit[] ofRefused;
    private final Limit[] onFailure;
    private final Limit[] byApiKey;
    private final boolean needPath;
    private final boolean needParameters;
    private final boolean askPaths;

    /// @param fields header lines for every answer of ours
    public Limits(List<LimitConfig> configs, LimitTables tables, String fields) {
        this.tables = tables;
        all = configs.stream()
                .map(c -> new Limit(c, tables.of(c.name(), c.entries()), fields))
                .toArray(Limit[]::new);
        byHead = some(l -> !l.needsBody());
        byRequest = some(Limit::needsBody);
        ofRefused = some(l -> !l.needsBody() && !l.countsFailures());
        onFailure = some(Limit::countsFailures);
        byApiKey = some(l -> l.keys().useApiKey());
        needPath = Arrays.stream(all).anyMatch(l -> l.keys().usePath());
        needParameters = Arrays.stream(all).anyMatch(Limit::needsParameters);
        askPaths = needPath || configs.stream().anyMatch(c -> c.match().asksPaths());
    }

    private Limit[] some(Predicate<Limit> which) {
        return Arrays.stream(all).filter(which).toArray(Limit[]::new);
    }

    /// Forgets what was used of limits that are not among these: they are in force now.
    public void forgetOthers() {
        tables.retain(Arrays.stream(all).map(l -> l.ground().by()).collect(Collectors.toSet()));
    }

    /// Whether a limit counts by path.
    public boolean needPath() {
        return needPath;
    }

    /// Whether a limit counts by API key.
    public boolean needApiKey() {
        return byApiKey.length > 0;
    }

    /// Whether a limit may count this request by its API key.
    public boolean countApiKeyOf(Exchange x) {
        for (Limit limit : byApiKey) if (limit.headFits(x)) return true;
        return false;
    }

    /// Whether a limit asks for the parameters of read calls.
    public boolean needParameters() {
        return needParameters;
    }

    /// Whether a limit asks for paths.
    public boolean askPaths() {
        return askPaths;
    }

    /// Asks all limits, about a request whose head says it all.
    public Verdict checkAll(Exchange x, long nowNanos) {
        return check(all, x, true, nowNanos);
    }

    /// Asks the limits that the head alone answers, about a request whose body is still to come.
    public Verdict checkHead(Exchange x, long nowNanos) {
        return check(byHead, x, true, nowNanos);
    }

    /// Asks the other ones, when the body has come.
    public Verdict checkRequest(Exchange x, long nowNanos) {
        return check(byRequest, x, true, nowNanos);
    }

    /// Asks the limits that count requests by their heads, about one that is refused or answered without them. It
    /// counts like any other, or whoever sends nothing else could send as much as he likes.
    ///
    /// @return the refusal of a limit, or else the verdict that was there: nobody waits for it, and a connection
    ///         that ends without a word does so, unless its client is banned
    public Verdict checkRefused(Exchange x, Verdict refusal, long nowNanos) {
        long waitNanos = x.waitNanos;
        Verdict v = check(ofRefused, x, false, nowNanos);
        boolean goesBefore = switch (v) {
            case Verdict.Deny deny -> deny.banNanos() > 0 || !(refusal instanceof Verdict.Drop);
            case Verdict.Drop _ -> true;
            case Verdict.Pass _, Verdict.Answer _, Verdict.Stall _ -> false;
        };
        if (goesBefore) return v;
        x.stalled = false;
        x.waitNanos = waitNanos;
        return refusal;
    }

    /// @param mayWait whether a limit can delay the request; otherwise one that would lets it pass
    private static Verdict check(Limit[] limits, Exchange x, boolean mayWait, long nowNanos) {
        if (limits.length == 0) return Verdict.PASS;
        endStall(x, nowNanos);
        Charges charges = x.reading.charges;
        charges.clear();
        Limit strictest = null;
        long strictestWait = 0;
        long longestWait = 0;
        for (int i = 0; i < limits.length; i++) {
            int from = charges.count();
            limits[i].collect(x, i, charges);
            long wait = limits[i].longestWait(charges, from, nowNanos);
            if (wait == 0) continue;
            if (limits[i].observe()) x.observed.add(limits[i].ground());
            if (limits[i].observe() || (!mayWait && limits[i].delays(x, wait))) {
                charges.waive(from);
                continue;
            }
            if (goesBefore(limits[i], wait, strictest, strictestWait)) {
                strictest = limits[i];
                strictestWait = wait;
            }
            if (wait != GcraTable.NEVER) longestWait = Math.max(longestWait, wait);
        }
        if (strictest == null) return take(limits, x, charges, nowNanos);
        boolean never = strictestWait == GcraTable.NEVER;
        Verdict v = strictest.refuse(x, never ? strictestWait : longestWait, nowNanos);
        if (!(v instanceof Verdict.Stall)) takeFromThoseThatBan(limits, charges, nowNanos);
        return v;
    }

    /// Otherwise nobody could be refused at one rate and banned at a higher one.
    private static void takeFromThoseThatBan(Limit[] limits, Charges charges, long nowNanos) {
        for (int i = 0; i < charges.count(); i++) {
            Limit limit = limits[charges.limit(i)];
            if (charges.cost(i) == 0 || limit.countsFailures() || !limit.bans()) continue;
            limit.take(charges.key(i), charges.cost(i), nowNanos);
        }
    }

    /// Only the time in stalls counts as delay, not that in which the request was on its way to us.
    private static void endStall(Exchange x, long nowNanos) {
        if (!x.stalled) return;
        x.stalled = false;
        x.delayedNanos += nowNanos - x.stalledNanos;
    }

    private static boolean goesBefore(Limit limit, long wait, @Nullable Limit other, long otherWait) {
        if (other == null || limit.isStricterThan(other)) return true;
        return !other.isStricterThan(limit) && wait > otherWait;
    }

    /// Charges everything. Another event loop may have been faster since we looked: then the request is refused, and
    /// what was charged before that is lost to the client, in favour of never exceeding a limit.
    private static Verdict take(Limit[] limits, Exchange x, Charges charges, long nowNanos) {
        int count = charges.count();
        for (int i = 0; i < count; i++) {
            Limit limit = limits[charges.limit(i)];
            if (charges.cost(i) == 0 || limit.countsFailures()) continue;
            long wait = limit.take(charges.key(i), charges.cost(i), nowNanos);
            if (wait == 0) continue;
            if (!limit.observe()) return limit.refuse(x, wait, nowNanos);
            x.observed.add(limit.ground());
        }
        addPending(limits, x, charges, false);
        addPending(limits, x, charges, true); // last, for a body can name so many others that no room is left
        return Verdict.PASS;
    }

    private static void addPending(Limit[] limits, Exchange x, Charges charges, boolean namesOthers) {
        for (int i = 0; i < charges.count(); i++) {
            Limit limit = limits[charges.limit(i)];
            if (charges.cost(i) == 0 || !limit.countsFailures() || limit.keys().namesOthers() != namesOthers) continue;
            x.summary().addPending(limit.ground().id(), charges.key(i));
        }
    }

    /// Charges the limits that count failures, if the node has reported some by the caller's fault.
    ///
    /// A bad signature or an expired transaction says nothing about the accounts and contracts that are named in
    /// it: what holds such names pays for the other failures alone. A limit that is no longer configured is passed
    /// over.
    public void settle(Exchange x, long nowNanos) {
        Summary s = x.summary;
        if (s == null || x.clientFailures == 0) return;
        for (int i = 0; i < s.pendingCount; i++) {
            Limit limit = onFailure(s.pendingLimits[i]);
            if (limit == null) continue;
            int failures = limit.keys().namesOthers() ? x.namedFailures : x.clientFailures;
            if (failures > 0) limit.charge(s.pendingKeys[i], failures, nowNanos);
        }
    }

    private @Nullable Limit onFailure(int ground) {
        for (Limit limit : onFailure) if (limit.ground().id() == ground) return limit;
        return null;
    }
}
