package boma.gate;

import boma.client.Client;
import boma.client.IpAddress;
import boma.config.ConfigError;
import boma.config.ConfigFile;
import boma.exchange.Exchange;
import boma.exchange.Verdict;
import boma.ledger.Ledger;
import boma.limit.LimitTables;
import boma.route.PoolName;
import boma.rule.Requests;
import boma.time.ManualClock;
import java.nio.file.Path;
import java.util.List;

/// A gate with everything around it that has no sockets, and requests that come to it.
final class Door {
    static final List<PoolName> ANTELOPE = List.of(new PoolName("read", true), new PoolName("push", true));
    static final List<PoolName> MIXED = List.of(new PoolName("node", true), new PoolName("web", false));

    final ManualClock clock = new ManualClock();
    final Ledger ledger = new Ledger(clock, 1000);
    final LimitTables tables = new LimitTables(clock);
    final Gate gate;
    private final List<PoolName> pools;

    Door(String toml) {
        this(toml, ANTELOPE);
    }

    Door(String toml, List<PoolName> pools) {
        this.pools = pools;
        this.gate = new Gate(policy(toml), ledger);
    }

    Policy policy(String toml) {
        ConfigFile file = ConfigFile.parse("boma.toml", toml);
        PolicyConfig config = PolicyConfig.read(file.root(), Path.of(""), pools, List.of("public", "onion"));
        try {
            file.throwIfBad();
        } catch (ConfigError e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return Policy.of(config, tables);
    }

    /// The request's client, without asking about the connection.
    Exchange from(String address, Requests request) {
        IpAddress ip = IpAddress.parse(address);
        Exchange x = request.from(address).exchange;
        x.client = ledger.track(new Client.Address(ip.high(), ip.low()));
        x.reset(1, clock.nanos());
        return x;
    }

    /// Decides about a request as the shell would: by the head, and by the body where that has to be whole.
    Verdict ask(Exchange x, Requests request) {
        Verdict v = gate.onHead(x, clock.nanos());
        if (!v.equals(Verdict.PASS) || !gate.wholeBody(x)) return v;
        return gate.onRequest(x, request.bytes, request.bodyFrom, request.bodyTo, clock.nanos());
    }

    /// Asks and settles at once.
    Verdict ask(Requests request) {
        Exchange x = from("192.0.2.1", request);
        Verdict v = ask(x, request);
        gate.settle(x, clock.nanos());
        return v;
    }

    /// The pool that a request is let through to.
    int pool(Requests request) {
        Exchange x = from("192.0.2.1", request);
        if (!ask(x, request).equals(Verdict.PASS)) throw new AssertionError(x.verdict);
        gate.settle(x, clock.nanos());
        return x.pool;
    }

    /// `unknown-path`, `blocked by "rule"`, or the kind of the verdict.
    String word(Requests request) {
        return word(ask(request));
    }

    static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Pass _ -> "pass";
            case Verdict.Answer _ -> "answer";
            case Verdict.Deny deny -> deny.ground().toString();
            case Verdict.Drop drop -> "drop " + drop.ground();
            case Verdict.Stall stall -> "stall " + stall.ground();
        };
    }
}
