package boma.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    Path directory;

    @Test
    void aFileOfZeroBytesIsValid() throws IOException {
        ConfigFile file = ConfigFile.read(write(""));

        assertThat(file.root().keys()).isEmpty();
        assertThatNoException().isThrownBy(file::throwIfBad);
    }

    @Test
    void allMistakesAreReportedAtOnceInTheOrderOfTheFile() throws IOException {
        Path path = write("a = 1\nb = \"x\"\nc = \n");
        ConfigFile file = ConfigFile.read(path);
        file.root().count("b", 0);

        ConfigError error = catchThrowableOfType(ConfigError.class, file::throwIfBad);

        assertThat(error)
                .hasMessage("PATH:1: a: unknown key\n".replace("PATH", path.toString())
                        + "PATH:2: b: expected a whole number from 0 to 2147483647, found \"x\"\n"
                                .replace("PATH", path.toString())
                        + "PATH:3: expected a value, found end of line".replace("PATH", path.toString()));
        assertThat(error.problems()).extracting(Problem::line).containsExactly(1, 2, 3);
    }

    @Test
    void onlyTheFirstHundredMistakesArePrinted() {
        ConfigFile file = ConfigFile.parse("a.toml", "x\n".repeat(103));

        ConfigError error = catchThrowableOfType(ConfigError.class, file::throwIfBad);

        assertThat(error.problems()).hasSize(103);
        assertThat(error.getMessage().lines()).hasSize(101).last().isEqualTo("and 3 more");
    }

    @Test
    void aMissingFileIsOneClearLineAndNothingElse() {
        ConfigFile file = ConfigFile.read(directory.resolve("none.toml"));
        file.root().text("name");

        ConfigError error = catchThrowableOfType(ConfigError.class, file::throwIfBad);

        assertThat(error).hasMessage(directory.resolve("none.toml") + ": cannot be read: no such file");
    }

    @Test
    void aDirectoryIsNoFile() {
        ConfigFile file = ConfigFile.read(directory);

        ConfigError error = catchThrowableOfType(ConfigError.class, file::throwIfBad);

        assertThat(error).hasMessage(directory + ": cannot be read: Is a directory");
    }

    @Test
    void aFileIsBoundedInBytes() throws IOException {
        String largest = "#".repeat(ConfigFile.BYTES_MAX);

        assertThat(ConfigFile.read(write(largest)).problems()).isEmpty();
        assertThat(ConfigFile.read(write(largest + "#")).problems())
                .extracting(Problem::text)
                .containsExactly("expected at most 256KiB, found more");
        assertThat(ConfigFile.parse("a.toml", largest + "#").problems())
                .extracting(Problem::toString)
                .containsExactly("a.toml: expected at most 256KiB, found more");
    }

    @Test
    void aFileIsBoundedInLines() {
        String largest = "\n".repeat(ConfigFile.LINES_MAX);

        assertThat(ConfigFile.parse("a.toml", largest).problems()).isEmpty();
        assertThat(ConfigFile.parse("a.toml", largest + "\n").problems())
                .extracting(Problem::toString)
                .containsExactly("a.toml: expected at most 10000 lines, found more");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("boma.toml"), text);
    }
}
