package boma.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "0s, PT0S",
        "250ms, PT0.25S",
        "2s, PT2S",
        "5m, PT5M",
        "1h, PT1H",
        "1d, P1D",
        "3650d, P3650D",
        "090s, PT90S"
    })
    void aDurationIsAWholeNumberAndAUnit(String text, Duration duration) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "ms",
                "5 s",
                " 5s",
                "5s ",
                "-5s",
                "+5s",
                "1.5s",
                "1h30m",
                "5S",
                "5sec",
                "5us",
                "5w",
                "1e3s",
                "١s",
                "5s\n",
                "1111111111111111s"
            })
    void anotherTextIsNoDuration(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(DurationText.EXPECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3651d", "87601h", "999999999999999d", "315360000001ms"})
    void aDurationIsAtMostTenYears(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a duration of at most 3650d");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.001S, 1ms",
        "PT1.5S, 1500ms",
        "PT1S, 1s",
        "PT90S, 90s",
        "PT60S, 1m",
        "PT90M, 90m",
        "PT60M, 1h",
        "PT36H, 36h",
        "P2D, 2d"
    })
    void aDurationIsPrintedInItsLargestWholeUnit(Duration duration, String text) {
        assertThat(DurationText.format(duration)).isEqualTo(text);
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }

    @Test
    void partsOfAMillisecondAreNotPrinted() {
        assertThat(DurationText.format(Duration.ofNanos(1_999_999))).isEqualTo("1ms");
    }
}
