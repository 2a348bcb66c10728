package boma.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Durations as the operator writes them: a whole number and one unit, such as `250ms`, `10s`, `5m`, `1h` or `1d`.
public final class DurationText {
    /// What a reader of durations expects, for messages.
    public static final String EXPECTED = "a duration such as 250ms, 10s, 5m, 1h or 1d";

    /// The longest that can be written, about ten years: far from where nanoseconds overflow a `long`.
    public static final Duration MAX = Duration.ofDays(3650);

    private static final int DIGITS_MAX = 15; // as many milliseconds are 31,000 years

    private DurationText() {}

    /// Reads `0s` to [#MAX].
    ///
    /// @throws IllegalArgumentException whose message says what was expected
    public static Duration parse(String text) {
        int digits = digits(text, 0);
        long unitMillis = unitMillis(text.substring(digits));
        if (digits == 0 || digits > DIGITS_MAX || unitMillis == 0) throw new IllegalArgumentException(EXPECTED);

        long count = Long.parseLong(text.substring(0, digits));
        if (count > MAX.toMillis() / unitMillis) throw new IllegalArgumentException("a duration of at most 3650d");
        return Duration.ofMillis(count * unitMillis);
    }

    /// Writes a duration in its largest whole unit: `90s` for a minute and a half, `1h` for sixty minutes.
    /// Parts of a millisecond are cut off.
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) return "0s";
        if (millis % 1000 != 0) return millis + "ms";

        long seconds = millis / 1000;
        if (seconds % TimeUnit.DAYS.toSeconds(1) == 0) return seconds / TimeUnit.DAYS.toSeconds(1) + "d";
        if (seconds % TimeUnit.HOURS.toSeconds(1) == 0) return seconds / TimeUnit.HOURS.toSeconds(1) + "h";
        if (seconds % 60 == 0) return seconds / 60 + "m";
        return seconds + "s";
    }

    /// The number of digits of `text` at `from`.
    static int digits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') i++;
        return i - from;
    }

    /// Milliseconds of a unit, or 0 when there is no such unit.
    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            default -> 0;
        };
    }
}
