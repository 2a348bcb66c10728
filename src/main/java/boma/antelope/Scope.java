package boma.antelope;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// The scope of a table, which clients write as a number, a name, a symbol code or a symbol.
///
/// Tried in the order of nodeos, since `12345` is both a number and a name. Signs, and spaces around, which nodeos
/// would take, are refused. Source: `convert_to_type` in the chain plugin of Spring.
final class Scope {
    private static final int CODE_MAX = 7;
    private static final int PRECISION_MAX = 18;
    private static final int DIGITS_MAX = 20;
    private static final long TENTH_OF_MAX = Long.divideUnsigned(-1, 10);

    private Scope() {}

    /// Whether nodeos finds the same scope in this text as [#parse].
    static boolean isValid(MemorySegment s, int from, int length) {
        if (isDigits(s, from, length)) return isNumber(s, from, length);
        return Name.isValid(s, from, length) || isSymbol(s, from, length);
    }

    /// The 64-bit scope; right only if [#isValid] says so.
    static long parse(MemorySegment s, int from, int length) {
        if (isDigits(s, from, length)) return number(s, from, from + length);
        if (Name.isValid(s, from, length)) return Name.parse(s, from, length);
        int comma = comma(s, from, length);
        if (comma < 0) return symbolCode(s, from, from + length);
        return symbolCode(s, comma + 1, from + length) << 8 | number(s, from, comma);
    }

    private static boolean isDigits(MemorySegment s, int from, int length) {
        for (int i = 0; i < length; i++) {
            if (!Ascii.isDigit(s.get(Ascii.BYTE, from + i))) return false;
        }
        return length > 0;
    }

    /// Whether this is a number of 64 bits without sign; a JSON number has to be one.
    static boolean isNumber(MemorySegment s, int from, int length) {
        if (!isDigits(s, from, length)) return false;
        if (length != DIGITS_MAX) return length < DIGITS_MAX;
        long tens = number(s, from, from + length - 1);
        boolean below = Long.compareUnsigned(tens, TENTH_OF_MAX) < 0;
        return below || (tens == TENTH_OF_MAX && s.get(Ascii.BYTE, from + length - 1) <= '5');
    }

    private static long number(MemorySegment s, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) value = value * 10 + (s.get(Ascii.BYTE, i) - '0');
        return value;
    }

    /// `EOS` or `4,EOS`.
    private static boolean isSymbol(MemorySegment s, int from, int length) {
        int comma = comma(s, from, length);
        int code = comma < 0 ? from : comma + 1;
        return isSymbolCode(s, code, from + length) && (comma < 0 || isPrecision(s, from, comma - from));
    }

    private static boolean isPrecision(MemorySegment s, int from, int length) {
        return length <= 2 && isDigits(s, from, length) && number(s, from, from + length) <= PRECISION_MAX;
    }

    private static boolean isSymbolCode(MemorySegment s, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = s.get(Ascii.BYTE, i);
            if (b < 'A' || b > 'Z') return false;
        }
        return to > from && to - from <= CODE_MAX;
    }

    private static long symbolCode(MemorySegment s, int from, int to) {
        long code = 0;
        for (int i = to - 1; i >= from; i--) code = code << 8 | s.get(Ascii.BYTE, i);
        return code;
    }

    private static int comma(MemorySegment s, int from, int length) {
        for (int i = 0; i < length && i <= 2; i++) {
            if (s.get(Ascii.BYTE, from + i) == ',') return from + i;
        }
        return -1;
    }
}
