package boma.rule;

import static org.assertj.core.api.Assertions.assertThat;

import boma.config.ConfigFile;
import boma.exchange.Exchange;
import boma.exchange.Reason;
import boma.exchange.Verdict;
import boma.exchange.Verdict.Deny;
import boma.exchange.Verdict.Drop;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTest {
    private static Rules rules(String toml) {
        ConfigFile file = ConfigFile.parse("boma.toml", toml);
        List<RuleConfig> configs = RuleConfig.readAll(file.root(), new Glossary(Lists.NONE, List.of("public"), false));
        assertThat(file.problems()).isEmpty();
        return new Rules(configs, "");
    }

    private static String by(Verdict verdict) {
        return verdict instanceof Deny deny ? deny.ground().by() : verdict.toString();
    }

    private static Exchange push(String... actions) {
        return Decoded.whole(Requests.push(actions));
    }

    @Test
    void whatNoRuleMatchesPasses() {
        var rules = rules("""
            [[rule]]
            name = "spam"
            match = { contract = "spamtokens11" }
            then = "deny"
            """);

        assertThat(rules.check(push("eosio.token::transfer alice"))).isSameAs(Verdict.PASS);
        assertThat(rules("").check(push())).isSameAs(Verdict.PASS);
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        var rules = rules("""
            [[rule]]
            name = "first"
            match = { account = "mallory" }
            then = "deny"
            [[rule]]
            name = "second"
            match = { contract = "game" }
            then = "deny"
            """);

        assertThat(by(rules.check(push("game::play mallory")))).isEqualTo("first");
        assertThat(by(rules.check(push("game::play alice")))).isEqualTo("second");
    }

    @Test
    void anAllowanceEndsTheRulesOnlyIfEveryActionIsAllowed() {
        var rules = rules("""
            [[rule]]
            name = "ours"
            match = { contract = "game" }
            then = "allow"
            [[rule]]
            name = "nothing else"
            match = { call = "push" }
            then = "deny"
            """);

        assertThat(rules.check(push("game::play alice"))).isSameAs(Verdict.PASS);
        assertThat(by(rules.check(push("game::play alice", "spamtokens11::issue alice"))))
                .isEqualTo("nothing else");
        assertThat(by(rules.check(push("free:spamtokens11::run", "game::play alice"))))
                .isEqualTo("nothing else");
    }

    @Test
    void aRuleThatNamesAContractRefusesInPatroneosWords() {
        var rules = rules("""
            [[rule]]
            name = "spam"
            match = { contract = "spamtokens11" }
            then = "deny"
            """);

        Deny deny = (Deny) rules.check(push("spamtokens11::issue alice"));

        assertThat(deny.ground().reason()).isEqualTo(Reason.BLACKLISTED_CONTRACT);
        assertThat(deny.refusal().sentence())
                .isEqualTo("Requests to this contract are blocked here by the rule \"spam\".");
    }

    @Test
    void anyOtherRuleBlocksAndSaysTheOperatorsSentence() {
        var rules = rules("""
            [[rule]]
            name = "slow down"
            match = { client = "192.0.2.0/24" }
            then = "deny"
            sentence = "Please use your own node."
            """);

        Deny deny = (Deny) rules.check(Decoded.whole(Requests.get("/v1/chain/get_info")));

        assertThat(deny.ground().reason()).isEqualTo(Reason.BLOCKED);
        assertThat(deny.refusal().sentence()).isEqualTo("Please use your own node.");
    }

    @Test
    void aDropNeverEndsAConnectionThatOthersShare() {
        var rules = rules("""
            [[rule]]
            name = "away"
            then = "drop"
            """);
        var x = Decoded.whole(Requests.get("/v1/chain/get_info"));

        assertThat(rules.check(x)).isInstanceOf(Drop.class);
        x.clientIsPeer = false;
        assertThat(rules.check(x)).isInstanceOf(Deny.class);
    }

    @Test
    void observingRulesOnlyLeaveTheirNames() {
        var rules = rules("""
            [[rule]]
            name = "trial"
            match = { call = "read" }
            then = "deny"
            observe = true
            [[rule]]
            name = "trial too"
            then = "drop"
            observe = true
            """);
        var x = Decoded.whole(Requests.get("/v1/chain/get_info"));

        assertThat(rules.checkHead(x)).isSameAs(Verdict.PASS);
        assertThat(rules.check(x)).isSameAs(Verdict.PASS);
        assertThat(x.observed).hasToString("[blocked by \"trial\", blocked by \"trial too\"]");
    }

    @Test
    void theHeadDecidesUpToTheFirstRuleThatWaitsForTheBody() {
        var rules = rules("""
            [[rule]]
            name = "before"
            match = { client = "10.0.0.0/8" }
            then = "deny"
            [[rule]]
            name = "ours"
            match = { call = "push", contract = "game" }
            then = "allow"
            [[rule]]
            name = "after"
            match = { client = "192.0.2.0/24" }
            then = "deny"
            """);

        var game = Requests.push("game::play alice").from("192.0.2.1");
        assertThat(by(rules.checkHead(
                        Decoded.head(Requests.push("game::play alice").from("10.0.0.1")))))
                .isEqualTo("before");
        assertThat(rules.checkHead(Decoded.head(game))).isSameAs(Verdict.PASS);
        assertThat(rules.check(Decoded.whole(game))).isSameAs(Verdict.PASS);
        assertThat(by(rules.check(
                        Decoded.whole(Requests.push("other::play alice").from("192.0.2.1")))))
                .isEqualTo("after");
    }

    @Test
    void aRuleThatCannotMatchWhateverTheBodyDoesNotHoldUpTheHead() {
        var rules = rules("""
            [[rule]]
            name = "pushes"
            match = { call = "push", contract = "game" }
            then = "allow"
            [[rule]]
            name = "clients"
            match = { client = "192.0.2.0/24" }
            then = "deny"
            """);
        var read = Requests.post("/v1/chain/get_account", "{\"account_name\":\"alice\"}");

        assertThat(by(rules.checkHead(Decoded.head(read)))).isEqualTo("clients");
    }

    @Test
    void anAllowanceByTheHeadHoldsWhenTheBodyHasCome() {
        var rules = rules("""
            [[rule]]
            name = "friends"
            match = { client = "192.0.2.0/24" }
            then = "allow"
            [[rule]]
            name = "spam"
            match = { contract = "spamtokens11" }
            then = "deny"
            """);

        assertThat(rules.check(push("spamtokens11::issue alice"))).isSameAs(Verdict.PASS);
    }
}
