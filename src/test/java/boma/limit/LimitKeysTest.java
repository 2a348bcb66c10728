package boma.limit;

import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Verdict.Deny;
import boma.rule.PushBody;
import boma.rule.Requests;
import org.junit.jupiter.api.Test;

class LimitKeysTest {
    private final Metered m = new Metered();

    @Test
    void aLimitByPathCountsEachPathWithoutItsQuery() {
        var limits = m.limits("""
            [[limit]]
            name = "path"
            key = ["client", "path"]
            rate = "1/1s"
            """);
        var x = m.info("192.0.2.1");
        x.pathHash = 1;
        var other = m.info("192.0.2.1");
        other.pathHash = 2;

        assertThat(limits.needPath()).isTrue();
        assertThat(m.passes(limits, x)).isTrue();
        assertThat(m.passes(limits, other)).isTrue();
        assertThat(m.passes(limits, x)).isFalse();
    }

    @Test
    void aLimitByApiKeyHoldsForThoseWhoNameOne() {
        var limits = m.limits("""
            [[limit]]
            name = "key"
            key = "api-key"
            rate = "1/1s"
            """);
        var x = m.info("192.0.2.1");
        x.apiKeyHash = 5;

        for (int i = 0; i < 3; i++)
            assertThat(m.passes(limits, m.info("192.0.2.1"))).isTrue();
        assertThat(m.passes(limits, x)).isTrue();
        assertThat(m.passes(limits, x)).isFalse();
    }

    @Test
    void aContractCountsOncePerRequestHoweverManyActionsItHas() {
        var limits = m.limits("""
            [[limit]]
            name = "contract"
            key = "contract"
            rate = "2/10s"
            """);

        assertThat(m.passes(limits, m.push("192.0.2.1", "game::play alice", "game::play bob")))
                .isTrue();
        assertThat(m.passes(limits, m.push("192.0.2.2", "game::play carol"))).isTrue();
        assertThat(m.passes(limits, m.push("192.0.2.3", "other::run alice", "game::play dave")))
                .isFalse();
        assertThat(m.passes(limits, m.push("192.0.2.3", "other::run alice"))).isTrue();
    }

    @Test
    void countingActionsChargesEachOfThem() {
        var limits = m.limits("""
            [[limit]]
            name = "actions"
            key = "contract"
            count = "actions"
            rate = "3/10s"
            """);

        assertThat(m.passes(limits, m.push("192.0.2.1", "game::play alice", "game::play bob")))
                .isTrue();
        assertThat(m.passes(limits, m.push("192.0.2.1", "game::play alice", "game::play bob")))
                .isFalse();
        assertThat(m.passes(limits, m.push("192.0.2.1", "game::play alice"))).isTrue();
    }

    @Test
    void whatCostsMoreThanAWholeBurstIsRefusedForEver() {
        var limits = m.limits("""
            [[limit]]
            name = "actions"
            key = "client"
            count = "actions"
            rate = "1/1s"
            """);

        Deny deny = (Deny) m.check(limits, m.push("192.0.2.1", "game::play alice", "game::play bob"));
        assertThat(deny.refusal().sentence())
                .isEqualTo("This request has too many actions: the limit \"actions\" allows 1 at once.");
    }

    @Test
    void anAccountIsLimitedForEachClientByItself() {
        var limits = m.limits("""
            [[limit]]
            name = "account"
            key = "account"
            match = { action = "eosio.token::transfer" }
            rate = "1/1s"
            """);

        assertThat(m.passes(limits, m.push("192.0.2.66", "eosio.token::transfer victim")))
                .isTrue();
        assertThat(m.passes(limits, m.push("192.0.2.66", "eosio.token::transfer victim")))
                .isFalse();
        assertThat(m.passes(limits, m.push("192.0.2.1", "eosio.token::transfer victim")))
                .isTrue();
    }

    @Test
    void onlyTheAccountsOfMatchingActionsCount() {
        var limits = m.limits("""
            [[limit]]
            name = "account"
            key = "account"
            match = { action = "eosio.token::transfer" }
            rate = "1/1s"
            """);

        assertThat(m.passes(limits, m.push("192.0.2.1", "eosio.token::transfer alice", "game::play bob")))
                .isTrue();
        assertThat(m.passes(limits, m.push("192.0.2.1", "eosio.token::transfer bob")))
                .isTrue();
        assertThat(m.passes(limits, m.push("192.0.2.1", "eosio.token::transfer alice")))
                .isFalse();
    }

    @Test
    void aDecoyInFrontHidesNoKey() {
        var limits = m.limits("""
            [[limit]]
            name = "contract"
            key = "contract"
            rate = "1/1s"
            """);
        String[] actions = new String[60];
        for (int i = 0; i < actions.length; i++)
            actions[i] = "decoy" + (char) ('a' + i % 26) + (1 + i / 26) + "::run alice";
        actions[59] = "game::play alice";

        assertThat(m.passes(limits, m.push("192.0.2.1", "game::play alice"))).isTrue();
        assertThat(Metered.by(m.check(limits, m.push("192.0.2.1", actions)))).isEqualTo("contract");
    }

    @Test
    void aProposedActionIsLimitedLikeAnyOther() {
        var limits = m.limits("""
            [[limit]]
            name = "contract"
            key = "contract"
            match = { contract = "game" }
            rate = "1/1s"
            """);
        var propose = Requests.post("/v1/chain/push_transaction", PushBody.proposing("alice", "game::play alice"));

        assertThat(m.passes(limits, m.push("192.0.2.1", "game::play alice"))).isTrue();
        assertThat(m.passes(limits, m.from("192.0.2.1", propose))).isFalse();
    }

    @Test
    void aTableIsThatOfAReadCall() {
        var limits = m.limits("""
            [[limit]]
            name = "table"
            key = ["client", "table"]
            rate = "1/1s"
            """);

        assertThat(m.passes(limits, m.from("192.0.2.1", rows("accounts")))).isTrue();
        assertThat(m.passes(limits, m.from("192.0.2.1", rows("stat")))).isTrue();
        assertThat(m.passes(limits, m.from("192.0.2.1", rows("accounts")))).isFalse();
        assertThat(m.passes(limits, m.info("192.0.2.1"))).isTrue();
        assertThat(m.passes(limits, m.push("192.0.2.1", "eosio.token::accounts alice")))
                .isTrue();
    }

    private Requests rows(String table) {
        return Requests.post(
                "/v1/chain/get_table_rows", "{\"code\":\"eosio.token\",\"scope\":\"a\",\"table\":\"" + table + "\"}");
    }

    @Test
    void actorsNamedTwiceInAnActionCountOnce() {
        var limits = m.limits("""
            [[limit]]
            name = "actions"
            key = "account"
            count = "actions"
            rate = "1/1s"
            """);

        assertThat(m.passes(limits, m.push("192.0.2.1", "game::play alice alice")))
                .isTrue();
    }
}
