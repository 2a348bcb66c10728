package boma.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Keeps files short and names found.
class FilesTest {
    static final int LINES_MAX = 400;

    /// Files that may be longer, each with the reason. Think first: a long file usually holds two ideas.
    static final Map<String, String> LONG_FOR_A_REASON = Map.of();

    private static final Pattern NAME_NOT_FOUND = Pattern.compile("Abstract.*|.*(Manager|Helper|Util|Utils|Impl|Base)");

    @Test
    void noFileIsLongerThanOneIdea() {
        List<String> found = new ArrayList<>();
        for (Path file : Source.files(Source.JAVA, ".java")) {
            int lines = Source.lines(file).size();
            if (lines > LINES_MAX && !LONG_FOR_A_REASON.containsKey(name(file))) {
                found.add(name(file) + ": " + lines + " lines");
            }
        }
        assertThat(found)
                .as("files over %d lines: split them, or give the reason in FilesTest.LONG_FOR_A_REASON", LINES_MAX)
                .isEmpty();
    }

    @Test
    void everyFileThatMayBeLongStillIs() {
        assertThat(LONG_FOR_A_REASON.keySet())
                .as("entries of FilesTest.LONG_FOR_A_REASON whose file is gone or short by now")
                .allSatisfy(name ->
                        assertThat(Source.lines(Source.JAVA.resolve(name))).hasSizeGreaterThan(LINES_MAX));
    }

    @Test
    void everyClassHasFoundItsName() {
        List<String> found = new ArrayList<>();
        for (Path file : Source.files(Source.CLASSES, ".class")) {
            String simple = file.getFileName().toString().replace(".class", "").replaceAll(".*\\$", "");
            if (NAME_NOT_FOUND.matcher(simple).matches()) {
                found.add(Source.CLASSES.relativize(file).toString());
            }
        }
        assertThat(found)
                .as("classes named Manager, Helper, Util, Impl, Base or Abstract: say what it is instead")
                .isEmpty();
    }

    private static String name(Path file) {
        return Source.JAVA.relativize(file).toString();
    }
}
