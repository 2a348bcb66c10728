package boma.route;

import static org.assertj.core.api.Assertions.assertThat;

import boma.antelope.EndpointGroup;
import boma.config.ConfigFile;
import boma.rule.Decoded;
import boma.rule.Glossary;
import boma.rule.Lists;
import boma.rule.Requests;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final List<PoolName> POOLS =
            List.of(new PoolName("read", true), new PoolName("push", true), new PoolName("game", true));

    private static Router router(String toml) {
        ConfigFile file = ConfigFile.parse("boma.toml", toml);
        var routes = RouteConfig.readAll(file.root(), new Glossary(Lists.NONE, List.of(), false), POOLS);
        assertThat(file.problems()).isEmpty();
        return new Router(routes, POOLS);
    }

    private final Router router = router("""
        [[route]]
        match = { call = "push", contract = "game" }
        pool = "game"
        [[route]]
        match = { call = "push" }
        pool = "push"
        [[route]]
        pool = "read"
        """);

    @Test
    void withoutRoutesTheFirstPoolServesAll() {
        assertThat(router("").choose(Decoded.whole(Requests.push("game::play alice"))))
                .isZero();
    }

    @Test
    void theFirstRouteThatMatchesLeads() {
        assertThat(router.choose(Decoded.whole(Requests.get("/v1/chain/get_info"))))
                .isEqualTo(0);
        assertThat(router.choose(Decoded.whole(Requests.push("other::run alice"))))
                .isEqualTo(1);
        assertThat(router.choose(Decoded.whole(Requests.push("game::play alice"))))
                .isEqualTo(2);
    }

    @Test
    void aTransactionGoesToTheNodeOfAContractOnlyIfAllOfItsActionsDo() {
        assertThat(router.choose(Decoded.whole(Requests.push("game::play alice", "other::run alice"))))
                .isEqualTo(1);
    }

    @Test
    void theHeadDecidesWhereItCan() {
        assertThat(router.chooseByHead(Decoded.head(Requests.get("/v1/chain/get_info"))))
                .isZero();
        assertThat(router.chooseByHead(Decoded.head(Requests.push("game::play alice"))))
                .isEqualTo(Router.LATER);
    }

    @Test
    void whatNoRouteMatchesGoesNowhere() {
        var pushes = router("""
            [[route]]
            match = { call = "push" }
            pool = "push"
            """);

        assertThat(pushes.choose(Decoded.whole(Requests.get("/v1/chain/get_info"))))
                .isEqualTo(Router.NONE);
    }

    @Test
    void aRouteNamesTheGroupsOfItsCalls() {
        var history = router("""
            [[route]]
            match = { call = ["hyperion", "history.get_actions"] }
            pool = "read"
            """);

        assertThat(history.namesCallsOf(EndpointGroup.HYPERION)).isTrue();
        assertThat(history.namesCallsOf(EndpointGroup.HISTORY)).isTrue();
        assertThat(history.namesCallsOf(EndpointGroup.TRACE)).isFalse();
        assertThat(router.namesCallsOf(EndpointGroup.HYPERION)).isFalse();
    }
}
