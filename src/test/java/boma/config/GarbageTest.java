package boma.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands in a file: reading it throws nothing, and what is wrong is said in lines for people.
class GarbageTest {
    private static final long SEED = 20260101;
    private static final int ROUNDS = 400;
    private static final String TOML_CHARACTERS = "=\"'[]{},.#\\-_:+/ \t\r\n\u0000\u007f\u00e9\u202e01aeinftuxTZ";

    private final Random random = new Random(SEED);

    @Test
    void anyBytesAreReadWithoutAnException() {
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);

            readAsSample(bytes);
        }
    }

    @Test
    void anyMixOfTomlCharactersIsReadWithoutAnException() {
        for (int i = 0; i < ROUNDS; i++) {
            readAsSample(mixOfTomlCharacters(random.nextInt(300)).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aGoodFileWithDamageIsReadWithoutAnException() throws IOException {
        byte[] good = Files.readAllBytes(Path.of("src/test/specs/config/complete.toml"));
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = Arrays.copyOf(good, good.length - random.nextInt(good.length));
            for (int n = random.nextInt(4); n >= 0; n--) {
                char damage = TOML_CHARACTERS.charAt(random.nextInt(TOML_CHARACTERS.length()));
                bytes[random.nextInt(bytes.length)] = (byte) damage;
            }

            readAsSample(bytes);
        }
    }

    static List<String> extremes() {
        int length = ConfigFile.BYTES_MAX;
        return List.of(
                "\n".repeat(ConfigFile.LINES_MAX),
                " ".repeat(length),
                "#".repeat(length),
                "=".repeat(length),
                "\"".repeat(length),
                "a".repeat(length),
                "a.".repeat(length / 2),
                "[".repeat(length),
                "a=" + "[".repeat(length - 2),
                "a=" + "[1,".repeat((length - 2) / 3),
                "a=" + "{a=".repeat((length - 2) / 3),
                "a=[" + "1,".repeat((length - 4) / 2) + "]",
                "limit=[" + "{},".repeat(40_000) + "]",
                "server=\"\"\"" + "x".repeat(length - 10),
                "[[limit]]\n".repeat(ConfigFile.LINES_MAX),
                "x\n".repeat(ConfigFile.LINES_MAX));
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void anExtremeFileIsReadWithoutAnException(String text) {
        readAsSample(text.getBytes(StandardCharsets.UTF_8));
    }

    private String mixOfTomlCharacters(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(TOML_CHARACTERS.charAt(random.nextInt(TOML_CHARACTERS.length())));
        }
        return text.toString();
    }

    private static void readAsSample(byte[] bytes) {
        ConfigFile file = ConfigFile.parse("garbage.toml", bytes);

        Sample.read(file.root());

        assertThat(file.problems()).allSatisfy(problem -> {
            assertThat(problem.toString()).startsWith("garbage.toml:").doesNotContainPattern("[\\p{Cntrl}\\u202e]");
            assertThat(problem.toString()).hasSizeLessThan(1500);
        });
    }
}
