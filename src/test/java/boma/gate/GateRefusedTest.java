package boma.gate;

import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Exchange;
import boma.rule.Requests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What is refused or answered without the limits counts at them all the same.
class GateRefusedTest {
    private static final String PUSH = "/v1/chain/push_transaction";

    private static final String REFUSING = """
        [paths]
        hyperion = true
        [[rule]]
        name = "no blocks"
        match = { call = "get_block" }
        then = "deny"
        [[rule]]
        name = "scanners"
        match = { host = "scanner.example" }
        then = "drop"
        [[rule]]
        name = "private"
        match = { account = "alice" }
        then = "deny"
        [[limit]]
        name = "keys"
        key = "api-key"
        rate = "1000/1s"
        """;

    private static final Map<String, Supplier<Requests>> REFUSED = Map.of(
            "odd-path", () -> Requests.get("/v1/chain/%70ush_transaction"),
            "unknown-path", () -> Requests.get("/nothing"),
            "operator-path", () -> Requests.post("/v1/producer/pause", "{}"),
            "method-not-allowed", () -> Requests.get(PUSH),
            "invalid-json", () -> Requests.of("POST " + PUSH, null),
            "unreadable-parameters", () -> Requests.get("/v2/history/get_actions?account=a&account=b"),
            "bad-request", () -> Requests.get("/v1/chain/get_info", "X-Api-Key: a", "X-Api-Key: b"),
            "blocked by \"no blocks\"", () -> Requests.post("/v1/chain/get_block", "{}"),
            "drop blocked by \"scanners\"", () -> Requests.get("/v1/chain/get_info", "Host: scanner.example"),
            "answer", () -> Requests.of("OPTIONS /x", null));

    private static Requests info() {
        return Requests.get("/v1/chain/get_info");
    }

    private static Door door(String limit) {
        return new Door(REFUSING + "[[limit]]\nname = \"l\"\n" + limit);
    }

    @Test
    void eachKindOfRefusalCountsLikeAnyRequest() {
        REFUSED.forEach((word, request) -> {
            var door = door("key = \"client\"\nrate = \"2/1h\"");

            assertThat(door.word(request.get())).isEqualTo(word);
            assertThat(door.word(request.get())).isEqualTo(word);

            assertThat(door.word(info())).as(word).isEqualTo("rate-limited by \"l\"");
        });
    }

    @Test
    void whatALimitSaysTakesThePlaceOfTheRefusal() {
        var denying = door("key = \"client\"\nrate = \"1/1h\"");
        var dropping = door("key = \"client\"\nrate = \"1/1h\"\nover = \"drop\"");
        var banning = door("key = \"client\"\nrate = \"1/1h\"\nover = \"ban 5m\"");
        for (Door door : List.of(denying, dropping, banning)) door.ask(Requests.get("/nothing"));

        assertThat(denying.word(Requests.get("/nothing"))).isEqualTo("rate-limited by \"l\"");
        assertThat(denying.word(Requests.of("OPTIONS /x", null))).isEqualTo("rate-limited by \"l\"");
        assertThat(dropping.word(Requests.get("/nothing"))).isEqualTo("drop rate-limited by \"l\"");
        assertThat(banning.word(Requests.get("/nothing"))).isEqualTo("rate-limited by \"l\"");
        assertThat(banning.word(info())).isEqualTo("drop banned");
    }

    @Test
    void whoIsRefusedWithoutAWordGetsNoneFromALimitThatOnlyRefuses() {
        Supplier<Requests> scan = () -> Requests.get("/v1/chain/get_info", "Host: scanner.example");
        var denying = door("key = \"client\"\nrate = \"1/1h\"");
        var banning = door("key = \"client\"\nrate = \"1/1h\"\nover = \"ban 5m\"");
        denying.ask(scan.get());
        banning.ask(scan.get());

        assertThat(denying.word(scan.get())).isEqualTo("drop blocked by \"scanners\"");
        assertThat(banning.word(scan.get())).isEqualTo("rate-limited by \"l\"");
        assertThat(banning.word(info())).isEqualTo("drop banned");
    }

    @Test
    void nobodyWaitsForARefusal() {
        var door = door("key = \"client\"\nrate = \"1/1s\"\nover = \"delay\"");
        door.ask(Requests.get("/nothing"));
        Exchange x = door.from("192.0.2.1", Requests.get("/nothing"));

        assertThat(Door.word(door.gate.onHead(x, door.clock.nanos()))).isEqualTo("unknown-path");
        assertThat(x.stalled).isFalse();
        assertThat(x.waitNanos).isZero();
        assertThat(door.word(info())).isEqualTo("stall rate-limited by \"l\"");
    }

    @Test
    void aLimitThatWouldDelayHidesNoFloodFromOneThatBans() {
        var door = door("""
            key = "client"
            rate = "1/1s"
            over = "delay"
            [[limit]]
            name = "flood"
            key = "client"
            rate = "10/1h"
            over = "ban 5m"
            """);

        for (int i = 0; i < 10; i++)
            assertThat(door.word(Requests.get("/nothing"))).isEqualTo("unknown-path");

        assertThat(door.word(Requests.get("/nothing"))).isEqualTo("rate-limited by \"flood\"");
    }

    @Test
    void aRefusalThatTeachesWhenToComeBackKeepsItsTime() {
        var door = new Door("""
            [clients]
            max-requests-at-once = 1
            [[limit]]
            name = "slow"
            key = "client"
            rate = "1/4s"
            over = "delay"
            """);
        door.gate.onHead(door.from("192.0.2.1", info()), door.clock.nanos());
        Exchange x = door.from("192.0.2.1", info());

        assertThat(Door.word(door.gate.onHead(x, door.clock.nanos()))).isEqualTo("too-many-requests-at-once");
        assertThat(x.waitNanos).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void limitsOfFailuresAndThoseThatNeedTheBodyAreNotConcerned() {
        var door = door("""
            key = "client"
            match = { contract = "game" }
            rate = "1/1h"
            [[limit]]
            name = "failures"
            key = "client"
            count = "failures"
            rate = "1/1h"
            [[limit]]
            name = "actions"
            key = "client"
            count = "actions"
            rate = "1/1h"
            """);

        for (int i = 0; i < 3; i++)
            REFUSED.forEach(
                    (word, request) -> assertThat(door.word(request.get())).isEqualTo(word));

        assertThat(door.word(Requests.push("game::play bob"))).isEqualTo("pass");
    }

    @Test
    void aLimitCountsOnlyWhatItsMatchFits() {
        var door = door("key = \"client\"\nmatch = { not.method = \"OPTIONS\" }\nrate = \"1/1h\"");

        for (int i = 0; i < 3; i++)
            assertThat(door.word(Requests.of("OPTIONS /x", null))).isEqualTo("answer");
        assertThat(door.word(info())).isEqualTo("pass");
    }

    @Test
    void whatABannedClientAsksCountsNowhere() {
        var door = door("key = \"global\"\nrate = \"2/1h\"\n[[limit]]\nname = \"flood\"\nkey = \"client\""
                + "\nrate = \"1/1h\"\nover = \"ban 5m\"");
        for (int i = 0; i < 9; i++) door.ask(Requests.get("/nothing"));
        Requests other = info();

        assertThat(Door.word(door.ask(door.from("192.0.2.2", other), other))).isEqualTo("pass");
    }
}
