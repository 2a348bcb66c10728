package boma.antelope;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// The time at which a transaction expires, as it stands in JSON: `2030-01-31T23:59:59`, perhaps with a fraction.
///
/// nodeos also takes other forms of ISO 8601, drops the fraction, and reduces what is beyond 32 bits; here it is this
/// form, a time that exists, and at most six digits of fraction.
///
/// nodeos knows no time zones, and passes over whatever follows six digits of fraction. So eospy, which ends its
/// times in `.123456+00:00`, works with a node, and that offset alone changes nothing for any reader.
final class Expiration {
    static final long INVALID = -1;

    private static final int LENGTH = "2030-01-31T23:59:59".length();
    private static final int FRACTION_MAX = 6;
    private static final byte[] UTC = Ascii.bytes("+00:00");
    private static final long LATEST = 0xffff_ffffL;
    private static final byte[] PATTERN = Ascii.bytes("dddd-dd-ddTdd:dd:dd");

    private Expiration() {}

    /// Seconds since 1970, or [#INVALID].
    static long seconds(MemorySegment s, int from, int length) {
        if (!hasForm(s, from, length)) return INVALID;
        int year = number(s, from, 4);
        int month = number(s, from + 5, 2);
        int day = number(s, from + 8, 2);
        int hour = number(s, from + 11, 2);
        int minute = number(s, from + 14, 2);
        int second = number(s, from + 17, 2);
        if (year < 1970 || month < 1 || month > 12 || day < 1 || day > days(year, month)) return INVALID;
        if (hour > 23 || minute > 59 || second > 59) return INVALID;
        long seconds = ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
        return seconds <= LATEST ? seconds : INVALID;
    }

    private static boolean hasForm(MemorySegment s, int from, int length) {
        if (length < LENGTH) return false;
        for (int i = 0; i < LENGTH; i++) {
            byte c = s.get(Ascii.BYTE, (long) from + i);
            if (PATTERN[i] == 'd' ? !Ascii.isDigit(c) : c != PATTERN[i]) return false;
        }
        return length == LENGTH || isFraction(s, from + LENGTH, from + length);
    }

    private static boolean isFraction(MemorySegment s, int from, int to) {
        if (s.get(Ascii.BYTE, from) != '.') return false;
        int first = from + 1;
        int end = first;
        while (end < to && Ascii.isDigit(s.get(Ascii.BYTE, end))) end++;
        int digits = end - first;
        if (end == to) return digits > 0 && digits <= FRACTION_MAX;
        return digits == FRACTION_MAX && Ascii.equals(s, end, to - end, UTC);
    }

    private static int days(int year, int month) {
        return switch (month) {
            case 2 -> isLeap(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /// Counts the years from March on, so that the leap day is the last one of a year.
    private static long daysSince1970(int year, int month, int day) {
        long y = month > 2 ? year : year - 1;
        int monthFromMarch = (month + 9) % 12;
        int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
        long daysSinceYear0 = y * 365 + y / 4 - y / 100 + y / 400 + dayOfYear;
        return daysSinceYear0 - 719_468;
    }

    private static int number(MemorySegment s, int from, int digits) {
        return (int) Ascii.decimal(s, from, from + digits);
    }
}
