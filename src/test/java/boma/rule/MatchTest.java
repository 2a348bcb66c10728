package boma.rule;

import static org.assertj.core.api.Assertions.assertThat;

import boma.client.Client;
import boma.config.ConfigError;
import boma.config.ConfigFile;
import boma.ledger.Ledger;
import boma.time.ManualClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MatchTest {
    /// A match as an operator writes it, with two lists and two listeners to refer to.
    static Match match(String toml) {
        ConfigFile file = ConfigFile.parse("boma.toml", """
            [lists]
            spam = { contracts = ["spamtokens11", "spamtokens12"] }
            friends = { accounts = ["alice", "bob"] }
            office = { clients = ["192.0.2.0/24", "2001:db8::/32"] }
            [[rule]]
            match = %s
            """.formatted(toml));
        Lists lists = Lists.read(file.root().section("lists"), Path.of(""));
        Match match = MatchReader.read(
                file.root().sections("rule").getFirst(), new Glossary(lists, List.of("public", "onion"), false));
        try {
            file.throwIfBad();
        } catch (ConfigError e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return match;
    }

    static boolean any(String match, Requests request) {
        return match(match).any(Decoded.whole(request));
    }

    static boolean every(String match, Requests request) {
        return match(match).every(Decoded.whole(request));
    }

    static final Requests GET_INFO = Requests.get("/v1/chain/get_info");

    /// nodeos answers it with the scopes of all tables.
    @Test
    void whoNamesNoTableAsksForAllOfThem() {
        Requests all = Requests.post("/v1/chain/get_table_by_scope", "{\"code\":\"eosio.token\"}");

        assertThat(any("{ table = \"eosio.token::accounts\" }", all)).isTrue();
        assertThat(any("{ table = \"accounts\" }", all)).isTrue();
        assertThat(any("{ table = \"mygame::accounts\" }", all)).isFalse();
        assertThat(every("{ table = \"eosio.token::accounts\" }", all)).isFalse();
        assertThat(every("{ table = \"eosio.token::*\" }", all)).isTrue();
    }

    @Nested
    class ByTheHead {
        @Test
        void whoHasNoAddressIsInNoNetwork() {
            Requests socket = get().from("::");
            socket.exchange.client = new Ledger(new ManualClock(), 10).track(new Client.Unknown(0));

            assertThat(any("{ client = \"::/0\" }", socket)).isFalse();
            assertThat(any("{ client = [\"0.0.0.0/0\", \"::\", \"fc00::/7\"] }", socket))
                    .isFalse();
            assertThat(every("{ not = { client = \"::/0\" } }", socket)).isTrue();
        }

        @Test
        void anEmptyMatchFitsEverything() {
            assertThat(any("{}", GET_INFO)).isTrue();
            assertThat(every("{}", GET_INFO)).isTrue();
        }

        @Test
        void aCallIsNamedByItselfOrByItsGroup() {
            assertThat(any("{ call = \"get_info\" }", GET_INFO)).isTrue();
            assertThat(any("{ call = \"read\" }", GET_INFO)).isTrue();
            assertThat(any("{ call = [\"push\", \"get_block\"] }", GET_INFO)).isFalse();
            assertThat(any("{ call = \"push\" }", Requests.push("a::b alice"))).isTrue();
        }

        @Test
        void aPathFitsWithoutItsQueryAndBelowAStar() {
            var request = Requests.get("/v2/history/get_actions?account=alice");

            assertThat(any("{ path = \"/v2/history/get_actions\" }", request)).isTrue();
            assertThat(any("{ path = \"/v2/*\" }", request)).isTrue();
            assertThat(any("{ path = \"/v2/history\" }", request)).isFalse();
            assertThat(any("{ path = [\"/v1/*\", \"/v2/state/*\"] }", request)).isFalse();
        }

        @Test
        void aMethodFits() {
            assertThat(any("{ method = [\"GET\", \"HEAD\"] }", GET_INFO)).isTrue();
            assertThat(any("{ method = \"POST\" }", GET_INFO)).isFalse();
        }

        @Test
        void aHostFitsInAnyCaseWithoutPortAndFinalDot() {
            String match = "{ host = [\"api.example.org\", \"*.example.net\"] }";

            assertThat(any(match, host("API.Example.org"))).isTrue();
            assertThat(any(match, host("api.example.org:8080"))).isTrue();
            assertThat(any(match, host("api.example.org.:80"))).isTrue();
            assertThat(any(match, host("a.b.example.net"))).isTrue();
            assertThat(any(match, host("example.net"))).isFalse();
            assertThat(any(match, host("evilexample.net"))).isFalse();
            assertThat(any(match, host("api.example.org.evil.com"))).isFalse();
        }

        @Test
        void aHostThatIsAnAddressKeepsItsColons() {
            assertThat(any("{ host = \"[2001:db8::1]\" }", host("[2001:db8::1]:8080")))
                    .isTrue();
            assertThat(any("{ host = \"[2001:db8::1]\" }", host("[2001:db8::1]")))
                    .isTrue();
        }

        private Requests host(String host) {
            return Requests.get("/v1/chain/get_info", "Host: " + host);
        }

        @Test
        void aClientFitsByNetworkOrList() {
            assertThat(any("{ client = \"10.0.0.0/8\" }", get().from("10.1.2.3")))
                    .isTrue();
            assertThat(any("{ client = \"10.0.0.0/8\" }", get().from("11.1.2.3")))
                    .isFalse();
            assertThat(any("{ client = [\"10.0.0.0/8\", \"@office\"] }", get().from("192.0.2.99")))
                    .isTrue();
            assertThat(any("{ client = \"@office\" }", get().from("2001:db8:1::1")))
                    .isTrue();
            assertThat(any("{ client = \"@office\" }", get().from("2001:db9::1")))
                    .isFalse();
        }

        @Test
        void aListenerFitsByName() {
            assertThat(any("{ listener = \"onion\" }", get().at(1))).isTrue();
            assertThat(any("{ listener = \"onion\" }", get().at(0))).isFalse();
        }

        @Test
        void allKeysHaveToFit() {
            String match = "{ call = \"read\", client = \"10.0.0.0/8\" }";

            assertThat(any(match, get().from("10.0.0.1"))).isTrue();
            assertThat(any(match, get().from("11.0.0.1"))).isFalse();
        }

        @Test
        void notTurnsAroundAWholeMatch() {
            String match = "{ call = \"read\", not = { client = \"@office\", method = \"GET\" } }";

            assertThat(any(match, get().from("192.0.2.1"))).isFalse();
            assertThat(any(match, get().from("198.51.100.1"))).isTrue();
            assertThat(any(match, Requests.post("/v1/chain/get_info", "{}"))).isTrue();
        }

        @Test
        void whatTheHeadAnswersNeedsNoBody() {
            assertThat(match("{ call = \"push\", not = { client = \"@office\" } }")
                            .needsBody())
                    .isFalse();
            assertThat(match("{ contract = \"eosio\" }").needsBody()).isTrue();
            assertThat(match("{ call = \"push\", not = { account = \"alice\" } }")
                            .needsBody())
                    .isTrue();
        }

        private Requests get() {
            return Requests.get("/v1/chain/get_info");
        }
    }

    @Nested
    class ByActions {
        @Test
        void aContractFitsIfAnyActionIsOnIt() {
            var push = Requests.push("eosio.token::transfer alice", "spamtokens11::issue alice");

            assertThat(any("{ contract = \"@spam\" }", push)).isTrue();
            assertThat(any("{ contract = \"other\" }", push)).isFalse();
        }

        @Test
        void aDecoyActionDoesNotMakeEveryActionFit() {
            var mixed = Requests.push("game::play alice", "eosio.token::transfer alice");

            assertThat(every("{ contract = \"game\" }", mixed)).isFalse();
            assertThat(every("{ contract = [\"game\", \"eosio.token\"] }", mixed))
                    .isTrue();
        }

        @Test
        void aContextFreeActionCountsLikeAnyOther() {
            var push = Requests.push("game::play alice", "free:spamtokens11::run");

            assertThat(any("{ contract = \"@spam\" }", push)).isTrue();
            assertThat(every("{ contract = \"game\" }", push)).isFalse();
        }

        @Test
        void theActionsOfAProposedTransactionCountLikeAnyOther() {
            var propose = Requests.post(
                    "/v1/chain/push_transaction", PushBody.proposing("alice", "spamtokens11::issue mallory"));

            assertThat(any("{ contract = \"@spam\" }", propose)).isTrue();
            assertThat(any("{ account = \"mallory\" }", propose)).isTrue();
            assertThat(every("{ contract = \"eosio.msig\" }", propose)).isFalse();
            assertThat(every("{ contract = [\"eosio.msig\", \"@spam\"] }", propose))
                    .isTrue();
        }

        @Test
        void anActionFitsByContractAndName() {
            var push = Requests.push("eosio.token::transfer alice");

            assertThat(any("{ action = \"eosio.token::transfer\" }", push)).isTrue();
            assertThat(any("{ action = \"*::transfer\" }", push)).isTrue();
            assertThat(any("{ action = \"eosio.token::*\" }", push)).isTrue();
            assertThat(any("{ action = [\"eosio.token::issue\", \"transfer::eosio.token\"] }", push))
                    .isFalse();
        }

        @Test
        void contractAndAccountHaveToFitTheSameAction() {
            var push = Requests.push("game::play mallory", "eosio.token::transfer alice");

            assertThat(any("{ contract = \"game\", account = \"alice\" }", push))
                    .isFalse();
            assertThat(any("{ contract = \"game\", account = \"mallory\" }", push))
                    .isTrue();
        }

        @Test
        void oneActorIsEnoughToRefuseButNotToAllow() {
            var push = Requests.push("game::play alice mallory");

            assertThat(any("{ account = \"mallory\" }", push)).isTrue();
            assertThat(every("{ account = \"@friends\" }", push)).isFalse();
            assertThat(every("{ account = \"@friends\" }", Requests.push("game::play alice bob")))
                    .isTrue();
        }

        @Test
        void anActionThatNobodyAuthorizesIsOfNoAccount() {
            var push = Requests.push("free:game::run");

            assertThat(any("{ account = \"@friends\" }", push)).isFalse();
            assertThat(every("{ account = \"@friends\" }", push)).isFalse();
        }

        @Test
        void anExceptionFromARefusalWantsNobodyElseAmongTheActors() {
            String strangers = "{ contract = \"game\", not = { account = \"@friends\" } }";

            assertThat(any(strangers, Requests.push("game::play alice"))).isFalse();
            assertThat(any(strangers, Requests.push("game::play alice mallory")))
                    .isTrue();
            assertThat(any(strangers, Requests.push("game::play mallory", "game::play alice")))
                    .isTrue();
            assertThat(any(strangers, Requests.push("free:game::run"))).isTrue();
        }

        @Test
        void anExceptionFromAnAllowanceHoldsForOneActorAmongMany() {
            String trusted = "{ contract = \"game\", not = { account = \"mallory\" } }";

            assertThat(every(trusted, Requests.push("game::play alice"))).isTrue();
            assertThat(every(trusted, Requests.push("game::play alice mallory")))
                    .isFalse();
            assertThat(every(trusted, Requests.push("game::play alice", "game::play mallory")))
                    .isFalse();
        }

        @Test
        void aTransactionWithoutActionsFitsNoContract() {
            var push = Requests.push();

            assertThat(any("{ contract = \"game\" }", push)).isFalse();
            assertThat(every("{ contract = \"game\" }", push)).isFalse();
            assertThat(every("{ not = { contract = \"spamtokens11\" } }", push)).isFalse();
        }

        @Test
        void everyTransactionOfAListCounts() {
            var push = Requests.post(
                    "/v1/chain/push_transactions",
                    PushBody.list(PushBody.of("game::play alice"), PushBody.of("spamtokens11::issue alice")));

            assertThat(any("{ contract = \"@spam\" }", push)).isTrue();
            assertThat(every("{ contract = \"game\" }", push)).isFalse();
        }

        @Test
        void aTransactionNeverFitsATable() {
            assertThat(any("{ table = \"accounts\" }", Requests.push("game::accounts alice")))
                    .isFalse();
        }
    }

    @Nested
    class ByReadCalls {
        final Requests rows = Requests.post(
                "/v1/chain/get_table_rows", "{\"code\":\"eosio.token\",\"scope\":\"alice\",\"table\":\"accounts\"}");

        @Test
        void contractAndTableAreThoseOfTheCall() {
            assertThat(any("{ contract = \"eosio.token\" }", rows)).isTrue();
            assertThat(any("{ contract = \"other\" }", rows)).isFalse();
            assertThat(any("{ table = \"accounts\" }", rows)).isTrue();
            assertThat(any("{ table = \"eosio.token::accounts\" }", rows)).isTrue();
            assertThat(any("{ table = \"other::accounts\" }", rows)).isFalse();
        }

        @Test
        void theAccountIsTheOneAskedAbout() {
            var account = Requests.post("/v1/chain/get_account", "{\"account_name\":\"alice\"}");

            assertThat(any("{ account = \"@friends\" }", account)).isTrue();
            assertThat(any("{ account = \"mallory\" }", account)).isFalse();
        }

        @Test
        void aReadCallNeverFitsAnAction() {
            assertThat(any("{ action = \"eosio.token::*\" }", rows)).isFalse();
        }

        @Test
        void whatNamesNothingFitsNothing() {
            assertThat(any("{ contract = \"eosio.token\" }", GET_INFO)).isFalse();
            assertThat(any("{ not = { contract = \"eosio.token\" } }", GET_INFO))
                    .isTrue();
        }

        @Test
        void parametersAreAskedForOnlyWhereReadsCanFit() {
            assertThat(match("{ contract = \"game\" }").needsParameters()).isTrue();
            assertThat(match("{ table = \"accounts\" }").needsParameters()).isTrue();
            assertThat(match("{ call = \"push\", contract = \"game\" }").needsParameters())
                    .isFalse();
            assertThat(match("{ action = \"game::play\" }").needsParameters()).isFalse();
        }
    }
}
