package boma.gate;

import static org.assertj.core.api.Assertions.assertThat;

import boma.antelope.Endpoint;
import boma.antelope.Name;
import boma.exchange.Exchange;
import boma.exchange.Verdict;
import boma.ledger.Change;
import boma.rule.PushBody;
import boma.rule.Requests;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateRequestTest {
    private static final String PUSH = "/v1/chain/push_transaction";

    private static Requests info() {
        return Requests.get("/v1/chain/get_info");
    }

    @Test
    void whatATransactionCarriesIsSummedUp() {
        var door = new Door("");
        var request = Requests.push("game::play alice", "eosio.token::transfer alice bob", "game::play carol");
        Exchange x = door.from("192.0.2.1", request);

        assertThat(door.ask(x, request)).isSameAs(Verdict.PASS);

        var s = x.summary();
        assertThat(x.endpoint).isEqualTo(Endpoint.PUSH_TRANSACTION);
        assertThat(x.carriesTransactions).isTrue();
        assertThat(s.actions).isEqualTo(3);
        assertThat(List.of(s.contractCount, s.actionCount, s.accountCount)).containsExactly(2, 2, 3);
        assertThat(Name.decode(s.contracts[1])).isEqualTo("eosio.token");
        assertThat(s.idKnown).isTrue();
        assertThat(s.id).isNotEqualTo(new byte[32]);
    }

    @Test
    void aBanHoldsAlsoForBodiesThatWereOnTheirWay() {
        var door = new Door("");
        var request = Requests.push("game::play alice");
        Exchange x = door.from("192.0.2.1", request);
        assertThat(door.gate.onHead(x, door.clock.nanos())).isSameAs(Verdict.PASS);

        door.ledger.apply(new Change.Banned(x.client.client(), Duration.ofMinutes(5), "test"));

        Verdict verdict = door.gate.onRequest(x, request.bytes, request.bodyFrom, request.bodyTo, door.clock.nanos());
        assertThat(Door.word(verdict)).isEqualTo("drop banned");
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsReason() {
        var door = new Door("[transactions]\nmax-signatures = 2\nmax-actions = 2");

        String two = PushBody.list(PushBody.of("a::b alice"), PushBody.of("a::b bob"));
        assertThat(door.word(Requests.post(PUSH, "{"))).isEqualTo("invalid-json by \"json-cut-short\"");
        assertThat(door.word(Requests.post(PUSH, "{\"a\":1,\"a\":2}")))
                .isEqualTo("invalid-json by \"json-duplicate-member\"");
        assertThat(door.word(Requests.post(PUSH, "[]"))).isEqualTo("parse-error by \"not-an-object\"");
        assertThat(door.word(Requests.post(PUSH, PushBody.signedTimes(3, "a::b alice"))))
                .isEqualTo("invalid-number-signatures by \"too-many-signatures\"");
        assertThat(door.word(Requests.push("a::b alice", "a::b alice", "a::b alice")))
                .isEqualTo("invalid-transaction-size by \"too-many-actions\"");
        assertThat(door.word(Requests.post("/v1/chain/push_transactions", two)))
                .isEqualTo("too-many-transactions by \"too-many-transactions\"");
    }

    @Test
    void everyFormOfBodyIsSeenThrough() {
        var door = new Door("[transactions]\ncontracts = { deny = \"evil\" }");
        String evil = PushBody.of("game::play alice", "free:evil::run");
        for (String call : List.of("push_transaction", "send_transaction")) {
            assertThat(door.word(Requests.post("/v1/chain/" + call, evil))).startsWith("blacklisted-contract");
        }
        for (String call : List.of("send_transaction2", "compute_transaction", "send_read_only_transaction")) {
            assertThat(door.word(Requests.post("/v1/chain/" + call, PushBody.wrapped(evil))))
                    .startsWith("blacklisted-contract");
        }
        assertThat(door.word(Requests.post("/v1/chain/push_transactions", PushBody.list(evil))))
                .startsWith("blacklisted-contract");
        assertThat(door.word(Requests.post(PUSH, PushBody.proposing("alice", "evil::run alice"))))
                .startsWith("blacklisted-contract");
    }

    @Test
    void readCallsAreReadOnlyWhereSomebodyAsks() {
        var plain = new Door("");
        var asking = new Door("""
            [[rule]]
            name = "no rows"
            match = { table = "eosio.token::accounts" }
            then = "deny"
            """);
        String rows = "{\"code\":\"eosio.token\",\"scope\":\"alice\",\"table\":\"accounts\"}";
        String twice = "{\"table\":\"stat\",\"code\":\"eosio.token\",\"scope\":\"a\",\"table\":\"accounts\"}";

        assertThat(plain.word(Requests.post("/v1/chain/get_table_rows", twice))).isEqualTo("pass");
        assertThat(asking.word(Requests.post("/v1/chain/get_table_rows", rows))).isEqualTo("blocked by \"no rows\"");
        assertThat(asking.word(Requests.post("/v1/chain/get_table_rows", twice)))
                .isEqualTo("unreadable-parameters");
        assertThat(asking.word(info())).isEqualTo("pass");
    }

    @Test
    void whatAQueryStringAsksForIsSeenByTheHead() {
        var door = new Door("""
            [paths]
            hyperion = true
            [[rule]]
            name = "private"
            match = { account = "alice" }
            then = "deny"
            """);

        assertThat(door.word(Requests.get("/v2/history/get_actions?account=alice")))
                .isEqualTo("blocked by \"private\"");
        assertThat(door.word(Requests.get("/v2/history/get_actions?account=bob")))
                .isEqualTo("pass");
        assertThat(door.word(Requests.get("/v2/history/get_actions?account=bob&account=alice")))
                .isEqualTo("unreadable-parameters");
        assertThat(door.word(Requests.post("/v2/history/get_actions?account=alice", "{}")))
                .isEqualTo("blocked by \"private\"");
    }

    @Test
    void aCallThatNamesNothingPassesAsItIsWhoeverAsks() {
        var door = new Door("""
            [paths]
            hyperion = true
            history = true
            [[rule]]
            name = "private"
            match = { account = "alice" }
            then = "deny"
            [[rule]]
            name = "private table"
            match = { table = "accounts" }
            then = "deny"
            """);

        assertThat(door.word(Requests.post("/v1/chain/get_info", "[]"))).isEqualTo("pass");
        assertThat(door.word(Requests.post("/v1/chain/get_block", "{'block_num_or_id':1}")))
                .isEqualTo("pass");
        assertThat(door.word(Requests.post("/v1/chain/abi_json_to_bin", "{\"args\":\"\\u0061\"}")))
                .isEqualTo("pass");
        assertThat(door.word(Requests.post("/v1/history/get_transaction", "x"))).isEqualTo("pass");
        assertThat(door.word(Requests.get("/v2/docs/x?%61ccount=alice"))).isEqualTo("pass");
        assertThat(door.word(Requests.post("/v1/chain/get_account", "[]"))).isEqualTo("unreadable-parameters");
        assertThat(door.word(Requests.get("/v2/history/get_actions?%61ccount=alice")))
                .isEqualTo("unreadable-parameters");
        assertThat(door.word(Requests.get("/v2/history/get_actions?%40transfer.to=alice")))
                .isEqualTo("pass");
    }

    @Test
    void whatTheServerPassesOverIsNoReasonToLetThrough() {
        var door = new Door("""
            [paths]
            hyperion = true
            history = true
            [[rule]]
            name = "our game"
            match = { contract = "mygame" }
            then = "allow"
            [[rule]]
            name = "our friend"
            match = { account = "friend" }
            then = "allow"
            [[rule]]
            name = "all else"
            match = { call = ["hyperion", "history"] }
            then = "deny"
            """);
        String actions = "/v2/history/get_actions";
        String denied = "blocked by \"all else\"";

        assertThat(door.word(Requests.get(actions + "?filter=mygame%3A*"))).isEqualTo("pass");
        assertThat(door.word(Requests.get(actions + "?act.account=mygame"))).isEqualTo("pass");
        assertThat(door.word(Requests.get(actions + "?account=friend"))).isEqualTo("pass");
        for (String ignored : List.of(
                actions + "?contract=mygame",
                actions + "?code=mygame",
                actions + "?filter=*:*",
                "/v2/state/get_voters?account=friend",
                "/v2/state/get_top_holders?account=friend",
                "/v2/history/export_actions?account=friend",
                "/v2/history/get_table_state?code=mygame&account=friend",
                "/v2/docs?contract=mygame&account=friend",
                "/v1/history/get_actions?account_name=friend")) {
            assertThat(door.word(Requests.get(ignored))).as(ignored).isEqualTo(denied);
        }
        assertThat(door.word(Requests.of("GET " + actions, "{\"account\":\"friend\"}")))
                .isEqualTo(denied);
        assertThat(door.word(Requests.post("/v1/history/get_actions?account_name=friend", "{}")))
                .isEqualTo(denied);
        assertThat(door.word(Requests.post("/v1/history/get_key_accounts", "{\"account_name\":\"friend\"}")))
                .isEqualTo(denied);
        assertThat(door.word(Requests.post("/v1/history/get_actions", "{\"account_name\":\"friend\"}")))
                .isEqualTo("pass");
        assertThat(door.word(Requests.get(actions + "?filter=mygame:*,secret:*")))
                .isEqualTo("unreadable-parameters");
        assertThat(door.word(Requests.get(actions + "?filter=*:play"))).isEqualTo("unreadable-parameters");
    }

    @Test
    void whatTheServerObeysIsARefusalsReason() {
        var door = new Door("""
            [paths]
            hyperion = true
            [[rule]]
            name = "secret"
            match = { contract = "secret" }
            then = "deny"
            [[rule]]
            name = "private"
            match = { account = "alice" }
            then = "deny"
            """);

        for (String query : List.of("act.account=secret", "filter=secret:*", "filter=secret%3Aplay%2Csecret%3Astop")) {
            assertThat(door.word(Requests.get("/v2/history/get_actions?" + query)))
                    .as(query)
                    .startsWith("blacklisted-contract");
        }
        for (String query : List.of("account=alice", "notified=alice", "act.authorization.actor=alice")) {
            assertThat(door.word(Requests.get("/v2/history/get_actions?" + query)))
                    .as(query)
                    .isEqualTo("blocked by \"private\"");
        }
        assertThat(door.word(Requests.get("/v2/state/get_proposals?proposer=alice")))
                .isEqualTo("blocked by \"private\"");
        assertThat(door.word(Requests.get("/v2/state/get_top_holders?contract=secret&symbol=X")))
                .startsWith("blacklisted-contract");
    }

    @Test
    void theOperatorsOrderHoldsAcrossHeadAndBody() {
        var door = new Door("""
            [[rule]]
            name = "ours"
            match = { contract = "game" }
            then = "allow"
            [[rule]]
            name = "this network"
            match = { client = "192.0.2.0/24" }
            then = "deny"
            """);

        assertThat(door.word(Requests.push("game::play alice"))).isEqualTo("pass");
        assertThat(door.word(Requests.push("game::play alice", "other::run alice")))
                .isEqualTo("blocked by \"this network\"");
        assertThat(door.word(info())).isEqualTo("blocked by \"this network\"");
    }

    @Test
    void anAllowanceDoesNotLiftTheLimits() {
        var door = new Door("""
            [[rule]]
            name = "ours"
            then = "allow"
            [[limit]]
            name = "all"
            key = "client"
            rate = "1/1s"
            """);

        assertThat(door.word(info())).isEqualTo("pass");
        assertThat(door.word(info())).isEqualTo("rate-limited by \"all\"");
    }

    @Test
    void whatNoRouteMatchesIsRefused() {
        var door = new Door("[[route]]\nmatch = { call = \"push\" }\npool = \"push\"");

        assertThat(door.word(info())).isEqualTo("unknown-path");
        assertThat(door.pool(Requests.push("a::b alice"))).isEqualTo(1);
    }

    @Test
    void aBodyOfALimitedRequestIsNotRead() {
        var door = new Door("[[limit]]\nname = \"all\"\nkey = \"client\"\nrate = \"1/1s\"");
        door.ask(info());

        assertThat(door.word(Requests.post(PUSH, "not json"))).isEqualTo("rate-limited by \"all\"");
    }

    @Test
    void anApiKeyIsThatOfItsFieldOrABearerToken() {
        var door = new Door("[[limit]]\nname = \"key\"\nkey = \"api-key\"\nrate = \"1/1h\"");

        assertThat(door.word(info())).isEqualTo("pass");
        assertThat(door.word(Requests.get("/v1/chain/get_info", "X-Api-Key: secret")))
                .isEqualTo("pass");
        assertThat(door.word(Requests.get("/v1/chain/get_info", "Authorization: bearer secret")))
                .isEqualTo("rate-limited by \"key\"");
        assertThat(door.word(Requests.get("/v1/chain/get_info", "Authorization: Basic secret")))
                .isEqualTo("pass");
    }

    @Test
    void aTargetIsRememberedWhereTheEndpointDoesNotSayItAll() {
        var door = new Door("[paths]\nhyperion = true");
        Exchange exact = door.from("192.0.2.1", info());
        Exchange other = door.from("192.0.2.1", Requests.get("/v2/health?x=1"));

        door.gate.onHead(exact, 0);
        door.gate.onHead(other, 0);

        assertThat(exact.targetLength).isZero();
        assertThat(new String(other.target, 0, other.targetLength, StandardCharsets.US_ASCII))
                .isEqualTo("/v2/health?x=1");
    }
}
