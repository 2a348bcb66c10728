package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Skimming eight bytes at a time ends where reading byte by byte does.
final class AnswerSkimTest {
    private static final int TEXTS = 20_000;

    private final JsonSkim skim = new JsonSkim();

    @ParameterizedTest
    @ValueSource(
            strings = {"{[]}\"a", "{[]}\"\\", "{}abcdefghij\"\"\"\"\u00fb\u00fd\u00dd\u00a2", "\"\\x", "[{x}\u0001"})
    void aTreeEndsAtItsBracket(String alphabet) {
        var random = new Random(7);
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = text(random, alphabet);

            skim.startTree();

            assertThat(skipInPieces(text, random))
                    .as(new String(text, StandardCharsets.ISO_8859_1))
                    .isEqualTo(end(text, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aaaaaaaaaaaaaaaaaaaa\"", "abc\\\"", "\\\\\"{}[]", "\u00a2\"#\u00dc"})
    void aStringEndsAtItsQuote(String alphabet) {
        var random = new Random(7);
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = text(random, alphabet);

            skim.startString();

            assertThat(skipInPieces(text, random))
                    .as(new String(text, StandardCharsets.ISO_8859_1))
                    .isEqualTo(end(text, 0));
        }
    }

    private int skipInPieces(byte[] text, Random random) {
        MemorySegment s = MemorySegment.ofArray(text);
        int at = 0;
        while (at < text.length && !skim.done()) {
            int to = Math.min(text.length, at + 1 + random.nextInt(40));
            int next = skim.skip(s, at, to);
            assertThat(skim.done() || next == to).isTrue();
            at = next;
        }
        return skim.done() ? at : -1;
    }

    /// The position after the tree (depth 1) or string (depth 0) that we are in, or -1.
    private static int end(byte[] text, int startDepth) {
        int depth = startDepth;
        boolean inString = startDepth == 0;
        for (int at = 0; at < text.length; at++) {
            byte b = text[at];
            if (inString && b == '\\') {
                at++;
            } else if (b == '"') {
                inString = !inString;
            } else if (!inString && (b == '{' || b == '[')) {
                depth++;
            } else if (!inString && (b == '}' || b == ']')) {
                depth--;
            }
            if (depth == 0 && !inString) return at + 1;
        }
        return -1;
    }

    private static byte[] text(Random random, String alphabet) {
        byte[] text = new byte[random.nextInt(80)];
        for (int i = 0; i < text.length; i++) text[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        return text;
    }
}
