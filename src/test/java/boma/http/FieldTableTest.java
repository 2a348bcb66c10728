package boma.http;

import static org.assertj.core.api.Assertions.assertThat;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class FieldTableTest {
    private static final List<String> SOME = List.of(
            "te",
            "host",
            "expect",
            "upgrade",
            "accept",
            "x-api-key",
            "connection",
            "content-length",
            "x-forwarded-for",
            "proxy-connection",
            "transfer-encoding",
            "access-control-request-private-network");

    @Test
    void aNameIsFoundInAnyCase() {
        assertThat(find("Host")).isEqualTo(Field.HOST);
        assertThat(find("hOsT")).isEqualTo(Field.HOST);
        assertThat(find("CONTENT-LENGTH")).isEqualTo(Field.CONTENT_LENGTH);
        assertThat(find("Transfer-encoding")).isEqualTo(Field.TRANSFER_ENCODING);
        assertThat(find("Access-Control-Allow-Methods")).isEqualTo(Field.CORS);
        assertThat(find("Access-Control-Allow-Headers")).isEqualTo(Field.CORS);
        assertThat(find("x-forwarded-for")).isEqualTo(Field.FORWARDED_FOR);
        assertThat(find("X-Forwarded-Proto")).isEqualTo(Field.FORWARDED_PROTO);
    }

    @Test
    void noOtherByteAtAnyPlaceIsTakenForTheRightOne() {
        for (String name : SOME) {
            byte[] bytes = Ascii.bytes(name);
            for (int at = 0; at < bytes.length; at++) {
                for (int b = 0; b < 256; b++) {
                    byte[] changed = bytes.clone();
                    changed[at] = (byte) b;
                    boolean same = Ascii.lower((byte) b) == bytes[at];

                    assertThat(find(changed) != null && find(changed) == find(bytes))
                            .as("%s with %02x at %d", name, b, at)
                            .isEqualTo(same);
                }
            }
        }
    }

    @Test
    void aNameThatIsLongerOrShorterIsAnotherOne() {
        for (String name : SOME) {
            assertThat(find(name + "x")).isNull();
            assertThat(find(name.substring(1))).isNull();
            assertThat(find(name.substring(0, name.length() - 1))).isIn(null, Field.OTHER, Field.FORWARDING);
        }
    }

    @Test
    void noOtherMarkHidesAFieldThatMatters() {
        assertThat(odd("X.Forwarded.For")).isEqualTo(Field.FORWARDING);
        assertThat(odd("x!real~ip")).isEqualTo(Field.FORWARDING);
        assertThat(odd("X-Forwarded.Anything")).isEqualTo(Field.FORWARDING);
        assertThat(odd("X|Forwarded|Anything")).isEqualTo(Field.FORWARDING);
        assertThat(odd("Transfer.Encoding")).isEqualTo(Field.ALIAS);
        assertThat(odd("x+api+key")).isEqualTo(Field.ALIAS);
        assertThat(odd("accept.language")).isEqualTo(Field.OTHER);
        assertThat(odd("x1real1ip")).isEqualTo(Field.OTHER);
    }

    @Test
    void anUnderscoreDoesNotHideAFieldThatMatters() {
        assertThat(odd("X_Forwarded_For")).isEqualTo(Field.FORWARDING);
        assertThat(odd("X-Forwarded_Proto")).isEqualTo(Field.FORWARDING);
        assertThat(odd("x-real_ip")).isEqualTo(Field.FORWARDING);
        assertThat(odd("X-FORWARDED_ANYTHING")).isEqualTo(Field.FORWARDING);
        assertThat(odd("Content_Length")).isEqualTo(Field.ALIAS);
        assertThat(odd("x_api_key")).isEqualTo(Field.ALIAS);
        assertThat(odd("accept_language")).isEqualTo(Field.OTHER);
        assertThat(odd("my_field")).isEqualTo(Field.OTHER);
        assertThat(odd("X-Forwarde")).isEqualTo(Field.OTHER);
    }

    private static Field find(String name) {
        return find(Ascii.bytes(name));
    }

    private static @org.jspecify.annotations.Nullable Field find(byte[] name) {
        int field = FieldTable.find(MemorySegment.ofArray(name), 0, name.length);
        return field < 0 ? null : Field.of(field);
    }

    private static Field odd(String name) {
        assertThat(find(name.toLowerCase(Locale.ROOT))).isNull();
        return Field.of(FieldTable.findOdd(MemorySegment.ofArray(Ascii.bytes(name)), 0, name.length()));
    }
}
