package boma.antelope;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Account, action and permission names: up to thirteen characters in 64 bits.
///
/// Twelve characters of 5 bits from the top, the thirteenth of 4 in the rest. Source: name.hpp in Antelope spring.
/// Only the canonical text of a name is accepted, as nodeos does: no upper case, no dots at the end.
public final class Name {
    /// Characters of the longest name.
    public static final int LENGTH_MAX = 13;

    private static final byte[] ALPHABET = Ascii.bytes(".12345abcdefghijklmnopqrstuvwxyz");
    private static final int LAST_SYMBOL_MAX = 15;

    private Name() {}

    public static boolean isValid(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return isValid(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /// The number of a name; for config and tests.
    ///
    /// @throws IllegalArgumentException if the text is not a canonical name
    public static long encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var segment = MemorySegment.ofArray(bytes);
        if (!isValid(segment, 0, bytes.length)) {
            throw new IllegalArgumentException("not an Antelope name: " + text);
        }
        return parse(segment, 0, bytes.length);
    }

    public static String decode(long name) {
        byte[] text = new byte[LENGTH_MAX];
        return new String(text, 0, write(name, text, 0), StandardCharsets.US_ASCII);
    }

    /// Whether these bytes are a canonical name; nothing at all is the name 0. Ask before [#parse].
    public static boolean isValid(MemorySegment s, int from, int length) {
        if (length == 0) return true;
        if (length > LENGTH_MAX || s.get(Ascii.BYTE, (long) from + length - 1) == '.') return false;
        for (int i = 0; i < length; i++) {
            int symbol = symbol(s.get(Ascii.BYTE, (long) from + i));
            if (symbol < 0 || (i == LENGTH_MAX - 1 && symbol > LAST_SYMBOL_MAX)) return false;
        }
        return true;
    }

    /// The name that these bytes write; right only if [#isValid] says so.
    public static long parse(MemorySegment s, int from, int length) {
        long name = 0;
        int shift = 59;
        for (int i = 0; i < length; i++) {
            long symbol = symbol(s.get(Ascii.BYTE, (long) from + i)) & 0x1f;
            name |= shift < 0 ? symbol : symbol << shift;
            shift -= 5;
        }
        return name;
    }

    /// Writes the text of a name, at most [#LENGTH_MAX] bytes, and returns the position after it.
    public static int write(long name, byte[] into, int at) {
        int out = at;
        for (long rest = name; rest != 0; rest <<= 5) {
            boolean last = out == at + LENGTH_MAX - 1;
            into[out++] = ALPHABET[(int) (last ? rest >>> 60 : rest >>> 59)];
        }
        return out;
    }

    private static int symbol(byte c) {
        if (c >= 'a' && c <= 'z') return c - 'a' + 6;
        if (c >= '1' && c <= '5') return c - '0';
        return c == '.' ? 0 : -1;
    }
}
