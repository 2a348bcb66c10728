package boma.limit;

import boma.exchange.Ground;
import boma.exchange.Refusal;
import boma.exchange.Verdict;
import boma.time.DurationText;
import java.time.Duration;
import java.util.Set;

/// What a limit can say to a request that is over it, built when the configuration is loaded.
///
/// @param deny       with the time to wait
/// @param tooMuch    for a request that costs more than a whole burst: waiting does not help
/// @param ban        with the time that the ban lasts, as the next one; only of limits that ban
/// @param banTooMuch for a request that costs more than a whole burst
record LimitRefusals(
        Verdict.Deny deny,
        Verdict.Deny tooMuch,
        Verdict.Deny ban,
        Verdict.Deny banTooMuch,
        Verdict.Drop drop,
        Verdict.Stall stall) {
    private static final String BANNED = " Requests from your address are blocked for " + Refusal.SECONDS + " s.";

    /// @param fields header lines for every answer of ours
    static LimitRefusals of(LimitConfig config, Ground ground, String fields) {
        long banNanos = config.over() instanceof Over.Ban(Duration duration) ? duration.toNanos() : 0;
        String over = over(config);
        String tooMuch = tooMuch(config);
        return new LimitRefusals(
                deny(ground, over + "; try again in " + Refusal.SECONDS + " s.", 0, fields),
                deny(ground, tooMuch + '.', 0, fields),
                deny(ground, over + '.' + BANNED, banNanos, fields),
                deny(ground, tooMuch + '.' + BANNED, banNanos, fields),
                new Verdict.Drop(ground),
                new Verdict.Stall(ground));
    }

    private static Verdict.Deny deny(Ground ground, String sentence, long banNanos, String fields) {
        var refusal = new Refusal(ground.reason(), sentence, ground.by(), fields);
        return new Verdict.Deny(ground, refusal, banNanos);
    }

    private static String over(LimitConfig config) {
        String who = phrases(config.keys());
        return "Too many " + what(config.count()) + (who.isEmpty() ? "" : " " + who) + ": the limit \"" + config.name()
                + "\" allows " + config.rate().count() + " in " + window(config);
    }

    private static String tooMuch(LimitConfig config) {
        return "This request has too many " + what(config.count()) + ": the limit \"" + config.name() + "\" allows "
                + config.burst() + " at once";
    }

    private static String what(LimitConfig.Count count) {
        return switch (count) {
            case REQUESTS -> "requests";
            case ACTIONS -> "actions";
            case FAILURES -> "failures";
        };
    }

    /// `from your address for this path`; a limit by account says nothing of the address that it also holds for.
    private static String phrases(Set<Key> keys) {
        var text = new StringBuilder();
        for (Key key : keys) {
            if (!text.isEmpty()) text.append(' ');
            text.append(key.phrase());
        }
        return text.toString();
    }

    /// `10s` as `10 s`.
    private static String window(LimitConfig config) {
        String text = DurationText.format(Duration.ofNanos(config.rate().windowNanos()));
        int digits = 0;
        while (Character.isDigit(text.charAt(digits))) digits++;
        return text.substring(0, digits) + ' ' + text.substring(digits);
    }
}
