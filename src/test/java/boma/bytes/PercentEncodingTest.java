package boma.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PercentEncodingTest {
    @ParameterizedTest
    @CsvSource({"%2e, 46", "%2E, 46", "%00, 0", "%ff, 255", "%FFx, 255"})
    void threeBytesStandForOne(String text, int expected) {
        assertThat(decoded(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%2", "%2g", "%-1", "%+1", "% 1", "2e%", "%%2e"})
    void whatIsBrokenStandsForNothing(String text) {
        assertThat(decoded(text)).isEqualTo(-1);
    }

    @Test
    void onlyWhatNeedsItIsEncodedByHonestClients() {
        for (char c : "azAZ09-._~/\\%;\0\n\u001f\u00c0\u00c1".toCharArray()) {
            assertThat(PercentEncoding.isNeedless(c)).as("%02x", (int) c).isTrue();
        }
        for (char c : " !\"#$&'()*+,:<=>?@[]^`{|}\u007f\u0080\u00c2\u00c3\u00a9\u00ff".toCharArray()) {
            assertThat(PercentEncoding.isNeedless(c)).as("%02x", (int) c).isFalse();
        }
        assertThat(PercentEncoding.isNeedless(-1)).isTrue();
    }

    /// Between other bytes, as in a buffer.
    private static int decoded(String text) {
        byte[] bytes = ("x" + text + "00").getBytes(StandardCharsets.US_ASCII);
        return PercentEncoding.decoded(MemorySegment.ofArray(bytes), 1, bytes.length - 2);
    }
}
