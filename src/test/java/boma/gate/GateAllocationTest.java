package boma.gate;

import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Exchange;
import boma.exchange.Verdict;
import boma.rule.Requests;
import boma.table.Allocations;
import org.junit.jupiter.api.Test;

/// Deciding allocates nothing once it is warm, whatever the operator asks for.
class GateAllocationTest {
    private static final String EVERYTHING = """
        [lists]
        spam = { contracts = ["spamtokens11", "spamtokens12"] }
        [transactions]
        contracts = { deny = "@spam" }
        [[rule]]
        name = "head"
        match = { call = "push", client = "198.51.100.0/24", host = "*.example.org", path = "/v1/*", not.method = "GET" }
        then = "deny"
        [[rule]]
        name = "body"
        match = { contract = "@spam", action = "*::issue", account = "mallory", not = { table = "accounts" } }
        then = "deny"
        [[rule]]
        name = "trial"
        match = { account = "alice" }
        then = "deny"
        observe = true
        [[limit]]
        name = "client"
        key = ["client", "path"]
        rate = "1000000/1s"
        [[limit]]
        name = "key"
        key = "api-key"
        rate = "1000000/1s"
        [[limit]]
        name = "contract"
        key = ["contract", "action"]
        count = "actions"
        rate = "1000000/1s"
        [[limit]]
        name = "account"
        key = "account"
        rate = "1000000/1s"
        [[limit]]
        name = "table"
        key = "table"
        rate = "1000000/1s"
        [[limit]]
        name = "another trial"
        key = "client"
        rate = "1/1h"
        observe = true
        [[limit]]
        name = "failing"
        key = ["client", "contract"]
        count = "failures"
        rate = "1000000/1s"
        [[route]]
        match = { call = "push", contract = "game" }
        pool = "push"
        [[route]]
        pool = "read"
        """;

    private static double perRequest(String toml, Requests request) {
        Door door = new Door(toml);
        Exchange x = door.from("192.0.2.1", request);
        return Allocations.perRun(() -> {
            x.reset(1, door.clock.nanos());
            door.ask(x, request);
            door.gate.settle(x, door.clock.nanos());
        });
    }

    private static Requests fiveActions() {
        return Requests.push(
                "game::play alice",
                "game::play bob",
                "eosio.token::transfer alice carol",
                "free:noop::run",
                "a::b dave");
    }

    @Test
    void getInfoAllocatesNothing() {
        assertThat(perRequest("", Requests.get("/v1/chain/get_info"))).isLessThan(1);
        assertThat(perRequest(EVERYTHING, Requests.get("/v1/chain/get_info", "X-Api-Key: secret")))
                .isLessThan(1);
    }

    @Test
    void aPushOfFiveActionsAllocatesNothing() {
        assertThat(perRequest("", fiveActions())).isLessThan(1);
        assertThat(perRequest(EVERYTHING, fiveActions())).isLessThan(1);
    }

    @Test
    void aReadCallWithParametersAllocatesNothing() {
        String body = "{\"code\":\"eosio.token\",\"scope\":\"alice\",\"table\":\"accounts\",\"limit\":10}";

        assertThat(perRequest(EVERYTHING, Requests.post("/v1/chain/get_table_rows", body)))
                .isLessThan(1);
    }

    @Test
    void aRefusalAllocatesNothing() {
        assertThat(perRequest("", Requests.get("/nothing"))).isLessThan(1);
        assertThat(perRequest(EVERYTHING, Requests.get("/nothing"))).isLessThan(1);
        assertThat(perRequest(EVERYTHING, Requests.push("spamtokens11::issue alice")))
                .isLessThan(1);
        String limit = "[[limit]]\nname = \"l\"\nkey = \"client\"\nrate = \"1/1h\"\n";
        assertThat(perRequest(limit, Requests.get("/v1/chain/get_info"))).isLessThan(1);
    }

    @Test
    void theRequestsOfThisTestAreDecidedAsMeant() {
        Door door = new Door(EVERYTHING);

        assertThat(door.ask(fiveActions())).isSameAs(Verdict.PASS);
        assertThat(door.pool(Requests.get("/v1/chain/get_info"))).isZero();
    }
}
