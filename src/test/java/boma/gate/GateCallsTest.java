package boma.gate;

import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Refusal;
import boma.exchange.Verdict.Answer;
import boma.http.ResponseEdit.Connection;
import boma.route.PoolName;
import boma.rule.PushBody;
import boma.rule.Requests;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GateCallsTest {
    private static final String PUSH = "/v1/chain/push_transaction";

    private static Requests info() {
        return Requests.get("/v1/chain/get_info");
    }

    @Nested
    class Paths {
        final Door door = new Door("");

        @Test
        void theChainIsPublic() {
            assertThat(door.word(info())).isEqualTo("pass");
            assertThat(door.word(Requests.post("/v1/chain/get_info", "{}"))).isEqualTo("pass");
            assertThat(door.word(Requests.get("/v1/node/get_supported_apis"))).isEqualTo("pass");
            assertThat(door.word(Requests.push("game::play alice"))).isEqualTo("pass");
        }

        @Test
        void theOperatorsCallsAreNot() {
            for (String path : List.of(
                    "/v1/producer/pause",
                    "/v1/net/connect",
                    "/v1/chain/push_block",
                    "/v1/db_size/get",
                    "/v1/prometheus/metrics",
                    "/v1/wallet/open",
                    "/v1/producer/anything")) {
                assertThat(door.word(Requests.post(path, "{}"))).as(path).isEqualTo("operator-path");
            }
        }

        @Test
        void otherPathsAreNotServedUnlessTheOperatorNamesThem() {
            var named = new Door("[paths]\nallow = [\"/v1/myplugin/get\"]");

            assertThat(door.word(Requests.get("/v1/myplugin/get"))).isEqualTo("unknown-path");
            assertThat(named.word(Requests.get("/v1/myplugin/get"))).isEqualTo("pass");
            assertThat(named.word(Requests.get("/v1/myplugin/get/more"))).isEqualTo("unknown-path");
            assertThat(named.word(Requests.get("/"))).isEqualTo("unknown-path");
        }

        @Test
        void oddSpellingsAreRefusedEvenIfTheOperatorOpensMuch() {
            var open = new Door("[paths]\nhistory = true\nhyperion = true\ntrace = true");
            for (String target : List.of(
                    "/v1/chain/%70ush_transaction",
                    "//v1/chain/push_transaction",
                    "/v1/chain/push_transaction?x=1",
                    "/v1/chain/push_transaction/",
                    "/V1/chain/get_info",
                    "/v2/history/%65xport_actions",
                    "/v2/../v1/producer/pause")) {
                assertThat(open.word(Requests.post(target, PushBody.of())))
                        .as(target)
                        .isEqualTo("odd-path");
            }
        }

        @Test
        void historyHyperionAndTraceAreOnRequest() {
            var open = new Door("[paths]\nhistory = true\nhyperion = true\ntrace = true");
            for (String target : List.of("/v1/history/get_actions", "/v2/health", "/v1/trace_api/get_block")) {
                assertThat(door.word(Requests.get(target))).as(target).isEqualTo("unknown-path");
                assertThat(open.word(Requests.get(target))).as(target).isEqualTo("pass");
            }
        }

        @Test
        void aRouteForAGroupOpensIt() {
            var routed = new Door("""
                [[route]]
                match = { call = "hyperion" }
                pool = "push"
                [[route]]
                pool = "read"
                """);

            assertThat(routed.pool(Requests.get("/v2/history/get_actions?account=alice")))
                    .isEqualTo(1);
            assertThat(routed.word(Requests.get("/v1/history/get_actions"))).isEqualTo("unknown-path");
        }
    }

    @Nested
    class Methods {
        final Door door = new Door("[paths]\nhyperion = true");

        @Test
        void transactionsAreOnlyPosted() {
            for (String method : List.of("GET", "PUT", "DELETE", "HEAD", "BREW")) {
                assertThat(door.word(Requests.of(method + " " + PUSH, PushBody.of("a::b alice"))))
                        .as(method)
                        .isEqualTo("method-not-allowed");
            }
        }

        @Test
        void readsAreGotOrPostedOrOnlyTheirHead() {
            assertThat(door.word(Requests.of("HEAD /v1/chain/get_info", null))).isEqualTo("pass");
            assertThat(door.word(Requests.of("HEAD /v2/health", null))).isEqualTo("pass");
            assertThat(door.word(Requests.of("PUT /v1/chain/get_info", "{}"))).isEqualTo("method-not-allowed");
        }

        @Test
        void aTransactionCallWithoutABodyIsRefusedAtOnce() {
            assertThat(door.word(Requests.of("POST " + PUSH, null))).isEqualTo("invalid-json");
        }

        @Test
        void optionsAreAnsweredHereForAnyPath() {
            var answer = (Answer) door.ask(Requests.of("OPTIONS /v1/chain/get_info", null));

            assertThat(answer.response().status()).isEqualTo(200);
            assertThat(written(answer))
                    .contains("Access-Control-Allow-Origin: *\r\n")
                    .contains("Access-Control-Allow-Headers: *, Authorization, Content-Type, X-Api-Key")
                    .contains("Access-Control-Max-Age: 86400\r\n");
            assertThat(door.word(Requests.of("OPTIONS /v1/producer/pause", null)))
                    .isEqualTo("answer");
        }

        @Test
        void withoutCorsNoOriginIsAllowed() {
            var closed = new Door("[server]\ncors = false");

            var answer = (Answer) closed.ask(Requests.of("OPTIONS /v1/chain/get_info", null));

            assertThat(written(answer)).doesNotContain("Access-");
            assertThat(closed.gate.policy().answerFields()).isEmpty();
        }

        private static String written(Answer answer) {
            var bytes = MemorySegment.ofArray(new byte[Refusal.MAX_LENGTH]);
            int end = answer.response().write(bytes, 0, 1, Connection.UNSAID, true);
            return new String(bytes.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }

    @Nested
    class OtherServices {
        @Test
        void aPoolOfAnotherServiceGetsItsPathsAsTheyAre() {
            var web = new Door("", List.of(new PoolName("web", false)));

            assertThat(web.word(Requests.get("/any/thing?x=%2F"))).isEqualTo("pass");
            assertThat(web.word(Requests.of("DELETE /any/thing//7", null))).isEqualTo("pass");
            assertThat(web.word(Requests.of("OPTIONS /any", null))).isEqualTo("pass");
        }

        @Test
        void noPoolGetsAPathInWhichACallOfANodeCouldBeRead() {
            var web = new Door("", List.of(new PoolName("web", false)));

            for (String path : List.of(
                    "/v1/chain/%70ush_transaction",
                    "/v1/chain/push_transaction?x", "//v1/producer/pause", "/any/%2e%2e/v1/chain/push_transaction")) {
                assertThat(web.word(Requests.of("POST " + path, "{}"))).as(path).isEqualTo("odd-path");
            }
        }

        @Test
        void besideAntelopeTheRouteOfTheHeadDecidesWhoseRulesHold() {
            var mixed = new Door("""
                [[route]]
                match = { contract = "game" }
                pool = "node"
                [[route]]
                match = { path = "/app/*" }
                pool = "web"
                [[route]]
                pool = "node"
                """, Door.MIXED);

            assertThat(mixed.pool(Requests.of("DELETE /app/items/7", null))).isEqualTo(1);
            assertThat(mixed.pool(info())).isZero();
            assertThat(mixed.word(Requests.get("/other"))).isEqualTo("unknown-path");
        }

        @Test
        void transactionsAreReadWhateverServesThem() {
            var web = new Door("[transactions]\ncontracts = { deny = \"evil\" }", List.of(new PoolName("web", false)));

            assertThat(web.word(Requests.push("evil::run alice")))
                    .isEqualTo("blacklisted-contract by \"contracts.deny\"");
        }

        @Test
        void whereRulesNamePathsTheSpellingHasToBePlain() {
            var web = new Door("""
                [[rule]]
                name = "admin"
                match = { path = "/admin*" }
                then = "deny"
                """, List.of(new PoolName("web", false)));

            assertThat(web.word(Requests.get("/admin/users"))).isEqualTo("blocked by \"admin\"");
            for (String target : List.of(
                    "/%61dmin",
                    "//admin",
                    "/x/../admin",
                    "/./admin",
                    "/x/%2e%2e/admin",
                    "/x%2fadmin",
                    "/x\\..\\admin".replace("\\", "%5c"),
                    "/x/..;/admin",
                    "/;/admin",
                    "/;a/admin",
                    "/x/;/admin",
                    "/;a=b",
                    "/%3b/admin",
                    "/%c1%a1dmin",
                    "/%zz")) {
                assertThat(web.word(Requests.get(target))).as(target).isEqualTo("odd-path");
            }
            assertThat(web.word(Requests.get("/files/a%20b/caf%C3%A9?x=%61"))).isEqualTo("pass");
            assertThat(web.word(Requests.get("/app;jsessionid=1?x=/;/admin"))).isEqualTo("pass");
        }
    }
}
