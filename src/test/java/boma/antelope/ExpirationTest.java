package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpirationTest {
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00, 0",
        "1970-01-01T00:00:01.9, 1",
        "2000-02-29T12:34:56, 951827696",
        "2026-11-22T05:14:55, 1795324495",
        "2026-11-22T05:14:55.000, 1795324495",
        "2026-11-22T05:14:55.123456, 1795324495",
        "2026-11-22T05:14:55.123456+00:00, 1795324495",
        "2106-02-07T06:28:15, 4294967295",
    })
    void aTimeIsItsSecondsSince1970(String text, long seconds) {
        assertThat(seconds(text)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-22",
                "2026-11-22T05:14",
                "2026-11-22 05:14:55",
                "2026-11-22t05:14:55",
                "20261122T051455",
                "2026-11-22T05:14:55Z",
                "2026-11-22T05:14:55+01",
                "2026-11-22T05:14:55+00:00",
                "2026-11-22T05:14:55.123+00:00",
                "2026-11-22T05:14:55.1234567+00:00",
                "2026-11-22T05:14:55.123456+05:00",
                "2026-11-22T05:14:55.123456-00:00",
                "2026-11-22T05:14:55.123456+0000",
                "2026-11-22T05:14:55.123456+00:00 ",
                "2026-11-22T05:14:55.123456Z",
                "2026-11-22T05:14:55.+00:00",
                "2026-11-22T05:14:55.",
                "2026-11-22T05:14:55.1234567",
                "2026-11-22T05:14:55,5",
                "2026-11-22T05:14:55.5x",
                " 2026-11-22T05:14:55",
                "2026-11-22T05:14:55 ",
                "2026-13-01T00:00:00",
                "2026-00-01T00:00:00",
                "2026-01-00T00:00:00",
                "2026-01-32T00:00:00",
                "2026-04-31T00:00:00",
                "2026-02-29T00:00:00",
                "2100-02-29T00:00:00",
                "2026-01-01T24:00:00",
                "2026-01-01T23:60:00",
                "2026-01-01T23:59:60",
                "1969-12-31T23:59:59",
                "2106-02-07T06:28:16",
                "9999-12-31T23:59:59",
                "2026-Nov-22T05:14:55",
                "+026-11-22T05:14:55",
                "2026-1-22T05:14:055",
            })
    void everythingElseIsInvalid(String text) {
        assertThat(seconds(text)).isEqualTo(Expiration.INVALID);
    }

    @Test
    void everySecondIsFound() {
        var format = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
        var random = new Random(5);
        for (int i = 0; i < 50_000; i++) {
            long seconds = random.nextLong(1L << 32);
            String text = format.format(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC));

            assertThat(seconds(text)).as(text).isEqualTo(seconds);
        }
    }

    private static long seconds(String text) {
        byte[] bytes = ("x" + text + "55").getBytes(StandardCharsets.US_ASCII);
        return Expiration.seconds(MemorySegment.ofArray(bytes), 1, bytes.length - 3);
    }
}
