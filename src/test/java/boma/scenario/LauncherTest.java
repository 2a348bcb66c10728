package boma.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script that starts Boma, run by a user who may only read it, as the one of a service: in a copy of the project
/// whose sources are newer than what was built of them.
class LauncherTest {
    private static final Path BOMA = Path.of("").toAbsolutePath();

    @TempDir
    private Path directory;

    private Path jar;

    @BeforeEach
    void copy() throws Exception {
        try (Command build = Command.start(directory, "version")) { // there is something to copy then
            assertThat(build.exitCode()).isZero();
        }
        Files.createDirectories(directory.resolve("src/main"));
        Files.createDirectory(directory.resolve("scripts"));
        Files.createDirectory(directory.resolve("target"));
        for (String file : List.of("boma", "pom.xml", "scripts/jdk.sh", "scripts/maven.sh", "target/boma.jar")) {
            Files.copy(BOMA.resolve(file), directory.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createSymbolicLink(directory.resolve("target/lib"), BOMA.resolve("target/lib"));
        jar = directory.resolve("target/boma.jar");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    }

    /// Whoever deletes the copy has to write there, and to leave alone what is not in it.
    @AfterEach
    void prepareToDelete() throws IOException {
        setRights("rwxr-xr-x");
        Files.delete(directory.resolve("target/lib"));
    }

    private void setRights(String rights) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(LauncherTest::isDirectory).toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
            }
        }
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// Why without the capability: with it, root may write everywhere.
    private static final String READER = "((EUID)) || exec setpriv --inh-caps=-all --bounding-set=-dac_override "
            + "\"$0\" \"$@\"; exec \"$0\" \"$@\"";

    private Command startAsReader(String... args) throws Exception {
        int exit = new ProcessBuilder("/bin/bash", "-c", READER, "true").start().waitFor();
        assumeThat(exit).as("root can give a capability up here").isZero();
        setRights("r-xr-xr-x");
        Object[] all = Stream.concat(
                        Stream.of("-c", READER, directory.resolve("boma").toString()), Stream.of(args))
                .toArray();
        return Command.start(Path.of("/bin/bash"), directory, all);
    }

    @Test
    void whatWasBuiltRunsThoughItsSourcesHaveChanged() throws Exception {
        try (Command version = startAsReader("version")) {
            assertThat(version.errors())
                    .containsExactly("Boma runs as it was built, though its sources have changed since: \"" + directory
                            + "/boma version\", run by a user who may write there, builds it anew.");
            assertThat(version.output()).startsWith("boma ").contains("java ");
            assertThat(version.exitCode()).isZero();
        }
    }

    @Test
    void whatWasNeverBuiltIsToldInASentence() throws Exception {
        Files.delete(jar);
        try (Command version = startAsReader("version")) {
            assertThat(version.errors())
                    .containsExactly("Boma is not built: \"" + directory
                            + "/boma version\", run by a user who may write there, builds it.");
            assertThat(version.exitCode()).isEqualTo(69);
        }
    }
}
