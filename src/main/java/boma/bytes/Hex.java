package boma.bytes;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Hexadecimal text to bytes and back.
public final class Hex {
    /// Digits of a `long`, see [#write].
    public static final int LONG_DIGITS = 16;

    private static final byte[] DIGITS = Ascii.bytes("0123456789abcdef");

    private Hex() {}

    /// Decodes `chars` hexadecimal digits of either case and returns the number of bytes, or -1 if the count is odd
    /// or another character is among them; then `into` holds rubbish. There must be room for `chars / 2` bytes.
    ///
    /// Why: the loop has no exit but its end and counts in `long`, so that the compiler makes vector instructions
    /// of it: six times as fast as other forms that were tried (HexBenchmark).
    public static int decode(MemorySegment s, int from, int chars, MemorySegment into, int at) {
        long words = chars >> 3;
        long wrong = 0;
        for (long i = 0; i < words; i++) {
            long word = s.get(Ascii.LONG, from + i * Long.BYTES);
            wrong |= notDigits(word);
            into.set(Ascii.INT, at + i * Integer.BYTES, joined(word));
        }
        if ((wrong & Ascii.TOPS) != 0 || (chars & 1) != 0) return -1;
        for (int i = chars & -Long.BYTES; i < chars; i += 2) {
            int high = digit(s.get(Ascii.BYTE, (long) from + i));
            int low = digit(s.get(Ascii.BYTE, (long) from + i + 1));
            if (high < 0 || low < 0) return -1;
            into.set(Ascii.BYTE, (long) at + (i >> 1), (byte) ((high << 4) | low));
        }
        return chars >> 1;
    }

    /// Writes two lower-case digits for each byte and returns the position after them.
    public static int encode(byte[] bytes, int from, int length, byte[] into, int at) {
        int out = at;
        for (int i = from; i < from + length; i++) {
            into[out++] = digitOf(bytes[i] >> 4);
            into[out++] = digitOf(bytes[i]);
        }
        return out;
    }

    /// The bytes in hexadecimal; for people and tests.
    public static String text(byte[] bytes, int from, int length) {
        byte[] digits = new byte[2 * length];
        encode(bytes, from, length, digits, 0);
        return new String(digits, StandardCharsets.US_ASCII);
    }

    /// The bytes that a hexadecimal text writes; for people and tests.
    ///
    /// @throws IllegalArgumentException if the text is not hexadecimal
    public static byte[] bytes(String text) {
        byte[] bytes = new byte[text.length() / 2];
        byte[] chars = text.getBytes(StandardCharsets.ISO_8859_1);
        if (decode(MemorySegment.ofArray(chars), 0, chars.length, MemorySegment.ofArray(bytes), 0) < 0) {
            throw new IllegalArgumentException("not hexadecimal: " + text);
        }
        return bytes;
    }

    /// Sets the high bit of each byte that is not a digit. Sums never carry from one byte into the next, except out
    /// of bytes that are not ASCII, and those are marked anyway.
    private static long notDigits(long word) {
        long decimal = (word + (0x80 - '0') * Ascii.ONES) & ~(word + (0x80 - '9' - 1) * Ascii.ONES);
        long lower = word | (0x20 * Ascii.ONES);
        long letter = (lower + (0x80 - 'a') * Ascii.ONES) & ~(lower + (0x80 - 'f' - 1) * Ascii.ONES);
        return word | ~(decimal | letter);
    }

    /// Four bytes of eight digits. In ASCII a letter has bit 6 and its low half counts from 1, a decimal has not.
    private static int joined(long word) {
        long letters = (word >>> 6) & Ascii.ONES;
        long halves = (word & (0x0f * Ascii.ONES)) + ((letters << 3) | letters);
        long pairs = ((halves << 4) | (halves >>> 8)) & 0x00ff_00ff_00ff_00ffL;
        pairs = (pairs | (pairs >>> 8)) & 0x0000_ffff_0000_ffffL;
        return (int) (pairs | (pairs >>> 16));
    }

    /// Writes a value as 16 digits and returns the position behind them.
    public static int write(MemorySegment into, int at, long value) {
        for (int shift = 60; shift >= 0; shift -= 4) into.set(Ascii.BYTE, at++, digitOf((int) (value >>> shift)));
        return at;
    }

    /// The lower-case digit for the lowest four bits of a value.
    public static byte digitOf(int value) {
        return DIGITS[value & 0xf];
    }

    /// The value of a hexadecimal digit of either case, or -1.
    public static int digit(byte c) {
        if (c >= '0' && c <= '9') return c - '0';
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
