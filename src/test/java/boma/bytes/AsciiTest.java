package boma.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AsciiTest {
    private final Random random = new Random(11);

    @Test
    void aWordHasItsFirstCharacterLowest() {
        assertThat(Ascii.word("")).isZero();
        assertThat(Ascii.word("ab")).isEqualTo(0x6261);
        assertThat(Ascii.word("HTTP/1.1")).isEqualTo(segment("HTTP/1.1").get(Ascii.LONG, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Ascii.word("nine char"));
    }

    @Test
    void findReturnsTheFirstPlaceWithinTheRange() {
        for (int i = 0; i < 5000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int k = 0; k < bytes.length; k++) bytes[k] = (byte) (random.nextInt(4) * 64 + random.nextInt(2));
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length + 1 - from);
            byte wanted = (byte) (random.nextInt(4) * 64 + random.nextInt(2));

            int found = Ascii.find(MemorySegment.ofArray(bytes), from, to, wanted);

            assertThat(found).isEqualTo(findSlowly(bytes, from, to, wanted));
        }
    }

    private static int findSlowly(byte[] bytes, int from, int to, byte wanted) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) return i;
        }
        return -1;
    }

    @Test
    void equalTextsOfAnyLengthAreEqualAndNoOtherIs() {
        String text = "abcdefghijklmnopqrstuvwxyz-0123456789";
        for (int length = 0; length <= text.length(); length++) {
            byte[] bytes = Ascii.bytes(text.substring(0, length));
            MemorySegment s = MemorySegment.ofArray(bytes.clone());

            assertThat(Ascii.equals(s, 0, length, bytes)).isTrue();
            assertThat(Ascii.equalsIgnoreCase(s, 0, length, bytes)).isTrue();
            assertThat(length > 0 && Ascii.equals(s, 0, length - 1, bytes)).isFalse();
            for (int i = 0; i < length; i++) {
                s.set(Ascii.BYTE, i, (byte) (bytes[i] ^ 1));
                assertThat(Ascii.equals(s, 0, length, bytes)).isFalse();
                assertThat(Ascii.equalsIgnoreCase(s, 0, length, bytes)).isFalse();
                s.set(Ascii.BYTE, i, bytes[i]);
            }
        }
    }

    @Test
    void onlyLettersHaveCase() {
        for (int b = 0; b < 256; b++) {
            boolean capital = b >= 'A' && b <= 'Z';
            byte expected = (byte) (capital ? b + 32 : b);
            long repeated = b * Ascii.ONES;

            assertThat(Ascii.lower((byte) b)).isEqualTo(expected);
            assertThat(Ascii.lower(repeated)).isEqualTo((expected & 0xffL) * Ascii.ONES);
        }
        for (int i = 0; i < 10_000; i++) {
            long word = random.nextLong();
            long lower = Ascii.lower(word);
            for (int shift = 0; shift < 64; shift += 8) {
                assertThat((byte) (lower >>> shift)).isEqualTo(Ascii.lower((byte) (word >>> shift)));
            }
        }
    }

    @Test
    void caseIsIgnoredInTheSegmentOnly() {
        assertThat(Ascii.equalsIgnoreCase(segment("ConTent-LENGTH"), 0, 14, Ascii.bytes("content-length")))
                .isTrue();
        assertThat(Ascii.equalsIgnoreCase(segment("ClosE"), 0, 5, Ascii.bytes("close")))
                .isTrue();
        assertThat(Ascii.equalsIgnoreCase(segment("Content\rLength"), 0, 14, Ascii.bytes("content-length")))
                .isFalse();
    }

    @Test
    void decimalTakesDigitsOnly() {
        assertThat(decimal("0")).isZero();
        assertThat(decimal("0000000000000000017")).isEqualTo(17);
        assertThat(decimal("1000000000000000000")).isEqualTo(1_000_000_000_000_000_000L);
        for (String bad : new String[] {
            "",
            "-1",
            "+1",
            " 1",
            "1 ",
            "1a",
            "0x1",
            "1000000000000000001",
            "9999999999999999999",
            "00000000000000000001"
        }) {
            assertThat(decimal(bad)).as(bad).isEqualTo(-1);
        }
    }

    private static long decimal(String text) {
        return Ascii.decimal(segment(text), 0, text.length());
    }

    @Test
    void whatIsWrittenInDecimalIsReadBack() {
        MemorySegment s = MemorySegment.ofArray(new byte[24]);
        for (long value = 1; value > 0; value = value * 3 + random.nextInt(2)) {
            int end = Ascii.writeDecimal(s, 2, value);

            var view = new ByteView().set(s, 2, end - 2);
            assertThat(view).hasToString(Long.toString(value));
            assertThat(end - 2).isEqualTo(Ascii.digits(value));
        }
        assertThat(Ascii.writeDecimal(s, 0, 0)).isEqualTo(1);
        assertThat(Ascii.writeDecimal(s, 0, Long.MAX_VALUE)).isEqualTo(19);
        assertThatIllegalArgumentException().isThrownBy(() -> Ascii.writeDecimal(s, 0, -1));
    }

    private static MemorySegment segment(String text) {
        return MemorySegment.ofArray(Ascii.bytes(text));
    }
}
