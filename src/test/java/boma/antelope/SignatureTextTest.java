package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTextTest {
    @Test
    void theLengthOfAPlainSignatureIsThatOf69Bytes() {
        assertThat(isLike("SIG_K1_" + "1".repeat(68))).isFalse();
        assertThat(isLike("SIG_K1_" + "1".repeat(69))).isTrue();
        assertThat(isLike("SIG_R1_" + "z".repeat(95))).isTrue();
        assertThat(isLike("SIG_R1_" + "z".repeat(96))).isFalse();
    }

    @Test
    void aWebAuthnSignatureMayBeLongerButNotAsLongAsTheNodeWouldBear() {
        assertThat(isLike("SIG_WA_" + "A".repeat(2_048))).isTrue();
        assertThat(isLike("SIG_WA_" + "A".repeat(2_049))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIG_BL_", "sig_K1_", "SIG-K1_", "SIG_K2_", "PUB_K1_", "SIG_K1", ""})
    void otherPrefixesAreNotOfSignatures(String prefix) {
        assertThat(isLike(prefix + "1".repeat(90))).isFalse();
    }

    @Test
    void onlyLettersAndDigitsFollow() {
        for (int at = 0; at < 90; at++) {
            for (int c = 0; c < 256; c++) {
                byte[] text = ("SIG_K1_" + "z".repeat(90)).getBytes(StandardCharsets.US_ASCII);
                text[7 + at] = (byte) c;
                boolean alphanumeric = c < 0x80 && Character.isLetterOrDigit(c);

                assertThat(isLike(text)).as("character %d at %d", c, at).isEqualTo(alphanumeric);
            }
        }
    }

    private static boolean isLike(String text) {
        return isLike(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isLike(byte[] text) {
        return SignatureText.isLike(MemorySegment.ofArray(text), 0, text.length);
    }
}
