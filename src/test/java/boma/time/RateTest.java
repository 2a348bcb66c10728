package boma.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
    @ParameterizedTest
    @CsvSource({
        "50/10s, 50, 10000",
        "1/1s, 1, 1000",
        "10/s, 10, 1000",
        "7/250ms, 7, 250",
        "3/ms, 3, 1",
        "200/m, 200, 60000",
        "5/2h, 5, 7200000",
        "1/30d, 1, 2592000000",
        "1000000000/1ms, 1000000000, 1",
    })
    void aRateIsACountAndAWindow(String text, long count, long windowMillis) {
        Rate rate = Rate.parse(text);

        assertThat(rate)
                .isEqualTo(new Rate(count, Duration.ofMillis(windowMillis).toNanos()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "fifty", "50", "50/", "/10s", "50/10", "50 /10s", "50/ 10s", "50/10s ", "-1/1s", "+1/1s",
                "1.5/1s", "1/1.5s", "1/s/s", "1/10sec", "1/1S", "1/min", "1/us", "١/1s", "1/1s\n"
            })
    void anotherTextIsNoRate(String text) {
        assertThatThrownBy(() -> Rate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(Rate.EXPECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/1s", "1000000001/1s", "99999999999999999999/1s", "1/0s", "1/31d", "1/0ms", "1/3650d"})
    void aRateOutOfBoundsIsRefusedWithTheBounds(String text) {
        assertThatThrownBy(() -> Rate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 1000000000")
                .hasMessageContaining("1ms to 30d");
    }

    @Test
    void aWindowIsWholeMilliseconds() {
        assertThatThrownBy(() -> new Rate(1, 1_500_000)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"50/10s, 200000000", "3/10s, 3333333334", "7/1s, 142857143", "1/30d, 2592000000000000"})
    void theIntervalIsRoundedUpSoThatNeverMoreThanTheCountPass(String text, long nanos) {
        assertThat(Rate.parse(text).intervalNanos()).isEqualTo(nanos);
    }

    @Test
    void theIntervalIsNeverZero() {
        assertThat(Rate.parse("1000000000/1ms").intervalNanos()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "50/10s, 50/10s",
        "10/s, 10/1s",
        "5/60s, 5/1m",
        "5/90s, 5/90s",
        "5/1500ms, 5/1500ms",
        "1/24h, 1/1d",
        "007/1s, 7/1s"
    })
    void aRateIsPrintedAsItCanBeWritten(String written, String printed) {
        Rate rate = Rate.parse(written);

        assertThat(rate).hasToString(printed);
        assertThat(Rate.parse(rate.toString())).isEqualTo(rate);
    }
}
