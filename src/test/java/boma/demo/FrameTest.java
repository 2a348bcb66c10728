package boma.demo;

import static org.assertj.core.api.Assertions.assertThat;

import boma.demo.Frame.Places;
import boma.demo.Picture.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    private static final Places PLACES =
            new Places("127.0.0.1:8080", "127.0.0.1:8888", "http://127.0.0.1:8890/metrics", "/tmp/boma-demo-12345");
    private static final Ink COLOURED = new Ink(true, true);
    private static final long SECOND = 1_000_000_000;

    @ParameterizedTest
    @ValueSource(ints = {80, 81, 100, 120, 300})
    void everyLineIsAsWideAsTheNextOne(int columns) {
        for (Ink ink : List.of(new Ink(false, false), COLOURED)) {
            for (String line : new Frame(ink, PLACES, columns).lines(picture())) {
                assertThat(visible(line)).as(line).hasSize(Math.min(columns, 120));
            }
        }
    }

    @Test
    void itFitsIntoTheSmallestOfTerminals() {
        assertThat(new Frame(COLOURED, PLACES, 80).lines(picture())).hasSizeLessThanOrEqualTo(24);
    }

    @Test
    void withoutColoursItSaysTheSame() {
        String plain = String.join("\n", new Frame(new Ink(false, true), PLACES, 80).lines(picture()));
        String coloured = String.join("\n", new Frame(COLOURED, PLACES, 80).lines(picture()));

        assertThat(visible(coloured)).isEqualTo(plain);
        assertThat(plain)
                .contains("banned, 9 s")
                .contains("limit \"one table\"")
                .contains("12,345 table reads")
                .contains("in service, head block 4711");
    }

    private static String visible(String line) {
        return line.replaceAll("\033\\[[0-9]*m", "");
    }

    /// As full as it can be.
    static Picture picture() {
        List<Part> parts = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            parts.add(new Part("127.0.1." + i, true, "wallet of somebody", numbers(0, Map.of(), Outcome.SERVED)));
        }
        parts.add(new Part("127.0.2.1", false, "pushes what fails", numbers(77, Map.of("banned", 70L), Outcome.CUT)));
        var refused = new Outcome.Refused("rate-limited", "one table", 3);
        parts.add(new Part(
                "127.0.2.2",
                false,
                "scrapes one table",
                new Tally.Numbers(
                        100_000,
                        87_655,
                        0,
                        12_345,
                        0,
                        0,
                        12_345,
                        Map.of("limit \"one table\"", 12_345L),
                        900,
                        refused,
                        0)));
        var denied = new Outcome.Refused("blocked", "spam tokens", 0);
        parts.add(new Part(
                "127.0.2.3", false, "pushes spamtokens11", numbers(9, Map.of("rule \"spam tokens\"", 9L), denied)));
        return new Picture(SECOND, 3600, parts, 1_000_000, 123, 900_000, 45, true, 4711, 1);
    }

    private static Tally.Numbers numbers(long refused, Map<String, Long> reasons, Outcome last) {
        long cut = last instanceof Outcome.Cut ? refused : 0;
        return new Tally.Numbers(1000 + refused, 1000, 5, refused, cut, refused, 0, reasons, 1234, last, 10 * SECOND);
    }
}
