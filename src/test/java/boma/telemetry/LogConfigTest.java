package boma.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import boma.config.ConfigFile;
import boma.config.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogConfigTest {
    @Test
    void withoutASectionLinesGoToStandardOutput() {
        assertThat(read("")).isEqualTo(new LogConfig("stdout", 1 << 20, 0, 5));
    }

    @Test
    void everyKeyIsRead() {
        assertThat(read("access = \"/var/log/boma/access.log\"\nbuffer = \"2MiB\"\nrotate = \"100MiB\"\nkeep = 9"))
                .isEqualTo(new LogConfig("/var/log/boma/access.log", 2 << 20, 100 << 20, 9));
        assertThat(read("access = \"off\"").toFile()).isFalse();
    }

    @Test
    void onlyFilesAreRotated() {
        ConfigFile file = ConfigFile.parse("boma.toml", "[log]\nrotate = \"100MiB\"");

        LogConfig.read(file.root().section("log"), 2);

        assertThat(file.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "boma.toml:2: log.rotate: expected no rotate unless access is a file, found \"100MiB\"");
    }

    @Test
    void filesAreNotRotatedAllTheTime() {
        ConfigFile file = ConfigFile.parse("boma.toml", "[log]\naccess = \"a\"\nrotate = 1000");

        LogConfig.read(file.root().section("log"), 2);

        assertThat(file.problems())
                .extracting(Problem::toString)
                .containsExactly("boma.toml:3: log.rotate: expected 0 or a size from 1MiB, found 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", ".", "..", "/var/log/..", "a\\u0000b"})
    void whatNoFileCanBeCalledIsAMistake(String access) {
        ConfigFile file = ConfigFile.parse("boma.toml", "[log]\nrotate = \"100MiB\"\naccess = \"" + access + '"');

        LogConfig.read(file.root().section("log"), 2);

        assertThat(file.problems())
                .singleElement()
                .asString()
                .startsWith("boma.toml:3: log.access: expected the path of a file, stdout or off, found ");
    }

    private static LogConfig read(String text) {
        ConfigFile file = ConfigFile.parse("boma.toml", "[log]\n" + text);
        LogConfig config = LogConfig.read(file.root().section("log"), 2);
        assertThat(file.problems()).isEmpty();
        return config;
    }
}
