package boma.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import boma.bytes.JsonScanner.Problem;
import boma.bytes.JsonScanner.Token;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
    private final JsonScanner scanner = new JsonScanner();
    private byte[] text = new byte[0];

    @Test
    void tokensComeInTheOrderOfTheText() {
        start(" {\"a\" : [1, -2.50,\"x\\n\"] ,\"b\":{},\r\n\t\"\":null,\"c\":[true,false,[]]} ");

        assertThat(rest())
                .containsExactly(
                        "OBJECT {",
                        "MEMBER a",
                        "ARRAY [",
                        "NUMBER 1",
                        "NUMBER -2.50",
                        "STRING x\\n",
                        "ARRAY_END ]",
                        "MEMBER b",
                        "OBJECT {",
                        "OBJECT_END }",
                        "MEMBER ",
                        "NULL null",
                        "MEMBER c",
                        "ARRAY [",
                        "TRUE true",
                        "FALSE false",
                        "ARRAY [",
                        "ARRAY_END ]",
                        "ARRAY_END ]",
                        "OBJECT_END }",
                        "END");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "-0", "\"\"", "true", "null", " [ ] ", "{ }", "0.5", "[[[]]]", "\"\\\"\\\\\\/\\n\\r\\t\""})
    void everyKindOfValueMayStandAlone(String json) {
        assertThat(problem(json)).isEqualTo(Problem.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`` | CUT_SHORT",
                "` ` | CUT_SHORT",
                "{ | CUT_SHORT",
                "{\"a | CUT_SHORT",
                "{\"a\\ | CUT_SHORT",
                "{\"a\" | CUT_SHORT",
                "{\"a\": | CUT_SHORT",
                "{\"a\":1 | CUT_SHORT",
                "{\"a\":1, | CUT_SHORT",
                "[ | CUT_SHORT",
                "[1 | CUT_SHORT",
                "[1, | CUT_SHORT",
                "tru | CUT_SHORT",
                "- | CUT_SHORT",
                "1. | CUT_SHORT",
                "{,} | SYNTAX",
                "{\"a\":1,} | SYNTAX",
                "{\"a\":1,,\"b\":2} | SYNTAX",
                "{\"a\":1 \"b\":2} | SYNTAX",
                "{\"a\"1} | SYNTAX",
                "{\"a\"::1} | SYNTAX",
                "{\"a\":} | SYNTAX",
                "{a:1} | SYNTAX",
                "{1:1} | SYNTAX",
                "{'a':1} | SYNTAX",
                "[1 2] | SYNTAX",
                "[1,] | SYNTAX",
                "[,1] | SYNTAX",
                "[1} | SYNTAX",
                "{\"a\":1] | SYNTAX",
                "] | SYNTAX",
                "tree | SYNTAX",
                "[nan] | SYNTAX",
                "[nullx] | SYNTAX",
                "[+1] | SYNTAX",
                "[.5] | SYNTAX",
                "[1.] | SYNTAX",
                "[01] | SYNTAX",
                "[-01] | SYNTAX",
                "[1e5] | SYNTAX",
                "[1E5] | SYNTAX",
                "[1.0e5] | SYNTAX",
                "[0x10] | SYNTAX",
                "[1.2.3] | SYNTAX",
                "[--1] | SYNTAX",
                "[12abc] | SYNTAX",
                "/**/1 | SYNTAX",
                "1 2 | TRAILING_TEXT",
                "{}{} | TRAILING_TEXT",
                "{}, | TRAILING_TEXT",
                "[]] | TRAILING_TEXT",
                "null// | TRAILING_TEXT",
                "\"\\u0061\" | ESCAPE",
                "\"\\b\" | ESCAPE",
                "\"\\f\" | ESCAPE",
                "\"\\a\" | ESCAPE",
                "\"\\'\" | ESCAPE",
                "{\"\\a\":1} | ESCAPE",
                "{\"a\\\\\":1} | ESCAPE",
                "{\"a\\n\":1} | ESCAPE",
                "{\"a\":1,\"a\":2} | DUPLICATE_MEMBER",
                "{\"\":1,\"\":2} | DUPLICATE_MEMBER",
                "[{\"a\":1,\"b\":{\"a\":1},\"a\":2}] | DUPLICATE_MEMBER",
            })
    void whatNodeosMayReadDifferentlyIsInvalid(String json, Problem problem) {
        assertThat(problem(json)).isEqualTo(problem);
    }

    @Test
    void controlCharactersAreInvalidEverywhere() {
        for (char c = 0; c < ' '; c++) {
            assertThat(problem("\"" + "x".repeat(c) + c + "\"")).isEqualTo(Problem.CONTROL_CHARACTER);
            assertThat(problem("{\"" + c + "\":1}")).isEqualTo(Problem.CONTROL_CHARACTER);
            boolean space = c == '\t' || c == '\n' || c == '\r';
            assertThat(problem(c + "1")).isEqualTo(space ? Problem.NONE : Problem.SYNTAX);
            assertThat(problem("1" + c)).isEqualTo(space ? Problem.NONE : Problem.TRAILING_TEXT);
        }
        assertThat(problem("\"\u007f\"")).isEqualTo(Problem.NONE);
    }

    @Test
    void everyCharacterOfUnicodeIsAcceptedInStrings() {
        for (int c = 0x80; c <= Character.MAX_CODE_POINT; c += c < 0x1_0000 ? 1 : 251) {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) continue;
            assertThat(problem('"' + Character.toString(c) + '"')).as("U+%X", c).isEqualTo(Problem.NONE);
        }
        assertThat(problem('"' + Character.toString(Character.MAX_CODE_POINT) + '"'))
                .isEqualTo(Problem.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0af",
                "c1bf",
                "c2",
                "c220",
                "c2c2",
                "e0809f",
                "e09fbf",
                "e282",
                "eda080",
                "edbfbf",
                "e28220",
                "f08fbfbf",
                "f0808080",
                "f4908080",
                "f5808080",
                "f09f98",
                "f09f9820",
                "fe",
                "ff",
            })
    void malformedUtf8IsInvalid(String hex) {
        assertThat(problem(Hex.bytes("22" + hex + "22"))).isEqualTo(Problem.NOT_UTF8);
        assertThat(problem(Hex.bytes("22" + hex))).isEqualTo(Problem.NOT_UTF8);
        assertThat(problem(Hex.bytes("22" + "61".repeat(30) + hex + "61".repeat(30) + "22")))
                .isEqualTo(Problem.NOT_UTF8);
    }

    @Test
    void theEndOfAStringIsFoundWhereverItStands() {
        for (int before = 0; before < 20; before++) {
            for (int length = 0; length < 40; length++) {
                start(" ".repeat(before) + '"' + "x".repeat(length) + '"' + " ".repeat(before));

                assertThat(scanner.next()).isEqualTo(Token.STRING);
                assertThat(scanner.from()).isEqualTo(before + 1);
                assertThat(scanner.length()).isEqualTo(length);
                assertThat(scanner.next()).isEqualTo(Token.END);
            }
        }
    }

    @Test
    void nestingEndsAtSixtyFour() {
        assertThat(problem("[".repeat(64) + "]".repeat(64))).isEqualTo(Problem.NONE);
        assertThat(problem("[".repeat(65) + "]".repeat(65))).isEqualTo(Problem.TOO_DEEP);
        assertThat(problem("{\"a\":".repeat(64) + "1" + "}".repeat(64))).isEqualTo(Problem.NONE);
        assertThat(problem("{\"a\":".repeat(65) + "1" + "}".repeat(65))).isEqualTo(Problem.TOO_DEEP);
    }

    @Test
    void objectsBesideAndInsideEachOtherMayHaveTheSameMembers() {
        assertThat(problem("[{\"a\":1},{\"a\":{\"a\":{\"a\":2}}},{\"a\":[{\"a\":3},{\"a\":4}],\"b\":5}]"))
                .isEqualTo(Problem.NONE);
    }

    @Test
    void aDuplicateIsFoundAmongManyMembersAndBehindManyObjects() {
        var members = new StringBuilder();
        for (int i = 0; i < 3_000; i++) members.append("\"member ").append(i).append("\":{\"x\":1,\"y\":2},");

        assertThat(problem('{' + members.toString() + "\"last\":1}")).isEqualTo(Problem.NONE);
        assertThat(problem('{' + members.toString() + "\"member 0\":1}")).isEqualTo(Problem.DUPLICATE_MEMBER);
        assertThat(problem('{' + members.toString() + "\"member 2999\":1}")).isEqualTo(Problem.DUPLICATE_MEMBER);
    }

    @Test
    void openObjectsTogetherMayHaveSoManyMembers() {
        var members = new StringBuilder();
        for (int i = 0; i < MemberNames.NAMES_MAX; i++)
            members.append(i == 0 ? "" : ",").append('"').append(i).append("\":1");

        assertThat(problem("{" + members + "}")).isEqualTo(Problem.NONE);
        assertThat(problem("[{" + members + "},{" + members + "}]")).isEqualTo(Problem.NONE);
        assertThat(problem("{" + members + ",\"more\":1}")).isEqualTo(Problem.TOO_MANY_MEMBERS);
    }

    @Test
    void anInvalidTextLeavesNothingBehind() {
        assertThat(problem("{\"a\":1,\"b\":{\"c\":1,")).isEqualTo(Problem.CUT_SHORT);

        assertThat(problem("{\"a\":1,\"b\":{\"c\":1}}")).isEqualTo(Problem.NONE);
    }

    @Test
    void afterAProblemThereIsNoNextToken() {
        start("[1,2");

        rest();

        assertThat(scanner.next()).isEqualTo(Token.INVALID);
        assertThat(scanner.problem()).isEqualTo(Problem.CUT_SHORT);
    }

    @Test
    void skippingPassesAWholeValueAndTellsWhereItLies() {
        start("{\"a\":{\"b\":[1,{}]},\"c\":\"d\",\"e\":5}");
        scanner.next();

        assertThat(scanner.next()).isEqualTo(Token.MEMBER);
        assertThat(scanner.skip(Token.MEMBER)).isTrue();
        assertThat(token(Token.OBJECT)).isEqualTo("OBJECT {\"b\":[1,{}]}");

        assertThat(scanner.next()).isEqualTo(Token.MEMBER);
        assertThat(scanner.next()).isEqualTo(Token.STRING);
        assertThat(scanner.skip(Token.STRING)).isTrue();
        assertThat(token(Token.STRING)).isEqualTo("STRING d");

        assertThat(rest()).containsExactly("MEMBER e", "NUMBER 5", "OBJECT_END }", "END");
    }

    @Test
    void skippingFindsWhatIsInvalid() {
        start("{\"a\":{\"b\":[1,}]}}");
        scanner.next();
        scanner.next();

        assertThat(scanner.skip(Token.MEMBER)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "1000000000000000000, 1000000000000000000",
        "1000000000000000001, -1",
        "18446744073709551616, -1",
        "-1, -1",
        "1.0, -1",
    })
    void digitsAreTheValueOfWholeNumbersWithOrWithoutQuotes(String number, long value) {
        start(number);
        scanner.next();
        assertThat(scanner.digits()).isEqualTo(value);

        start('"' + number + '"');
        scanner.next();
        assertThat(scanner.digits()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "00", " 1", "1 ", "+1", "0x1", "1e1", "a"})
    void otherStringsHaveNoDigits(String string) {
        start('"' + string + '"');
        scanner.next();

        assertThat(scanner.digits()).isEqualTo(-1);
    }

    @Test
    void onlyTheRangeIsRead() {
        text = "\"xx{\"a\":\"b\"}yy\"".getBytes(StandardCharsets.UTF_8);
        scanner.start(MemorySegment.ofArray(text), 3, 12);

        assertThat(rest()).containsExactly("OBJECT {", "MEMBER a", "STRING b", "OBJECT_END }", "END");

        scanner.start(MemorySegment.ofArray(text), 3, 9);
        rest();
        assertThat(scanner.problem()).isEqualTo(Problem.CUT_SHORT);
    }

    @Test
    void aStringIsComparedByItsBytes() {
        start("{\"name\":\"na\\nme\"}");
        scanner.next();
        scanner.next();

        assertThat(scanner.is(Ascii.bytes("name"))).isTrue();
        assertThat(scanner.is(Ascii.bytes("nam"))).isFalse();
        assertThat(scanner.is(Ascii.bytes("names"))).isFalse();
        assertThat(scanner.escaped()).isFalse();
        scanner.next();
        assertThat(scanner.is(Ascii.bytes("name"))).isFalse();
        assertThat(scanner.escaped()).isTrue();
    }

    private void start(String json) {
        text = json.getBytes(StandardCharsets.UTF_8);
        scanner.start(MemorySegment.ofArray(text), 0, text.length);
    }

    private Problem problem(String json) {
        return problem(json.getBytes(StandardCharsets.UTF_8));
    }

    private Problem problem(byte[] json) {
        text = json;
        scanner.start(MemorySegment.ofArray(text), 0, text.length);
        rest();
        return scanner.problem();
    }

    private List<String> rest() {
        List<String> tokens = new ArrayList<>();
        Token token = scanner.next();
        while (token != Token.END && token != Token.INVALID) {
            tokens.add(token(token));
            token = scanner.next();
        }
        tokens.add(token.name());
        return tokens;
    }

    private String token(Token token) {
        return token.name() + ' ' + new String(text, scanner.from(), scanner.length(), StandardCharsets.UTF_8);
    }
}
