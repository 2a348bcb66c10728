package boma.limit;

import static org.assertj.core.api.Assertions.assertThat;

import boma.antelope.ErrorClass;
import boma.client.Client;
import boma.client.IpAddress;
import boma.config.ConfigFile;
import boma.exchange.Exchange;
import boma.exchange.Verdict;
import boma.exchange.Verdict.Deny;
import boma.ledger.Ledger;
import boma.rule.Decoded;
import boma.rule.Glossary;
import boma.rule.Lists;
import boma.rule.Requests;
import boma.time.ManualClock;
import java.util.List;

/// Limits as an operator writes them, and requests that are held to them.
final class Metered {
    final ManualClock clock = new ManualClock();
    final Ledger ledger = new Ledger(clock, 1000);
    final LimitTables tables = new LimitTables(clock);

    Limits limits(String toml) {
        ConfigFile file = ConfigFile.parse("boma.toml", toml);
        List<LimitConfig> configs = LimitConfig.readAll(file.root(), new Glossary(Lists.NONE, List.of(), false));
        assertThat(file.problems()).isEmpty();
        return new Limits(configs, tables, "");
    }

    Exchange from(String address, Requests request) {
        IpAddress ip = IpAddress.parse(address);
        Exchange x = Decoded.whole(request.from(address));
        x.client = ledger.track(new Client.Address(ip.high(), ip.low()));
        x.startNanos = clock.nanos();
        return x;
    }

    Exchange info(String address) {
        return from(address, Requests.get("/v1/chain/get_info"));
    }

    Exchange push(String address, String... actions) {
        return from(address, Requests.push(actions));
    }

    Verdict check(Limits limits, Exchange x) {
        return limits.checkAll(x, clock.nanos());
    }

    boolean passes(Limits limits, Exchange x) {
        return check(limits, x).equals(Verdict.PASS);
    }

    static String by(Verdict verdict) {
        return verdict instanceof Deny deny ? deny.ground().by() : verdict.toString();
    }

    /// Settles a request whose transactions failed in one way.
    void fail(Limits limits, Exchange x, ErrorClass error, int transactions) {
        int byNames = error.chargesNamed() ? transactions : 0;
        int byClient = error.chargesClient() ? transactions : 0;
        x.errorClass = error;
        x.failedTransactions = transactions;
        fail(limits, x, byNames, byClient - byNames);
    }

    /// Settles a request of which so many transactions failed by what they name, and so many by their client alone.
    void fail(Limits limits, Exchange x, int byNames, int byClient) {
        x.clientFailures = byNames + byClient;
        x.namedFailures = byNames;
        limits.settle(x, clock.nanos());
    }
}
