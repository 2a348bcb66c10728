package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {
    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "a, 3458764513820540928",
        "eosio, 6138663577826885632",
        "eosio.token, 6138663591592764928",
        "transfer, -3617168760277827584",
        "zzzzzzzzzzzzj, -1",
        ".a, 108086391056891904",
        "1, 576460752303423488",
    })
    void aNameIsItsNumber(String text, long name) {
        assertThat(Name.isValid(text)).isTrue();
        assertThat(Name.encode(text)).isEqualTo(name);
        assertThat(Name.decode(name)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "eosio ",
                " eosio",
                "eosio.",
                ".",
                "eo_sio",
                "eosio6",
                "eosio0",
                "aaaaaaaaaaaaaa",
                "aaaaaaaaaaaak",
                "\u00e4",
                "a\0",
                "a/b",
                "a`b",
                "a{b",
            })
    void otherTextsAreNoNames(String text) {
        assertThat(Name.isValid(text)).isFalse();
        assertThatThrownBy(() -> Name.encode(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not an Antelope name: " + text);
    }

    @Test
    void everyNumberIsTheNameOfItsText() {
        var random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            long name = random.nextLong() << (5 * random.nextInt(13));
            String text = Name.decode(name);

            assertThat(Name.isValid(text)).as(text).isTrue();
            assertThat(Name.encode(text)).isEqualTo(name);
        }
    }
}
