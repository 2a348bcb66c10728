package boma.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tomlj.Toml;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/// A config file that has been read, and every mistake found in it so far.
///
///     ConfigFile file = ConfigFile.read(path);
///     Config config = Config.read(file.root());   // each package reads its own sections
///     file.throwIfBad();                          // now, not at the first mistake
public final class ConfigFile {
    /// Why: the TOML library needs up to 300 bytes per character, on the heap of a proxy that goes on serving while
    /// the file is read again. Long lists belong into files of their own.
    static final int BYTES_MAX = 256 << 10;

    /// Why: each line can be a mistake, and the library needs two kilobytes for one.
    static final int LINES_MAX = 10_000;

    private static final TomlParseOptions OPTIONS =
            TomlParseOptions.sourceless().withVersion(TomlVersion.V1_1_0).withMaxNestingDepth(16);

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Problems problems;
    private final Section root;

    private ConfigFile(Problems problems, Map<String, Value> values) {
        this.problems = problems;
        this.root = new Section(problems, "", 0, values);
    }

    /// Reads a file. One that cannot be read is an empty one with a problem: nothing is thrown here.
    public static ConfigFile read(Path path) {
        String name = path.toString();
        try (InputStream in = Files.newInputStream(path)) {
            return parse(name, in.readNBytes(BYTES_MAX + 1));
        } catch (IOException e) {
            return unreadable(name, "cannot be read: " + FileTrouble.of(e));
        }
    }

    static ConfigFile parse(String name, byte[] bytes) {
        if (bytes.length > BYTES_MAX) return tooLarge(name);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return parse(name, StandardCharsets.UTF_8.newDecoder().decode(in).toString());
        } catch (CharacterCodingException _) {
            return notUtf8(name, bytes, in.position());
        }
    }

    /// Reads a text as if it were the file `name`.
    public static ConfigFile parse(String name, String text) {
        if (text.length() > BYTES_MAX) return tooLarge(name);
        if (text.lines().count() > LINES_MAX) {
            return unreadable(name, "expected at most " + LINES_MAX + " lines, found more");
        }

        String unmarked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text; // some editors write one
        return parse(name, new Source(unmarked));
    }

    private static ConfigFile parse(String name, Source source) {
        if (source.endless() > 0) {
            String found = Source.IDLE_MAX + " blank lines";
            return unreadable(name, source.endless(), "expected the quotes that end this text, found " + found);
        }

        var problems = new Problems(name, source);
        TomlParseResult result = Toml.parse(source.toml(), OPTIONS);
        Syntax.report(result.errors(), source, problems);
        return new ConfigFile(problems, new Tree(source).table(result, 0));
    }

    private static ConfigFile tooLarge(String name) {
        return unreadable(name, "expected at most " + SizeText.format(BYTES_MAX) + ", found more");
    }

    private static ConfigFile notUtf8(String name, byte[] bytes, int at) {
        int line = 1;
        for (int i = 0; i < at; i++) if (bytes[i] == '\n') line++;
        return unreadable(name, line, String.format("expected UTF-8, found the byte 0x%02x", bytes[at]));
    }

    private static ConfigFile unreadable(String name, String text) {
        return unreadable(name, 0, text);
    }

    private static ConfigFile unreadable(String name, int line, String text) {
        var source = new Source("");
        source.markBroken(line);
        var problems = new Problems(name, source);
        problems.add(line, "", text);
        return new ConfigFile(problems, Map.of());
    }

    /// The file as one section; its name is empty.
    public Section root() {
        return root;
    }

    /// The full name of every key that was asked for so far, written or not: what there is to explain to operators.
    public Set<String> askedKeys() {
        var keys = new TreeSet<String>();
        root.addAskedKeys(keys);
        return keys;
    }

    /// All mistakes so far, sorted by line. Keys that nobody has asked for are among them: ask when all is read.
    public List<Problem> problems() {
        var all = new ArrayList<>(problems.found());
        root.addUnknownKeys(all);
        return all.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Problem::line))
                .toList();
    }

    /// What is no mistake, but good to know, sorted by line.
    public List<Problem> notes() {
        return problems.notes().stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .toList();
    }

    /// Ends the reading of a file.
    ///
    /// @throws ConfigError with all [#problems], when there are any
    public void throwIfBad() throws ConfigError {
        List<Problem> all = problems();
        if (!all.isEmpty()) throw new ConfigError(all);
    }
}
