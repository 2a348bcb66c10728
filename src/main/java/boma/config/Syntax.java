package boma.config;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.TomlParseError;

/// Says what is wrong with lines that are no TOML, in the words of all other problems.
final class Syntax {
    private static final int LINE_MAX = 1000; // longer lines get no hint, only the library's words
    private static final int MESSAGE_MAX = 200;

    private static final Pattern UNEXPECTED =
            Pattern.compile("Unexpected (.+?), expected ([^;]*)(;.*)?", Pattern.DOTALL);
    private static final Pattern TWICE =
            Pattern.compile("(.{1,200}) previously defined at (line \\d+)", Pattern.DOTALL);
    private static final Pattern SYMBOL = Pattern.compile("(?<=^| )[^\\w\\s,']+(?=[, ]|$)");
    private static final Pattern PLACE = Pattern.compile("line (\\d{1,9}), column \\d+");

    private final Source source;
    private final Problems problems;

    private Syntax(Source source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /// Records the first mistake of each line: what follows it is the library looking for its way.
    static void report(List<TomlParseError> errors, Source source, Problems problems) {
        var syntax = new Syntax(source, problems);
        var firsts = new TreeMap<Integer, TomlParseError>();
        for (TomlParseError error : errors) {
            int line = source.original(error.position().line());
            source.markBroken(line);
            firsts.merge(line, error, Syntax::first);
        }
        firsts.forEach(syntax::report);
    }

    private static TomlParseError first(TomlParseError a, TomlParseError b) {
        return a.position().column() <= b.position().column() ? a : b;
    }

    private void report(int line, TomlParseError error) {
        String message = PLACE.matcher(String.valueOf(error.getMessage()))
                .replaceAll(place -> "line " + source.original(Integer.parseInt(place.group(1))));

        Matcher unexpected = UNEXPECTED.matcher(message);
        Matcher twice = TWICE.matcher(message);
        if (unexpected.matches()) {
            unexpected(line, error.position().column(), unexpected);
        } else if (twice.matches()) {
            twice(line, twice.group(1), twice.group(2));
        } else {
            problems.add(line, "", Print.plain(lowerCase(message), MESSAGE_MAX));
        }
    }

    private void unexpected(int line, int column, Matcher message) {
        String bare = bareValue(source.line(line), column - 1);
        String expected = symbols(message.group(2).replace("a newline or end-of-input", "the end of the line"));
        String more = message.group(3) == null ? "" : message.group(3);
        if (bare.isEmpty()) {
            problems.add(line, "", "expected " + expected + ", found " + symbols(message.group(1)) + more);
        } else {
            problems.add(line, "", "expected text in \"quotes\", a number, true or false, found " + Print.plain(bare));
        }
    }

    /// Starts in lower case, as all texts after a colon do; names, which are in quotes or lower case, stay as they are.
    private static String lowerCase(String message) {
        return message.isEmpty() ? "" : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    /// Puts `]` and the like in quotes, where the library does not.
    private static String symbols(String words) {
        return SYMBOL.matcher(words).replaceAll("'$0'");
    }

    /// Why: below a broken header the first one may stand in another section, and then there is nothing to repair.
    private void twice(int line, String key, String first) {
        boolean header = source.line(line).stripLeading().startsWith("[");
        if (!header && source.underBrokenHeader(line)) return;

        problems.add(line, Print.plain(key), "expected once, found again; the first is at " + first);
    }

    /// The value around a position if it starts like text without quotes, such as `50/10s`, or else nothing.
    private static String bareValue(String line, int at) {
        if (line.length() > LINE_MAX || at >= line.length()) return "";

        int from = at;
        while (from > 0 && "=[,".indexOf(line.charAt(from - 1)) < 0) from--;
        int to = at;
        while (to < line.length() && ",]}#".indexOf(line.charAt(to)) < 0) to++;

        String value = line.substring(from, Math.max(from, to)).strip();
        boolean quoted = value.startsWith("\"") || value.startsWith("'") || value.startsWith("{");
        boolean assigned = line.lastIndexOf('=', from - 1) >= 0;
        return quoted || !assigned ? "" : value;
    }
}
