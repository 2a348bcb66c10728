package boma.practice;

import boma.time.DurationText;
import java.time.Duration;
import java.util.Locale;

/// What a practice node does wrong, on demand. It handles the request all the same: only the answer suffers, so that
/// a push whose answer is lost was executed, as in life.
public sealed interface Misbehaviour {
    /// Nothing.
    record Well() implements Misbehaviour {}

    /// Every answer comes later.
    record Slow(Duration delay) implements Misbehaviour {}

    /// No new blocks: it answers, but from the past.
    record Stale() implements Misbehaviour {}

    /// Every answer is a 500 that blames nobody.
    record Failing() implements Misbehaviour {}

    /// The connection is closed instead of an answer.
    record Closing() implements Misbehaviour {}

    /// The connection is reset instead of an answer.
    record Resetting() implements Misbehaviour {}

    /// The connection is closed in the middle of the body.
    record Half() implements Misbehaviour {}

    /// There is no answer, and no end.
    record Hanging() implements Misbehaviour {}

    /// The answer is not HTTP as it should be.
    record Garbled(Garbage how) implements Misbehaviour {}

    Misbehaviour WELL = new Well();
    String EXPECTED = "well, slow TIME, stale, failing, closing, resetting, half, hanging, or garbled with "
            + "two-lengths, length-and-chunked, bad-chunk, bad-status, bare-lf or no-http";

    /// Reads `slow 500ms`, `garbled two-lengths` and the like.
    ///
    /// @throws IllegalArgumentException when it is none of these
    static Misbehaviour parse(String text) {
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        String rest = space < 0 ? "" : text.substring(space + 1);
        return switch (word) {
            case "well" -> WELL;
            case "slow" -> new Slow(DurationText.parse(rest));
            case "stale" -> new Stale();
            case "failing" -> new Failing();
            case "closing" -> new Closing();
            case "resetting" -> new Resetting();
            case "half" -> new Half();
            case "hanging" -> new Hanging();
            case "garbled" ->
                new Garbled(Garbage.valueOf(rest.toUpperCase(Locale.ROOT).replace('-', '_')));
            default -> throw new IllegalArgumentException(text);
        };
    }
}
