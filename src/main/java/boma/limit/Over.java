package boma.limit;

import boma.time.DurationText;
import java.time.Duration;

/// What happens to a request that is over a limit.
sealed interface Over {
    String EXPECTED = "deny, delay, drop or a ban such as ban 5m";

    /// Refused with an answer.
    record Deny() implements Over {}

    /// Waits until the limit allows; refused with an answer when that takes too long.
    record Delay() implements Over {}

    /// The connection ends without a word.
    record Drop() implements Over {}

    /// Refused with an answer, and the client is banned.
    record Ban(Duration duration) implements Over {}

    /// Reads `deny`, `delay`, `drop` or `ban 5m`.
    ///
    /// @throws IllegalArgumentException whose message says what was expected
    static Over parse(String text) {
        return switch (text) {
            case "deny" -> new Deny();
            case "delay" -> new Delay();
            case "drop" -> new Drop();
            default -> ban(text);
        };
    }

    private static Over ban(String text) {
        if (!text.startsWith("ban ")) throw new IllegalArgumentException(EXPECTED);
        Duration duration = duration(text.substring("ban ".length()));
        if (duration.isZero()) throw new IllegalArgumentException("ban and a duration above 0s");
        return new Ban(duration);
    }

    private static Duration duration(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ban and " + e.getMessage(), e);
        }
    }
}
