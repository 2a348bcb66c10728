package boma.bytes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads and writes ASCII text in memory segments, a word of eight bytes at a time where that is faster.
///
/// The SWAR tests work on little endian words, so that the first byte in memory is the lowest one and the first
/// match is the lowest set bit. Only that lowest bit is exact: a borrow may set false bits above it.
public final class Ascii {
    public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    /// The byte 0x01 in each of the eight places; multiply by a byte to repeat it.
    public static final long ONES = 0x0101010101010101L;

    /// The top bit of each of the eight bytes.
    public static final long TOPS = 0x8080808080808080L;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int DECIMAL_DIGITS_MAX = 19;
    private static final long DECIMAL_MAX = 1_000_000_000_000_000_000L;

    private Ascii() {}

    /// The little endian word of up to eight ASCII characters; missing ones are zero.
    public static long word(String upTo8Chars) {
        if (upTo8Chars.length() > 8) {
            throw new IllegalArgumentException("more than eight characters: " + upTo8Chars);
        }
        long word = 0;
        for (int i = 0; i < upTo8Chars.length(); i++) word |= (long) upTo8Chars.charAt(i) << (8 * i);
        return word;
    }

    /// The ASCII bytes of a text that is known to be ASCII.
    public static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    /// Marks the zero bytes of a word by their top bit; exact for the lowest mark.
    public static long zeros(long word) {
        return (word - ONES) & ~word & TOPS;
    }

    /// The position of the first `b` in `[from, to)`, or -1.
    public static int find(MemorySegment s, int from, int to, byte b) {
        long pattern = (b & 0xffL) * ONES;
        int at = from;
        for (; at <= to - 8; at += 8) {
            long found = zeros(s.get(LONG, at) ^ pattern);
            if (found != 0) return at + (Long.numberOfTrailingZeros(found) >>> 3);
        }
        for (; at < to; at++) {
            if (s.get(BYTE, at) == b) return at;
        }
        return -1;
    }

    /// Whether the `length` bytes at `from` are exactly `text`.
    public static boolean equals(MemorySegment s, int from, int length, byte[] text) {
        if (length != text.length) return false;
        if (length < 8) return equalsShort(s, from, length, text);
        for (int i = 0; i < length - 8; i += 8) {
            if (s.get(LONG, from + i) != (long) WORDS.get(text, i)) return false;
        }
        return s.get(LONG, from + length - 8) == (long) WORDS.get(text, length - 8);
    }

    private static boolean equalsShort(MemorySegment s, int from, int length, byte[] text) {
        for (int i = 0; i < length; i++) {
            if (s.get(BYTE, from + i) != text[i]) return false;
        }
        return true;
    }

    /// Whether the `length` bytes at `from` are `lowerCaseText` when `A` to `Z` count as `a` to `z`.
    public static boolean equalsIgnoreCase(MemorySegment s, int from, int length, byte[] lowerCaseText) {
        if (length != lowerCaseText.length) return false;
        if (length < 8) return equalsIgnoreCaseShort(s, from, length, lowerCaseText);
        for (int i = 0; i < length - 8; i += 8) {
            if (lower(s.get(LONG, from + i)) != (long) WORDS.get(lowerCaseText, i)) return false;
        }
        return lower(s.get(LONG, from + length - 8)) == (long) WORDS.get(lowerCaseText, length - 8);
    }

    private static boolean equalsIgnoreCaseShort(MemorySegment s, int from, int length, byte[] lowerCaseText) {
        for (int i = 0; i < length; i++) {
            if (lower(s.get(BYTE, from + i)) != lowerCaseText[i]) return false;
        }
        return true;
    }

    /// The word with `A` to `Z` as `a` to `z` and all other bytes as they are.
    public static long lower(long word) {
        long low = word & ~TOPS;
        long atLeastA = low + (0x80 - 'A') * ONES;
        long overZ = low + (0x7f - 'Z') * ONES;
        long capitals = atLeastA & ~overZ & ~word & TOPS;
        return word | capitals >>> 2;
    }

    /// The byte itself, or its lower case letter when it is one of `A` to `Z`.
    public static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    public static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /// Whether it is a space or a tab.
    public static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /// The number written in `[from, to)`, or -1 when it is not 1 to 19 digits and nothing else, or over 10^18.
    public static long decimal(MemorySegment s, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > DECIMAL_DIGITS_MAX) return -1;
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = s.get(BYTE, i) - '0';
            if (digit < 0 || digit > 9) return -1;
            value = value * 10 + digit;
        }
        // Nineteen nines do not fit in 63 bits: they turn negative.
        return value < 0 || value > DECIMAL_MAX ? -1 : value;
    }

    /// Writes a number that is not negative in decimal and returns the position after it.
    public static int writeDecimal(MemorySegment s, int at, long value) {
        if (value < 0) throw new IllegalArgumentException("negative: " + value);
        int end = at + digits(value);
        long rest = value;
        int i = end;
        do {
            long quotient = rest / 10;
            s.set(BYTE, --i, (byte) ('0' + (int) (rest - quotient * 10)));
            rest = quotient;
        } while (rest != 0);
        return end;
    }

    /// How many decimal digits a number that is not negative has.
    public static int digits(long value) {
        int digits = 1;
        for (long bound = 10; digits < 19 && value >= bound; bound *= 10) digits++;
        return digits;
    }
}
