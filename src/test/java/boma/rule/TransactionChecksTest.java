package boma.rule;

import static org.assertj.core.api.Assertions.assertThat;

import boma.config.ConfigFile;
import boma.exchange.Reason;
import boma.exchange.Verdict;
import boma.exchange.Verdict.Deny;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionChecksTest {
    private static TransactionChecks checks(String toml) {
        ConfigFile file = ConfigFile.parse("boma.toml", toml);
        Glossary glossary = new Glossary(Lists.NONE, List.of(), false);
        var config = TransactionConfig.read(file.root().section("transactions"), glossary);
        assertThat(file.problems()).isEmpty();
        return new TransactionChecks(config, "");
    }

    private static Reason reason(Verdict verdict) {
        return ((Deny) verdict).ground().reason();
    }

    @Test
    void withoutAWordAnyContractIsServed() {
        var checks = checks("");

        assertThat(checks.check(Decoded.whole(Requests.push("any::thing alice"))))
                .isSameAs(Verdict.PASS);
        assertThat(checks.limits().transactions()).isEqualTo(1);
    }

    @Test
    void aBlockedContractIsFoundInEveryPlace() {
        var checks = checks("[transactions]\ncontracts = { deny = [\"evil\"] }");

        assertThat(reason(checks.check(Decoded.whole(Requests.push("game::play alice", "evil::run alice")))))
                .isEqualTo(Reason.BLACKLISTED_CONTRACT);
        assertThat(reason(checks.check(Decoded.whole(Requests.push("free:evil::run", "game::play alice")))))
                .isEqualTo(Reason.BLACKLISTED_CONTRACT);
        var propose = Requests.post("/v1/chain/push_transaction", PushBody.proposing("alice", "evil::run alice"));
        assertThat(reason(checks.check(Decoded.whole(propose)))).isEqualTo(Reason.BLACKLISTED_CONTRACT);
    }

    @Test
    void onlyTheNamedContractsAreServedWhenTheOperatorNamesThem() {
        var checks = checks("[transactions]\ncontracts = { allow-only = [\"game\", \"eosio.token\"] }");

        assertThat(checks.check(Decoded.whole(Requests.push("game::play alice", "eosio.token::transfer alice"))))
                .isSameAs(Verdict.PASS);
        assertThat(reason(checks.check(Decoded.whole(Requests.push("game::play alice", "other::run alice")))))
                .isEqualTo(Reason.BLACKLISTED_CONTRACT);
    }

    @Test
    void readCallsAreNoTransactions() {
        var checks = checks("[transactions]\ncontracts = { deny = [\"evil\"] }");
        var rows = Requests.post("/v1/chain/get_table_rows", "{\"code\":\"evil\",\"table\":\"t\",\"scope\":\"s\"}");

        assertThat(checks.check(Decoded.whole(rows))).isSameAs(Verdict.PASS);
    }
}
