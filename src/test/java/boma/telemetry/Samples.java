package boma.telemetry;

import boma.antelope.Endpoint;
import boma.antelope.ErrorClass;
import boma.antelope.Name;
import boma.antelope.ReadCall;
import boma.antelope.Transactions;
import boma.client.Client;
import boma.client.IpAddress;
import boma.config.ConfigFile;
import boma.exchange.Exchange;
import boma.exchange.Ground;
import boma.exchange.Reading;
import boma.exchange.Reason;
import boma.exchange.Refusal;
import boma.exchange.Summary;
import boma.exchange.Verdict;
import boma.http.Method;
import boma.http.Request;
import boma.ledger.Ledger;
import boma.time.ManualClock;
import boma.upstream.Pool;
import boma.upstream.PoolConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Exchanges as the server hands them over, settled.
public final class Samples {
    /// When each of them begins, by the loop's clock.
    public static final long START = 1_000_000_000;

    public static final long MILLI = 1_000_000;
    private static final Reading READING = new Reading(new Request(), new Transactions(), new ReadCall());

    private Samples() {}

    /// A client that asks for `get_info` and gets it from the first node, 12 ms later.
    public static Exchange read() {
        Exchange x = from("192.0.2.1");
        x.reset(0x29a, START);
        x.method = Method.POST;
        x.endpoint = Endpoint.GET_INFO;
        x.pool = 0;
        x.node = 0;
        x.status = 200;
        x.bytesIn = 120;
        x.bytesOut = 900;
        x.decidedNanos = START + 1_500;
        x.sentNanos = START + MILLI;
        x.answeredNanos = START + 11 * MILLI;
        return x;
    }

    /// A transfer of tokens that the contract refused.
    public static Exchange failedPush() {
        Exchange x = read();
        x.endpoint = Endpoint.PUSH_TRANSACTION;
        x.carriesTransactions = true;
        x.status = 500;
        x.errorClass = ErrorClass.CALLER;
        x.errorCode = 3_050_003;
        x.failedTransactions = 1;
        x.cpuMicros = 217;
        Summary s = x.summary();
        s.clear();
        s.transactions = 1;
        s.actions = 2;
        s.addContract(Name.encode("eosio.token"));
        s.addContract(Name.encode("mygame.app"));
        s.addAction(Name.encode("eosio.token"), Name.encode("transfer"));
        s.addAction(Name.encode("mygame.app"), Name.encode("play"));
        s.addAccount(Name.encode("alice"));
        s.idKnown = true;
        for (int i = 0; i < s.id.length; i++) s.id[i] = (byte) (0xf0 - i);
        return x;
    }

    /// A request that a limit refused.
    public static Exchange denied(String client, String limit) {
        Exchange x = from(client);
        x.reset(0x29b, START);
        x.method = Method.GET;
        x.endpoint = Endpoint.UNKNOWN;
        rememberTarget(x, "/index.php?a=\"b\"");
        x.verdict = deny(Reason.RATE_LIMITED, limit);
        x.status = 429;
        x.bytesIn = 80;
        x.bytesOut = 400;
        x.decidedNanos = START + 2_000;
        return x;
    }

    /// A request that ended with its connection.
    public static Exchange dropped() {
        Exchange x = from("2001:db8::7");
        x.reset(0x29c, START);
        x.method = Method.POST;
        x.endpoint = Endpoint.GET_TABLE_ROWS;
        x.code = Name.encode("eosio");
        x.table = Name.encode("producers");
        x.scope = Name.encode("eosio");
        x.verdict = new Verdict.Drop(Ground.of(Reason.BLOCKED, "no farms"));
        x.bytesIn = 99;
        return x;
    }

    public static Verdict deny(Reason reason, String by) {
        return new Verdict.Deny(Ground.of(reason, by), new Refusal(reason, "No.", by, ""), 0);
    }

    public static Exchange from(String client) {
        var x = new Exchange(READING);
        Client c = Client.parse(client);
        x.client = new Ledger(new ManualClock(), 2).track(c);
        if (c instanceof Client.Address) {
            IpAddress address = IpAddress.parse(client);
            x.addressHigh = address.high();
            x.addressLow = address.low();
        }
        return x;
    }

    public static void rememberTarget(Exchange x, String target) {
        byte[] bytes = target.getBytes(StandardCharsets.ISO_8859_1);
        x.rememberTarget(bytes.length);
        System.arraycopy(bytes, 0, x.target, 0, x.targetLength);
    }

    /// Two listeners, and a pool of two nodes.
    public static Roster roster() {
        return new Roster(List.of("public", "onion"), pools());
    }

    /// Two nodes on this machine.
    public static List<Pool> pools() {
        return pools("read", "http://127.0.0.1:8888", "http://127.0.0.1:8889");
    }

    public static List<Pool> pools(String name, String... nodes) {
        String text = "[[pool]]\nname = \"" + name + "\"\nnodes = [\"" + String.join("\", \"", nodes) + "\"]";
        List<PoolConfig> configs = ConfigFile.parse("boma.toml", text).root().sections("pool").stream()
                .map(PoolConfig::read)
                .toList();
        return Pool.all(configs, (_, _, _) -> {});
    }
}
