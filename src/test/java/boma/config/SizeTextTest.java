package boma.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTextTest {
    @ParameterizedTest
    @CsvSource({"0B, 0", "512B, 512", "8KiB, 8192", "2MiB, 2097152", "1GiB, 1073741824", "1025KiB, 1049600"})
    void aSizeIsAWholeNumberAndAUnitAndIsPrintedLikeThat(String text, int bytes) {
        assertThat(SizeText.parse(text)).isEqualTo(bytes);
        assertThat(SizeText.format(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2GiB", "1025MiB", "1073741825B", "9999999999GiB"})
    void aSizeAboveTheLargestStaysAbove(String text) {
        assertThat(SizeText.parse(text)).isGreaterThan(SizeText.MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "B",
                "KiB",
                "8",
                "8K",
                "8k",
                "8kB",
                "8KB",
                "8kib",
                "8 KiB",
                " 8KiB",
                "8KiB ",
                "-8KiB",
                "1.5MiB",
                "1TiB",
                "10000000000B",
                "١B"
            })
    void anotherTextIsNoSize(String text) {
        assertThatThrownBy(() -> SizeText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
