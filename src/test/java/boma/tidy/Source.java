package boma.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the tidy tests look at: the sources and the compiled classes of the product.
final class Source {
    static final Path JAVA = Path.of("src/main/java/boma");
    static final Path CLASSES = Path.of("target/classes/boma");

    private Source() {}

    /// All files below a directory whose names end so, in order.
    static List<Path> files(Path directory, String ending) {
        if (!Files.isDirectory(directory)) {
            throw new AssertionError(directory.toAbsolutePath() + " is missing: tidy tests run in the project's"
                    + " directory after a build, as ./check unit does");
        }
        try (var paths = Files.walk(directory)) {
            return paths.filter(p -> p.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
