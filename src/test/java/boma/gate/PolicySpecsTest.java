package boma.gate;

import static org.assertj.core.api.Assertions.assertThat;

import boma.config.ConfigFile;
import boma.config.Problem;
import boma.limit.LimitTables;
import boma.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Configurations and the exact words about what is wrong in them: `NAME.toml` and `NAME.expected` in
/// `src/test/specs/policy`. What has no mistakes makes a policy.
class PolicySpecsTest {
    private static final Path SPECS = Path.of("src/test/specs/policy");

    @TestFactory
    Stream<DynamicTest> everyMistakeIsToldInTheseWords() throws IOException {
        try (Stream<Path> files = Files.list(SPECS)) {
            List<Path> configs =
                    files.filter(f -> f.toString().endsWith(".toml")).sorted().toList();
            return configs.stream()
                    .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> check(f)));
        }
    }

    private static void check(Path config) throws IOException {
        String name = config.getFileName().toString();
        ConfigFile file = ConfigFile.parse(name, Files.readString(config));

        PolicyConfig read = PolicyConfig.read(file.root(), SPECS, Door.ANTELOPE, List.of("public", "onion"));

        String told = file.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
        assertThat(told)
                .isEqualTo(Files.readString(SPECS.resolve(name.replace(".toml", ".expected")))
                        .strip());
        if (told.isEmpty()) Policy.of(read, new LimitTables(new ManualClock()));
    }
}
