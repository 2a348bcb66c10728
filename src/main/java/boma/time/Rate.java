package boma.time;

import java.time.Duration;

/// An allowed amount per window, such as `50/10s`.
///
/// @param count       from 1 to a billion
/// @param windowNanos from 1 ms to 30 days, in whole milliseconds, so that every rate can be written
public record Rate(long count, long windowNanos) {
    /// What a reader of rates expects, for messages.
    public static final String EXPECTED = "COUNT/WINDOW such as 50/10s";

    /// The largest [#count].
    public static final long COUNT_MAX = 1_000_000_000;

    private static final long WINDOW_MIN_NANOS = 1_000_000;
    private static final long WINDOW_MAX_NANOS = Duration.ofDays(30).toNanos();
    private static final String BOUNDS = "COUNT/WINDOW with a count from 1 to 1000000000 and a window from 1ms to 30d";
    private static final int COUNT_DIGITS_MAX = 10;

    public Rate {
        boolean countFits = count >= 1 && count <= COUNT_MAX;
        boolean windowFits = windowNanos >= WINDOW_MIN_NANOS && windowNanos <= WINDOW_MAX_NANOS;
        if (!countFits || !windowFits) throw new IllegalArgumentException(BOUNDS);
        if (windowNanos % WINDOW_MIN_NANOS != 0) throw new IllegalArgumentException("a window of whole milliseconds");
    }

    /// Reads `50/10s`; a unit alone means one of it, as in `10/s`.
    ///
    /// @throws IllegalArgumentException whose message says what was expected
    public static Rate parse(String text) {
        int digits = DurationText.digits(text, 0);
        if (digits == 0 || digits == text.length() || text.charAt(digits) != '/') {
            throw new IllegalArgumentException(EXPECTED);
        }
        if (digits > COUNT_DIGITS_MAX) throw new IllegalArgumentException(BOUNDS);

        return new Rate(Long.parseLong(text.substring(0, digits)), windowNanos(text.substring(digits + 1)));
    }

    private static long windowNanos(String window) {
        String counted = DurationText.digits(window, 0) == 0 ? "1" + window : window;
        try {
            return DurationText.parse(counted).toNanos();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(EXPECTED, e);
        }
    }

    /// Time between two events that come evenly at this rate: what each one costs a bucket.
    ///
    /// Rounded up, so that never more than [#count] pass in a window, and never zero. The error is below one
    /// nanosecond per event; it only matters above a million per millisecond, which no proxy sees.
    public long intervalNanos() {
        return Math.ceilDiv(windowNanos, count);
    }

    /// As the operator writes it; [#parse] reads it back.
    @Override
    public String toString() {
        return count + "/" + DurationText.format(Duration.ofNanos(windowNanos));
    }
}
