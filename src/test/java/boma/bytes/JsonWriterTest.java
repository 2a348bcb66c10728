package boma.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class JsonWriterTest {
    private final JsonWriter writer = new JsonWriter(0);

    @Test
    void commasStandBetweenValuesOnly() {
        writer.object().name("a").number(1);
        writer.name("b").list().number(2).text("x").object().endObject().endList();
        writer.name(JsonWriter.quotedName("c")).bool(true).name("d").nothing().endObject();

        assertThat(writer).hasToString("{\"a\":1,\"b\":[2,\"x\",{}],\"c\":true,\"d\":null}");
    }

    @Test
    void everyLineStartsAnew() {
        writer.object().name("a").bool(false).endObject().endLine();
        writer.object().endObject().endLine();

        assertThat(writer).hasToString("{\"a\":false}\n{}\n");
    }

    @Test
    void afterClearingNothingIsLeft() {
        writer.list().number(1);

        writer.clear();

        assertThat(writer.text("new").toBytes()).asString().isEqualTo("\"new\"");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                9,
                10,
                99,
                100,
                101,
                12_345,
                999_999,
                1_000_000,
                Long.MAX_VALUE,
                -1,
                -10,
                -987,
                Long.MIN_VALUE
            })
    void numbersAreWrittenInDecimal(long value) {
        assertThat(writer.number(value)).hasToString(Long.toString(value));
    }

    @Test
    void thousandthsHaveThreeDecimals() {
        writer.list()
                .thousandths(0)
                .thousandths(7)
                .thousandths(1_500)
                .thousandths(123_456_789_012L)
                .endList();

        assertThat(writer).hasToString("[0.000,0.007,1.500,123456789.012]");
    }

    @Test
    void hexadecimalIsATextOfSixteenDigits() {
        writer.list().hex(0).hex(0xfedc_ba98_7654_3210L).endList();

        assertThat(writer).hasToString("[\"0000000000000000\",\"fedcba9876543210\"]");
    }

    @Test
    void quotesBackslashesAndControlsAreEscaped() {
        assertThat(writer.text("a\"b\\c\n\r\t\0\u001f\u007f/"))
                .hasToString("\"a\\\"b\\\\c\\n\\r\\t\\u0000\\u001f\\u007f/\"");
    }

    @Test
    void whatIsNotAsciiIsWrittenAsUtf8() {
        assertThat(writer.text("é漢😀")).hasToString("\"é漢😀\"");
    }

    @Test
    void halfASurrogatePairDoesNotBreakTheText() {
        assertThat(writer.text("a\ud83d!\ude00")).hasToString("\"a\ufffd!\ufffd\"");
    }

    @Test
    void bytesFromTheWireStayOneCharacterEach() {
        byte[] wire = {'x', '/', (byte) 0xff, 0, '"', (byte) 0xc3};

        assertThat(writer.text(wire, 1, 5)).hasToString("\"/\\u00ff\\u0000\\\"\\u00c3\"");
    }

    @Test
    void aTextCanBeWrittenInPlace() {
        writer.list();
        int at = writer.openText(3);
        writer.bytes()[at++] = 'a';
        writer.bytes()[at++] = 'b';

        writer.closeText(at).number(1).endList();

        assertThat(writer).hasToString("[\"ab\",1]");
    }

    @Test
    void anyTextIsReadBackAsItWas() {
        var random = new Random(7);
        for (int round = 0; round < 500; round++) {
            String text = random.ints(random.nextInt(40), 0, 0xd800)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            writer.clear();

            writer.text(text);

            assertThat(readBack(writer.toBytes())).isEqualTo(text);
        }
    }

    @Test
    void anyBytesAreReadBackAsLatin1() {
        var random = new Random(8);
        for (int round = 0; round < 500; round++) {
            byte[] wire = new byte[random.nextInt(60)];
            random.nextBytes(wire);
            writer.clear();

            writer.text(wire, 0, wire.length);

            assertThat(readBack(writer.toBytes())).isEqualTo(new String(wire, StandardCharsets.ISO_8859_1));
        }
    }

    private static String readBack(byte[] json) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
            String text = parser.getString();
            assertThat(parser.nextToken()).isNull();
            return text;
        }
    }
}
