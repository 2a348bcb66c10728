package boma.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Golden files: `NAME.toml` read as a [Sample] has exactly the problems in `NAME.expected`, one per line.
class SpecsTest {
    private static final Path SPECS = Path.of("src/test/specs/config");

    static List<String> specs() throws IOException {
        try (Stream<Path> files = Files.list(SPECS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".toml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aFileHasTheProblemsThatAreExpected(String name) throws IOException {
        ConfigFile file = ConfigFile.parse(name, Files.readAllBytes(SPECS.resolve(name)));

        Sample.read(file.root());

        String problems =
                file.problems().stream().map(problem -> problem + "\n").collect(Collectors.joining());
        assertThat(problems).isEqualTo(Files.readString(SPECS.resolve(name.replace(".toml", ".expected"))));
    }
}
