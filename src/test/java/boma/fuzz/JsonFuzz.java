package boma.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import boma.bytes.Ascii;
import boma.bytes.JsonScanner;
import boma.bytes.JsonScanner.Problem;
import boma.bytes.JsonScanner.Token;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Any bytes as JSON: what the scanner takes Jackson takes too, and both see the same tokens. What only Jackson takes
/// is
/// refused on purpose: escapes that nodeos reads differently, numbers with an exponent, a byte order mark, and what is
/// beyond the bounds.
class JsonFuzz {
    private static final Pattern EXPONENT = Pattern.compile("[0-9][eE]");
    private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,17}|10{18}");

    private final JsonScanner scanner = new JsonScanner();
    private final JsonScanner ofChecked = JsonScanner.forCheckedText();

    @DictionaryFile(resourcePath = "/boma/fuzz/json.dict")
    @FuzzTest
    void texts(FuzzedDataProvider data) {
        byte[] bytes = data.consumeRemainingAsBytes();
        MemorySegment text = MemorySegment.ofArray(bytes);
        @Nullable List<String> ofJackson = StrictJson.tokens(bytes);

        @Nullable List<String> tokens = scan(scanner, text, 0, bytes.length);

        Problem problem = scanner.problem();
        if (tokens == null) {
            assertThat(ofJackson == null || isRefusedOnPurpose(problem, bytes))
                    .as(problem.name())
                    .isTrue();
        } else {
            assertThat(tokens).isEqualTo(ofJackson);
            assertThat(scan(ofChecked, text, 0, bytes.length)).isEqualTo(tokens);
        }
        assertThat(skips(text, bytes.length)).isEqualTo(tokens != null);
        assertThat(scanBetweenOthers(bytes)).isEqualTo(tokens);
        assertThat(scanner.problem()).isEqualTo(problem);
    }

    /// All tokens, or null if the text is refused.
    private static @Nullable List<String> scan(JsonScanner scanner, MemorySegment s, int from, int to) {
        var tokens = new ArrayList<String>();
        scanner.start(s, from, to);
        Token token = scanner.next();
        while (token != Token.END && token != Token.INVALID) {
            assertThat(scanner.depth()).isBetween(0, JsonScanner.DEPTH_MAX);
            tokens.add(words(token, scanner, s));
            token = scanner.next();
        }
        assertThat(token == Token.END).isEqualTo(scanner.problem() == Problem.NONE);
        assertThat(scanner.next()).isEqualTo(token);
        return token == Token.END ? tokens : null;
    }

    private static String words(Token token, JsonScanner scanner, MemorySegment s) {
        byte[] bytes = s.asSlice(scanner.from(), scanner.length()).toArray(Ascii.BYTE);
        var text = new String(bytes, StandardCharsets.UTF_8);
        if (token == Token.STRING || token == Token.NUMBER) {
            long digits = DIGITS.matcher(text).matches() ? Long.parseLong(text) : -1;
            assertThat(scanner.digits()).isEqualTo(digits);
        }
        return switch (token) {
            case MEMBER -> "member " + text;
            case STRING -> "string " + unescaped(text, scanner.escaped());
            case NUMBER -> "number " + text;
            case OBJECT, OBJECT_END, ARRAY, ARRAY_END, TRUE, FALSE, NULL -> text;
            case END, INVALID -> throw new AssertionError(token);
        };
    }

    private static String unescaped(String text, boolean escaped) {
        assertThat(escaped).isEqualTo(text.indexOf('\\') >= 0);
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                int escape = "nrt".indexOf(text.charAt(++i));
                c = escape < 0 ? text.charAt(i) : "\n\r\t".charAt(escape);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    private static boolean isRefusedOnPurpose(Problem problem, byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        return switch (problem) {
            case ESCAPE -> text.contains("\\");
            case SYNTAX, TRAILING_TEXT -> EXPONENT.matcher(text).find() || text.startsWith("\ufeff");
            case TOO_DEEP -> text.chars().filter(c -> c == '[' || c == '{').count() > JsonScanner.DEPTH_MAX;
            case TOO_MANY_MEMBERS -> text.chars().filter(c -> c == ':').count() > 4_096;
            case NONE, CUT_SHORT, CONTROL_CHARACTER, NOT_UTF8, DUPLICATE_MEMBER -> false;
        };
    }

    /// Whether the text is one value when it is passed over as a whole.
    private boolean skips(MemorySegment text, int length) {
        scanner.start(text, 0, length);
        Token first = scanner.next();
        boolean skipped = first != Token.END && scanner.skip(first);
        return skipped && scanner.next() == Token.END;
    }

    private @Nullable List<String> scanBetweenOthers(byte[] bytes) {
        byte[] around = new byte[bytes.length + 32];
        Arrays.fill(around, (byte) '"');
        System.arraycopy(bytes, 0, around, 16, bytes.length);
        return scan(scanner, MemorySegment.ofArray(around), 16, 16 + bytes.length);
    }
}
