package boma.gate;

import static org.assertj.core.api.Assertions.assertThat;

import boma.rule.Requests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateApiKeyTest {
    private static final String ONE_PER_KEY = """
        [[limit]]
        name = "per key"
        key = "api-key"
        match = { call = "get_info" }
        rate = "1/1h"
        """;

    private final Door door = new Door(ONE_PER_KEY);

    private String ask(String... fields) {
        return door.word(Requests.get("/v1/chain/get_info", fields));
    }

    @Test
    void aKeyInAFieldOfItsOwnIsTheSameAsABearerToken() {
        assertThat(ask("X-Api-Key: k1")).isEqualTo("pass");

        assertThat(ask("Authorization: Bearer k1")).isEqualTo("rate-limited by \"per key\"");
        assertThat(ask("X-Api-Key: k2")).isEqualTo("pass");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer k1",
                "Bearer    k1",
                "bearer\tk1",
                "BEARER \t k1  ",
                "Bearer k1 junk",
                "Bearer k1\tjunk and more",
            })
    void noSpellingOfATokenMakesAnotherKey(String authorization) {
        assertThat(ask("Authorization: Bearer k1")).isEqualTo("pass");

        assertThat(ask("Authorization: " + authorization)).isEqualTo("rate-limited by \"per key\"");
    }

    @Test
    void twoKeysInOneRequestAreRefused() {
        for (List<String> fields : List.of(
                List.of("X-Api-Key: junk", "Authorization: Bearer k1"),
                List.of("Authorization: Bearer junk", "X-Api-Key: k1"),
                List.of("X-Api-Key: junk", "X-Api-Key: k1"),
                List.of("X-Api-Key:", "X-Api-Key: k1"),
                List.of("Authorization: Basic junk", "Authorization: Bearer k1"))) {
            Requests request = Requests.get("/v1/chain/get_info", fields.toArray(String[]::new));
            assertThat(new Door(ONE_PER_KEY).word(request))
                    .as(fields.toString())
                    .isEqualTo("bad-request");
        }
    }

    @Test
    void whatIsNoKeyDisplacesNone() {
        assertThat(ask("X-Api-Key: k1", "Authorization: Basic abc")).isEqualTo("pass");
        assertThat(ask("X-Api-Key:", "Authorization: Bearer k1")).isEqualTo("rate-limited by \"per key\"");
        assertThat(ask("X-Api-Key: k1", "Authorization: Bearer ")).isEqualTo("rate-limited by \"per key\"");
    }

    @Test
    void whoNamesNoKeyIsNotCounted() {
        for (String authorization : List.of("Bearer", "Bearerk1", "Basic k1", "Token k1", "B")) {
            for (int i = 0; i < 2; i++)
                assertThat(ask("Authorization: " + authorization))
                        .as(authorization)
                        .isEqualTo("pass");
        }
    }

    @Test
    void whereNoLimitCountsByKeyTheFieldsAreNobodysAffair() {
        String[] both = {"X-Api-Key: a", "Authorization: Bearer b"};

        assertThat(door.word(Requests.get("/v1/chain/get_abi", both))).isEqualTo("pass");
        assertThat(new Door("").word(Requests.get("/v1/chain/get_info", both))).isEqualTo("pass");
        assertThat(door.word(Requests.of("OPTIONS /v1/chain/get_info", null, both)))
                .isEqualTo("answer");
    }
}
