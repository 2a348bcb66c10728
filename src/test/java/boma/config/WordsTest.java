package boma.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private static final List<String> KEYS =
            List.of("name", "bind", "rate", "max-connections", "trusted-proxies", "timeouts", "proxy-protocol");

    @ParameterizedTest
    @CsvSource({
        "bnid, bind",
        "bid, bind",
        "bindd, bind",
        "Rate, rate",
        "rte, rate",
        "max_connections, max-connections",
        "maxConnections, max-connections",
        "max-conn, max-connections",
        "trustedproxies, trusted-proxies",
        "timeout, timeouts",
        "proxy, proxy-protocol",
    })
    void aWordThatIsNearOneOrABeginningOfOneSuggestsIt(String written, String meant) {
        assertThat(Words.suggestion(written, KEYS)).isEqualTo("; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "ma", "port", "listen", "connections", "ssl-certificate"})
    void aWordThatIsFarFromAllSuggestsNone(String written) {
        assertThat(Words.suggestion(written, KEYS)).isEmpty();
    }

    @Test
    void aWordLongerThanAnyOfOursIsNotCompared() {
        String written = "x".repeat(100);

        assertThat(Words.suggestion(written, List.of("x".repeat(100)))).isEmpty();
        assertThat(Words.suggestion("x".repeat(60), List.of("x".repeat(100)))).isEmpty();
    }

    @Test
    void wordsAreListedAsInASentence() {
        assertThat(Words.listed(List.of("a"))).isEqualTo("a");
        assertThat(Words.listed(List.of("a", "b"))).isEqualTo("a or b");
        assertThat(Words.listed(List.of("a", "b c", "d"))).isEqualTo("a, \"b c\" or d");
        assertThat(Words.listed(Collections.nCopies(13, "a"))).endsWith("a, a or 1 more");
    }
}
