package boma.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HexTest {
    @Test
    void bytesOfEveryLengthComeBackInEitherCase() {
        var random = new Random(1);
        for (int length = 0; length < 70; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String text = Hex.text(bytes, 0, length);

            assertThat(text).hasSize(2 * length).isLowerCase();
            assertThat(Hex.bytes(text)).isEqualTo(bytes);
            assertThat(Hex.bytes(text.toUpperCase(Locale.ROOT))).isEqualTo(bytes);
        }
    }

    @Test
    void everyOtherCharacterIsRefusedWhereverItStands() {
        for (int length = 2; length <= 34; length += 2) {
            for (int at = 0; at < length; at++) {
                for (int c = 0; c < 256; c++) {
                    byte[] text = "a".repeat(length).getBytes(StandardCharsets.US_ASCII);
                    text[at] = (byte) c;
                    boolean digit = Character.digit(c, 16) >= 0;

                    assertThat(decode(text))
                            .as("character %d at %d of %d", c, at, length)
                            .isEqualTo(digit ? length / 2 : -1);
                }
            }
        }
    }

    @Test
    void anOddNumberOfDigitsIsRefused() {
        assertThat(decode("a".getBytes(StandardCharsets.US_ASCII))).isEqualTo(-1);
        assertThat(decode("a".repeat(17).getBytes(StandardCharsets.US_ASCII))).isEqualTo(-1);
    }

    @Test
    void onlyTheRangeAskedForIsReadAndWritten() {
        byte[] text = "zz0123456789abcdef01zz".getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = new byte[13];

        int count = Hex.decode(MemorySegment.ofArray(text), 2, 18, MemorySegment.ofArray(bytes), 2);

        assertThat(count).isEqualTo(9);
        assertThat(Hex.text(bytes, 0, 13)).isEqualTo("0000" + "0123456789abcdef01" + "0000");
    }

    @Test
    void textThatIsNotHexadecimalIsNamed() {
        assertThatThrownBy(() -> Hex.bytes("0x12"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not hexadecimal: 0x12");
    }

    @Test
    void aLongIsWrittenWithAllItsDigits() {
        byte[] text = new byte[20];

        int to = Hex.write(MemorySegment.ofArray(text), 2, 0x00ab_cdef_0123_4567L);

        assertThat(to).isEqualTo(2 + Hex.LONG_DIGITS);
        assertThat(new String(text, 2, Hex.LONG_DIGITS, StandardCharsets.US_ASCII))
                .isEqualTo("00abcdef01234567");
    }

    private static int decode(byte[] text) {
        return Hex.decode(MemorySegment.ofArray(text), 0, text.length, MemorySegment.ofArray(new byte[64]), 0);
    }
}
