package boma.antelope;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Lines of words in `src/test/specs/antelope`; empty ones and those that begin with `#` are for the reader.
final class EndpointGolden {
    private static final Path ROOT = Path.of("src/test/specs/antelope");

    private EndpointGolden() {}

    static List<List<String>> lines(String file) {
        var lines = new ArrayList<List<String>>();
        try {
            for (String line : Files.readAllLines(ROOT.resolve(file))) {
                if (!line.isBlank() && !line.startsWith("#")) lines.add(List.of(line.split(" ", -1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
