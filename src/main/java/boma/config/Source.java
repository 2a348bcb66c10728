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

    /// Blank lines and comments in a row that a text of several lines can hold.
    ///
    /// Why: after another mistake the library may not see a text where [Quotes] does, and then each counts.
    static final int IDLE_MAX = 200;

    private final List<String> lines;
    private final List<Integer> busy = new ArrayList<>();
    private final BitSet broken = new BitSet();
    private int endless;

    Source(String text) {
        lines = List.of(text.split("\n", -1)); // as the library counts: a lone carriage return ends no line
        keepBusyLines(new Quotes());
    }

    private void keepBusyLines(Quotes quotes) {
        int opened = 0;
        int idleNow = 0;
        for (int line = 1; line <= lines.size() && idleNow <= IDLE_MAX; line++) {
            boolean idle = IDLE.matcher(line(line)).matches();
            if (!quotes.open()) opened = line;
            if (idle && !quotes.open()) continue;

            quotes.read(line(line));
            busy.add(line);
            idleNow = idle ? idleNow + 1 : 0;
        }
        if (idleNow > IDLE_MAX) endless = opened;
    }

    /// The line where a text starts that holds more than [#IDLE_MAX] blank lines and comments in a row, or 0.
    int endless() {
        return endless;
    }

    /// The text without blank lines and comments of whole lines, for the library to read.
    ///
    /// Why: its time grows with the cube of such lines in a row, in version 2.2.0 to 1.5 seconds for 800
    /// of them, and people turn whole examples into comments.
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
