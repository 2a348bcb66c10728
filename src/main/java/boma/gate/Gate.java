package boma.gate;

import boma.antelope.Endpoint;
import boma.exchange.Exchange;
import boma.exchange.Ground;
import boma.exchange.Reason;
import boma.exchange.Verdict;
import boma.http.Method;
import boma.ledger.Ban;
import boma.ledger.Change;
import boma.ledger.Entry;
import boma.ledger.Ledger;
import boma.route.Router;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// The order of decisions about an exchange, one method for each moment. Shared by all event loops; it decides about
/// the exchange that it is given, without waiting, and allocates nothing unless somebody is banned.
///
/// A verdict other than [Verdict#PASS] ends the decisions, but what is refused by its head still counts at the limits.
/// After a [Verdict.Stall] the same moment is asked again: the head has to be in its reading as before, and counts once
/// however often it is asked.
@SuppressWarnings("ReferenceEquality") // there is one pass
public final class Gate {
    private static final Verdict PASS = Verdict.PASS;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Ledger ledger;
    private final Verdict bannedConnection;
    private final Verdict tooManyConnections;
    private volatile Policy policy;

    public Gate(Policy policy, Ledger ledger) {
        this.policy = policy;
        this.ledger = ledger;
        this.bannedConnection = new Verdict.Drop(Ground.of(Reason.BANNED));
        this.tooManyConnections = new Verdict.Drop(Ground.of(Reason.TOO_MANY_CONNECTIONS));
    }

    /// The policy of the moment.
    public Policy policy() {
        return policy;
    }

    /// Decides by another policy from now on.
    public void replace(Policy policy) {
        this.policy = policy;
        policy.limits.forgetOthers();
    }

    /// A connection was accepted and its client is known: bans, then the client's number of connections.
    ///
    /// [Exchange#clientIsPeer] is false for a trusted proxy, whose connection carries many clients and always
    /// passes. After a pass, [#onDisconnect] is due when the connection ends.
    public Verdict onConnection(Exchange x, long nowNanos) {
        Policy policy = this.policy;
        Entry client = client(x);
        if (x.clientIsPeer && client.banned(nowNanos)) return x.verdict = bannedConnection;
        if (!policy.clients.connect(x, client)) return x.verdict = tooManyConnections;
        return x.verdict = PASS;
    }

    /// A connection that had passed has ended.
    ///
    /// @param client whose connection it was when it was accepted
    public void onDisconnect(Entry client) {
        client.disconnect();
    }

    /// A head was read: everything that it decides. Afterwards [#wholeBody] says whether the request is decided.
    public Verdict onHead(Exchange x, long nowNanos) {
        Policy policy = this.policy; // one volatile read: a reload cannot change the rules halfway through
        x.waitNanos = 0;
        HeadFacts.read(x, policy.limits);
        return x.verdict = decideHead(policy, x, nowNanos);
    }

    private Verdict decideHead(Policy policy, Exchange x, long nowNanos) {
        Verdict v;
        if ((v = checkBan(policy, x, nowNanos)) != PASS) return v;
        if ((v = Body.readQuery(policy, x)) != PASS) return policy.limits.checkRefused(x, v, nowNanos);
        boolean bodyToCome = policy.needsBody(x);
        int pool = bodyToCome ? policy.router.chooseByHead(x) : policy.router.choose(x);
        if ((v = checkHead(policy, x, bodyToCome, pool)) != PASS) return policy.limits.checkRefused(x, v, nowNanos);
        if (bodyToCome) return policy.limits.checkHead(x, nowNanos);
        if ((v = policy.limits.checkAll(x, nowNanos)) != PASS) return v;
        return choose(policy, x, pool);
    }

    /// All that may refuse a request before the limits do.
    private static Verdict checkHead(Policy policy, Exchange x, boolean bodyToCome, int pool) {
        Verdict v;
        if ((v = checkCall(policy, x, pool)) != PASS) return v;
        if ((v = checkApiKey(policy, x)) != PASS) return v;
        if ((v = bodyToCome ? policy.rules.checkHead(x) : policy.rules.check(x)) != PASS) return v;
        return begin(policy, x);
    }

    /// Whether the body has to be read whole and given to [#onRequest]; asked after [#onHead] has passed. Otherwise
    /// all is decided and the body can be streamed.
    public boolean wholeBody(Exchange x) {
        return x.pool == Exchange.NONE;
    }

    /// A body was read whole: everything that was left open. Of a body that was only gathered, though all was decided
    /// at the head, that is whether the client was banned meanwhile.
    public Verdict onRequest(Exchange x, MemorySegment body, int from, int to, long nowNanos) {
        x.waitNanos = 0;
        return x.verdict = decideRequest(policy, x, body, from, to, nowNanos);
    }

    private Verdict decideRequest(Policy policy, Exchange x, MemorySegment body, int from, int to, long nowNanos) {
        Verdict v;
        if ((v = checkBan(policy, x, nowNanos)) != PASS) return v; // it may be new since the head came
        if (!wholeBody(x)) return PASS;
        if ((v = Body.read(policy, x, body, from, to)) != PASS) return v;
        if ((v = policy.transactions.check(x)) != PASS) return v;
        if ((v = policy.rules.check(x)) != PASS) return v;
        if ((v = policy.limits.checkRequest(x, nowNanos)) != PASS) return v;
        return choose(policy, x, policy.router.choose(x));
    }

    /// An exchange has ended, however it did: asked exactly once, with its last verdict and the outcome in it.
    public void settle(Exchange x, long nowNanos) {
        Entry client = x.client;
        if (client == null) return;
        if (x.counted) client.end();
        x.counted = false;
        client.countRequest();
        policy.limits.settle(x, nowNanos);
        if (x.errorClass.chargesClient()) client.countFailed();
        switch (x.verdict) {
            case Verdict.Deny d -> refused(client, d.ground(), d.banNanos());
            case Verdict.Drop d -> refused(client, d.ground(), 0);
            case Verdict.Pass _, Verdict.Answer _, Verdict.Stall _ -> {}
        }
    }

    private Verdict checkBan(Policy policy, Exchange x, long nowNanos) {
        Ban ban = client(x).ban(nowNanos);
        if (ban == null) return PASS;
        x.waitNanos = ban.remainingNanos(nowNanos);
        return x.clientIsPeer ? bannedConnection : policy.denials().of(Reason.BANNED);
    }

    /// Preflights, paths and methods: whether this is a call at all that anybody may make.
    ///
    /// Calls that carry transactions are held to this whatever serves them. What else goes to a pool of another
    /// service is its own affair, but its path has to be in plain form where the configuration compares paths, and
    /// never such that somebody behind us could read a call of a node in it.
    private static Verdict checkCall(Policy policy, Exchange x, int pool) {
        boolean antelope = pool < 0 || policy.router.isAntelope(pool) || x.endpoint.carriesTransactions();
        if (!antelope) return checkSpelling(policy, x);
        if (x.method == Method.OPTIONS) return policy.preflight;
        Verdict v;
        if ((v = policy.paths.checkPath(x)) != PASS) return v;
        if ((v = policy.paths.checkMethod(x)) != PASS) return v;
        return x.endpoint.carriesTransactions() && !x.reading.request.hasBody() ? policy.noTransactions : PASS;
    }

    private static Verdict checkSpelling(Policy policy, Exchange x) {
        boolean plain = x.endpoint != Endpoint.ODD
                && (!policy.asksPaths() || PathSpelling.isPlain(x.reading.request.path(x.reading.view)));
        return plain ? PASS : policy.denials().of(Reason.ODD_PATH);
    }

    private static Verdict checkApiKey(Policy policy, Exchange x) {
        boolean counts = policy.limits.countApiKeyOf(x);
        return counts && ApiKey.isAmbiguous(x.reading.request.head(), x.reading.view) ? policy.severalApiKeys : PASS;
    }

    private static Verdict begin(Policy policy, Exchange x) {
        if (x.counted) return PASS; // asked again after a stall
        x.counted = policy.clients.begin(client(x));
        if (x.counted) return PASS;
        x.waitNanos = NANOS_PER_SECOND;
        return policy.denials().of(Reason.TOO_MANY_REQUESTS_AT_ONCE);
    }

    private static Verdict choose(Policy policy, Exchange x, int pool) {
        if (pool == Router.NONE) return policy.noRoute;
        x.pool = pool;
        return PASS;
    }

    private void refused(Entry client, Ground ground, long banNanos) {
        if (ground.reason().blamesClient()) client.countRefused();
        if (banNanos == 0) return;
        String reason = ground.by().isEmpty() ? ground.reason().label() : ground.by();
        ledger.apply(new Change.Banned(client.client(), Duration.ofNanos(banNanos), reason));
    }

    private static Entry client(Exchange x) {
        Entry client = x.client;
        if (client == null) throw new IllegalStateException("the exchange has no client yet");
        return client;
    }
}
