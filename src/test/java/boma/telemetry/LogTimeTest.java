package boma.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTimeTest {
    private final LogTime time = new LogTime();

    @ParameterizedTest
    @CsvSource({
        "0,               1970-01-01T00:00:00.000Z",
        "1767225599999,   2025-12-31T23:59:59.999Z",
        "1767225600007,   2026-01-01T00:00:00.007Z",
        "951782400120,    2000-02-29T00:00:00.120Z",
        "253402300799999, 9999-12-31T23:59:59.999Z"
    })
    void momentsAreWrittenInUtcWithMilliseconds(long epochMillis, String text) {
        assertThat(write(epochMillis)).isEqualTo(text);
    }

    @Test
    void aClockThatGoesBackIsFollowed() {
        write(1_767_225_600_000L);

        assertThat(write(1_767_225_599_001L)).isEqualTo("2025-12-31T23:59:59.001Z");
    }

    private String write(long epochMillis) {
        byte[] into = new byte[LogTime.LENGTH];
        assertThat(time.write(epochMillis, into, 0)).isEqualTo(LogTime.LENGTH);
        return new String(into, StandardCharsets.US_ASCII);
    }
}
