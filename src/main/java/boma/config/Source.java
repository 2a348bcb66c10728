package boma.config;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/// The lines of a config file, and which of them are no TOML.
///
/// The TOML library goes on at the next line after a mistake, so that the rest of the file is still read. But a header
/// that it could not read leaves the keys below it in the section above, where they look wrong.
final class Source {
    /// Blank, or a comment. One with control characters is not TOML: it is left for the library to refuse.
    private static final Pattern IDLE = Pattern.compile("[ \\t]*(#[^\\x00-\\x08\\x0a-\\x1f\\x7f]*)?\\r?");

    private final List<String> lines;
    private final List<Integer> busy = new ArrayList<>();
    private final BitSet broken = new BitSet();

    Source(String text) {
        lines = List.of(text.split("\n", -1)); // as the library counts: a lone carriage return ends no line
        var quotes = new Quotes();
        for (int line = 1; line <= lines.size(); line++) {
            if (!quotes.open() && IDLE.matcher(line(line)).matches()) continue;
            quotes.read(line(line));
            busy.add(line);
        }
    }

    /// The text without blank lines and comments of whole lines, for the library to read.
    ///
    /// Why: its time grows with the cube of such lines in a row, in version 2.2.0 to 1.5 seconds for 800 of them, and
    /// people turn whole examples into comments.
    String toml() {
        var toml = new StringBuilder();
        for (int line : busy) toml.append(line(line)).append('\n');
        return toml.toString();
    }

    /// Where a line of [#toml] is in the file; the last line for the end of the text.
    int original(int tomlLine) {
        if (tomlLine < 1) return tomlLine;
        return tomlLine <= busy.size() ? busy.get(tomlLine - 1) : lines.size();
    }

    /// A line of the file without its end, from 1; empty where there is none.
    String line(int line) {
        return line >= 1 && line <= lines.size() ? lines.get(line - 1) : "";
    }

    /// Records that something in this line could not be read; 0 stands for the whole file.
    void markBroken(int line) {
        broken.set(line);
    }

    /// Whether anything could not be read.
    boolean broken() {
        return !broken.isEmpty();
    }

    /// Whether a line belongs to another section than it seems to.
    boolean underBrokenHeader(int line) {
        for (int above = line; above >= 1; above--) {
            if (line(above).stripLeading().startsWith("[")) return broken.get(above);
        }
        return false;
    }
}
