package boma.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.config.ConfigError;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What only the file as a whole can get wrong.
class ConfigTest {
    private static final String POOL = "[[pool]]\nname = 'node'\nnodes = 'http://127.0.0.1:8888'\n";

    private static String listener(String name, String bind) {
        return "[[listener]]\nname = '" + name + "'\nbind = " + bind + "\n";
    }

    private static List<String> problems(String toml) {
        try {
            Config.parse("boma.toml", toml);
            return List.of();
        } catch (ConfigError e) {
            return e.getMessage().lines().toList();
        }
    }

    @Test
    void noAddressIsListenedOnTwice() {
        assertThat(problems(listener("a", "['127.0.0.1:8080', '0.0.0.0:8080', '[::]:8080', 'unix:/run/a']")
                        + listener("b", "['127.0.0.2:8080', '[::1]:8080', 'unix:/run/a']")
                        + POOL))
                .containsExactly(
                        expected("3: listener[1].bind[2]", "0.0.0.0:8080"),
                        expected("6: listener[2].bind[1]", "127.0.0.2:8080"),
                        expected("6: listener[2].bind[2]", "[::1]:8080"),
                        expected("6: listener[2].bind[3]", "unix:/run/a"));
    }

    private static String expected(String where, String found) {
        return "boma.toml:" + where + ": expected an address on which nothing else listens, found \"" + found + '"';
    }

    @Test
    void differentAddressesAndFreePortsGoTogether() {
        assertThat(problems(listener("a", "['127.0.0.1:8080', '127.0.0.2:8080', '127.0.0.1:8081', '[::]:8080']")
                        + listener("b", "['127.0.0.1:0', '127.0.0.1:0', 'unix:/run/a', 'unix:/run/b']")
                        + POOL))
                .isEmpty();
    }

    @Test
    void namesAreDifferentAndPlain() {
        assertThatThrownBy(() -> Config.parse(
                        "boma.toml", listener("a", "'127.0.0.1:1'") + listener("a", "'127.0.0.1:2'") + POOL + POOL))
                .hasMessageContaining("boma.toml:5: listener[2].name: expected a name that no other listener has")
                .hasMessageContaining("boma.toml:11: pool[2].name: expected a name that no other pool has");
        assertThat(problems(listener("a\"b", "'127.0.0.1:1'") + POOL))
                .singleElement()
                .asString()
                .contains("no quotes, braces or controls");
    }
}
