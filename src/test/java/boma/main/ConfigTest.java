package boma.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.config.ConfigError;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                        clash("3: listener[1].bind[2]", "127.0.0.1:8080 of the listener \"a\"", "0.0.0.0:8080"),
                        clash("6: listener[2].bind[1]", "0.0.0.0:8080 of the listener \"a\"", "127.0.0.2:8080"),
                        clash("6: listener[2].bind[2]", "[::]:8080 of the listener \"a\"", "[::1]:8080"),
                        clash("6: listener[2].bind[3]", "unix:/run/a of the listener \"a\"", "unix:/run/a"));
    }

    private static String clash(String where, String with, String found) {
        return "boma.toml:" + where + ": expected an address that does not clash with " + with + ", found \"" + found
                + '"';
    }

    @Test
    void noListenerTakesTheAdminAddress() {
        assertThat(problems(listener("a", "['127.0.0.1:8891', '0.0.0.0:8890']") + POOL))
                .containsExactly(clash("3: listener[1].bind[2]", "127.0.0.1:8890 of server.admin", "0.0.0.0:8890"));
        assertThat(problems(listener("a", "'[::1]:8890'") + POOL)).isEmpty();
        assertThat(problems(listener("a", "'127.0.0.1:8890'") + POOL + "[server]\nadmin = 'off'"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0:99, 0.0.0.0:99", "[::]:99, [0:0:0:0:0:0:0:0]:99"})
    void anAdminAddressOfEverybodyTakesBothFamilies(String admin, String told) {
        String server = "[server]\nadmin-open = true\nadmin = '" + admin + "'\n";

        assertThat(problems(server + listener("a", "['127.0.0.1:99', '[::1]:99', '127.0.0.1:98']") + POOL))
                .containsExactly(
                        clash("6: listener[1].bind[1]", told + " of server.admin", "127.0.0.1:99"),
                        clash("6: listener[1].bind[2]", told + " of server.admin", "[::1]:99"));
    }

    @Test
    void addressesAreNotComparedWhileOneOfThemCannotBeRead() {
        assertThat(problems(listener("a", "['127.0.0.1', '127.0.0.1:8080', '127.0.0.1:8080']") + POOL))
                .singleElement()
                .asString()
                .contains("listener[1].bind[1]: expected ADDRESS:PORT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"':20080'", "'20080'", "['a:99999', '']", "[]", "5"})
    void aListenerWhoseAddressesCannotBeReadIsNotSaidToHaveNone(String bind) {
        assertThat(problems(listener("a", bind) + POOL))
                .isNotEmpty()
                .noneMatch(problem -> problem.contains("at least one address"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "::/0"})
    void notEverybodyIsATrustedProxy(String network) {
        String trusted = "trusted-proxies = ['10.0.0.0/8', '" + network + "']\n";

        assertThat(problems(listener("a", "'127.0.0.1:1'") + trusted + POOL))
                .containsExactly("boma.toml:4: listener[1].trusted-proxies[2]: expected a network of proxies, not of"
                        + " everybody, found \"" + network + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/1", "0.0.0.0", "::/1", "::", "10.0.0.0/8"})
    void largeNetworksMayBeTrusted(String network) {
        assertThat(problems(listener("a", "'127.0.0.1:1'") + "trusted-proxies = '" + network + "'\n" + POOL))
                .isEmpty();
    }

    @Test
    void aListenerHasAnAddress() {
        assertThat(problems("[[listener]]\nname = 'a'\n" + POOL))
                .containsExactly("boma.toml:1: listener[1].bind: expected at least one address such as"
                        + " \"0.0.0.0:8080\", found nothing");
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

    @Test
    void rulesAndLimitsAreNotMoreThanRefusalsCanTellApart() {
        String rule = "[[rule]]\nname = 'r%d'\nthen = 'deny'\nobserve = true\n";
        String limit = "[[limit]]\nname = 'l%d'\nkey = 'client'\nrate = '1/1s'\nentries = 1\n";
        String most = many(rule, 1500) + many(limit, 500) + listener("a", "'127.0.0.1:1'") + POOL;

        assertThat(problems(most)).isEmpty();
        assertThat(problems(most + "[[limit]]\nname = 'more'\nkey = 'client'\nrate = '1/1s'\n"))
                .singleElement()
                .asString()
                .endsWith(": limit[501].name: expected at most 2000 rules and limits together, found 2001 of them");
    }

    private static String many(String block, int count) {
        return IntStream.range(0, count).mapToObj(block::formatted).collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'refuse'", "'tarpit'", "5"})
    void whatARuleDoesIsToldOnceIfItIsWrong(String then) {
        String rule = "[[rule]]\nname = 'r'\nobserve = true\nsentence = 'No.'\nthen = " + then + "\n";

        assertThat(problems(rule + listener("a", "'127.0.0.1:1'") + POOL))
                .singleElement()
                .asString()
                .startsWith("boma.toml:5: rule[1].then: expected one of allow, deny or drop, found ");
    }

    @Test
    void whatIsToComeIsToldAsThat() {
        String coming = """
            [server]
            socket = "/run/boma/boma.sock"
            state = "/var/lib/boma"
            [tls]
            certificate = "a.pem"
            [[sentence]]
            after = "5/60s"
            [[cache]]
            for = "250ms"
            [[limit]]
            name = "cpu"
            key = "client"
            rate = "1/1s"
            cost = "cpu"
            match = { not = { field.from = "hacker111111" } }
            """;

        assertThat(problems(listener("a", "'127.0.0.1:1'") + "tls = {}\n" + POOL + coming))
                .containsExactly(
                        "boma.toml:4: listener[1].tls: not available yet",
                        "boma.toml:9: server.socket: not available yet",
                        "boma.toml:10: server.state: not available yet",
                        "boma.toml:11: tls: not available yet",
                        "boma.toml:13: sentence: not available yet",
                        "boma.toml:15: cache: not available yet",
                        "boma.toml:21: limit[1].cost: not available yet",
                        "boma.toml:22: limit[1].match.not.field: not available yet");
    }

    @Test
    void theCommandLineIsCheckedLikeAFile() {
        assertThatThrownBy(() -> Config.ofNode("http://127.0.0.1:8888", "127.0.0.1:8890", Config.ADMIN_DEFAULT))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("an address that does not clash with 127.0.0.1:8890 of server.admin");
        assertThatThrownBy(() -> Config.ofNode("http://127.0.0.1:8888", "127.0.0.1:8080", "8890"))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("server.admin: expected an address such as 127.0.0.1:8890");
    }
}
