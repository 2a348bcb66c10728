package boma.config;

import boma.time.DurationText;
import boma.time.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One table of a config file, such as a `[[limit]]` block or `match = { … }`, read by key and type.
///
/// A wrong value is recorded as a problem and read as its fallback, or as a harmless value when it has none, so that
/// reading goes on and finds all mistakes at once; [ConfigFile#throwIfBad] ends it. A key that was never asked for is
/// unknown to whoever owns the section, and therefore a problem too: ask for every key, whatever the others say.
/// Confined to the thread that reads the file.
public final class Section {
    private static final String TEXT = "text";
    private static final String HARMLESS_TEXT = "?";
    private static final Rate HARMLESS_RATE = Rate.parse("1/1s");
    private static final Duration DURATION_MIN = Duration.ofMillis(1);

    /// Blocks of one kind. Each is an object or two for as long as the file is read.
    private static final int TABLES_MAX = 2000;

    private final Problems problems;
    private final String name;
    private final int line;
    private final Map<String, Value> values;
    private final Set<String> asked = new LinkedHashSet<>();

    /// Why: asked twice for a table, both readers get the same section. Each of two would not know the other's keys.
    private final Map<String, List<Section>> children = new HashMap<>();

    Section(Problems problems, String name, int line, Map<String, Value> values) {
        this.problems = problems;
        this.name = name;
        this.line = line;
        this.values = values;
    }

    /// The full name: `limit[2].match`, counted from 1; empty for the whole file.
    public String name() {
        return name;
    }

    /// Keys as written, in the order of the file. Listing them does not count as asking for them.
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /// Whether the key is written, with whatever value.
    public boolean has(String key) {
        return at(key) != null;
    }

    /// A text that must be there and must not be empty; `?` after a problem.
    public String text(String key) {
        require(key, TEXT);
        return text(key, HARMLESS_TEXT);
    }

    /// A text that is not empty, or the fallback when the key is missing.
    public String text(String key, String fallback) {
        return optional(key).orElse(fallback);
    }

    /// A text that may be missing.
    public Optional<String> optional(String key) {
        return value(key, TEXT, Function.identity());
    }

    /// One text or a list of them; empty when the key is missing. A list written as `[]` is a problem, because
    /// readers would not agree whether it means nothing or everything.
    public List<String> texts(String key) {
        return values(key, TEXT, Function.identity());
    }

    /// `true` or `false`, without quotes.
    public boolean bool(String key, boolean fallback) {
        return switch (at(key)) {
            case null -> fallback;
            case Value.Flag(int _, boolean set) -> set;
            case Value _ -> wrong(key, "true or false", fallback);
        };
    }

    /// A whole number from 0.
    public int count(String key, int fallback) {
        return count(key, 0, Integer.MAX_VALUE, fallback);
    }

    /// A whole number from `least` to `most`.
    public int count(String key, int least, int most, int fallback) {
        return switch (at(key)) {
            case null -> fallback;
            case Value.Whole(int _, long number) when number >= least && number <= most -> (int) number;
            case Value _ -> wrong(key, "a whole number from " + least + " to " + most, fallback);
        };
    }

    /// Bytes from 0 to 1 GiB: a whole number, or a text such as `64KiB`.
    public int size(String key, int fallback) {
        return size(key, 0, SizeText.MAX, fallback);
    }

    /// Bytes from `least` to `most`.
    public int size(String key, int least, int most, int fallback) {
        Optional<Long> bytes = at(key) instanceof Value.Whole(int _, long number)
                ? Optional.of(number)
                : explained(key, SizeText.EXPECTED, SizeText::parse);
        if (bytes.isEmpty()) return fallback;
        if (bytes.get() >= least && bytes.get() <= most) return bytes.get().intValue();
        return wrong(key, "a size from " + SizeText.format(least) + " to " + SizeText.format(most), fallback);
    }

    /// A duration above zero, such as `10s`.
    public Duration duration(String key, Duration fallback) {
        return duration(key, DURATION_MIN, DurationText.MAX, fallback);
    }

    /// A duration from `least` to `most`.
    public Duration duration(String key, Duration least, Duration most, Duration fallback) {
        Duration duration =
                explained(key, DurationText.EXPECTED, DurationText::parse).orElse(fallback);
        boolean fits = duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
        if (fits || duration.equals(fallback)) return duration;
        return wrong(
                key, "a duration from " + DurationText.format(least) + " to " + DurationText.format(most), fallback);
    }

    /// A rate that must be there.
    public Rate rate(String key) {
        require(key, Rate.EXPECTED);
        return rate(key, HARMLESS_RATE);
    }

    /// A rate such as `50/10s`.
    public Rate rate(String key, Rate fallback) {
        return explained(key, Rate.EXPECTED, Rate::parse).orElse(fallback);
    }

    /// One of the constants of an enum, written in lower case with dashes: `LEAST_BUSY` is `least-busy`. It must be
    /// there; the first constant after a problem.
    public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
        Map<String, E> words = Words.of(type);
        require(key, expectedOneOf(words));
        return oneOf(key, type, words.values().iterator().next());
    }

    /// One of the constants of an enum, or the fallback when the key is missing.
    public <E extends Enum<E>> E oneOf(String key, Class<E> type, E fallback) {
        return oneOf(key, Words.of(type)).orElse(fallback);
    }

    /// One of the names from elsewhere in the file; empty when missing or not among them.
    ///
    /// @param what for the message: `the name of a pool`
    public Optional<String> oneOf(String key, String what, Collection<String> names) {
        Value value = at(key);
        String expected = names.isEmpty() ? what : what + ": " + Words.listed(names);
        return value == null ? Optional.empty() : word(value, full(key), Words.of(names), expected);
    }

    /// One or several of the constants of an enum, in the order written; empty when the key is missing.
    public <E extends Enum<E>> List<E> someOf(String key, Class<E> type) {
        Map<String, E> words = Words.of(type);
        var chosen = new ArrayList<E>();
        List<Value> elements = elements(key);
        for (int i = 0; i < elements.size(); i++) {
            word(elements.get(i), full(key, i), words, expectedOneOf(words)).ifPresent(chosen::add);
        }
        return chosen;
    }

    /// A text that another package can read; empty when missing or wrong.
    ///
    /// @param expected for the message: `an address such as 0.0.0.0:8080`
    /// @param parse    throws [IllegalArgumentException] for a wrong text
    public <T> Optional<T> value(String key, String expected, Function<String, T> parse) {
        Value value = at(key);
        return value == null ? Optional.empty() : read(value, full(key), expected, parse);
    }

    /// A text that another package can read, or the fallback when it is missing or wrong.
    public <T> T value(String key, String expected, Function<String, T> parse, T fallback) {
        return value(key, expected, parse).orElse(fallback);
    }

    /// One text or a list of them that another package can read; wrong ones are left out. As with [#texts], a list
    /// written as `[]` is a problem.
    public <T> List<T> values(String key, String expected, Function<String, T> parse) {
        var read = new ArrayList<T>();
        List<Value> elements = elements(key);
        for (int i = 0; i < elements.size(); i++) {
            read(elements.get(i), full(key, i), expected, parse).ifPresent(read::add);
        }
        return read;
    }

    /// The table of this name; an empty one when it is missing.
    public Section section(String key) {
        return children.computeIfAbsent(key, _ -> List.of(table(key))).getFirst();
    }

    /// The `[[key]]` blocks, or a list of tables; empty when there are none.
    public List<Section> sections(String key) {
        return children.computeIfAbsent(key, _ -> {
            String expected = name.isEmpty() ? "[[" + key + "]] blocks" : "a list of tables";
            if (at(key) instanceof Value.Table) return wrong(key, expected, List.of());
            return tables(key, expected, Optional.empty());
        });
    }

    /// Like [#sections(String)], but a text stands for a table with only `textKey`: with `url` as that key,
    /// `["http://a", { url = "http://b", weight = 2 }]` are two tables. A single one needs no list.
    public List<Section> sections(String key, String textKey) {
        String expected = "text or a table, or a list of them";
        return children.computeIfAbsent(key, _ -> tables(key, expected, Optional.of(textKey)));
    }

    /// Records a problem unless the key is written.
    public void require(String key, String expected) {
        if (!has(key)) problem(key, expected);
    }

    /// Records that the value of `key` is not as expected; a missing one is found as `nothing`.
    public void problem(String key, String expected) {
        problem(key, expected, Print.value(at(key)));
    }

    /// Records that the value of `key` is not as expected, with words of the caller's for what was found.
    public void problem(String key, String expected, String found) {
        Value value = at(key);
        String text = "expected " + expected + ", found " + found;
        if (value == null) problems.addMissing(line, full(key), text);
        else problems.add(value.line(), full(key), text);
    }

    /// Records that one element of the list `key` is not as expected.
    ///
    /// @param index from 0
    public void problem(String key, int index, String expected) {
        List<Value> elements = elements(key);
        if (index < elements.size()) problem(elements.get(index), full(key, index), expected, "");
        else problem(key, expected);
    }

    /// Records what is no mistake, but good to know of the value of `key`.
    ///
    /// @param text goes on behind `note: `
    public void note(String key, String text) {
        Value value = at(key);
        problems.note(value == null ? line : value.line(), full(key), text);
    }

    /// Mistakes found in the whole file so far, those in unknown keys aside: when reading has added none, all that was
    /// read is as written.
    public int mistakes() {
        return problems.found().size();
    }

    /// Adds the keys here and below that nobody asked for, up to as many problems as are kept.
    void addUnknownKeys(List<Problem> to) {
        values.forEach((key, value) -> {
            if (asked.contains(key) || to.size() >= Problems.KEPT_MAX) return;
            String text = Later.isKey(full(key)) ? "not available yet" : "unknown key" + Words.suggestion(key, asked);
            problems.unknown(value.line(), full(key), text).ifPresent(to::add);
        });
        for (List<Section> sections : children.values()) {
            for (Section section : sections) section.addUnknownKeys(to);
        }
    }

    /// Adds the full names of the keys that were asked for here and below.
    void addAskedKeys(Set<String> to) {
        for (String key : asked) to.add(full(key));
        for (List<Section> sections : children.values()) {
            for (Section section : sections) section.addAskedKeys(to);
        }
    }

    private @Nullable Value at(String key) {
        asked.add(key);
        return values.get(key);
    }

    private String full(String key) {
        return name.isEmpty() ? Print.key(key) : name + "." + Print.key(key);
    }

    /// The name of an element, which is that of the key when there is no list.
    private String full(String key, int index) {
        return at(key) instanceof Value.Items ? full(key) + "[" + (index + 1) + "]" : full(key);
    }

    private List<Value> elements(String key) {
        return switch (at(key)) {
            case null -> List.of();
            case Value.Items items
            when items.values().isEmpty() -> wrong(key, "at least one element, or no such key", List.of());
            case Value.Items items -> items.values();
            case Value one -> List.of(one);
        };
    }

    private Section table(String key) {
        return switch (at(key)) {
            case null -> new Section(problems, full(key), line, Map.of());
            case Value.Table(int at, Map<String, Value> table) -> new Section(problems, full(key), at, table);
            case Value _ -> wrong(key, "a table", new Section(problems, full(key), line, Map.of()));
        };
    }

    private List<Section> tables(String key, String expected, Optional<String> textKey) {
        var sections = new ArrayList<Section>();
        List<Value> elements = elements(key);
        if (elements.size() > TABLES_MAX) return wrong(key, "at most " + TABLES_MAX + " of them", List.of());
        for (int i = 0; i < elements.size(); i++) {
            String full = full(key, i);
            switch (elements.get(i)) {
                case Value.Table(int at, Map<String, Value> table) ->
                    sections.add(new Section(problems, full, at, table));
                case Value.Text text
                when textKey.isPresent() ->
                    sections.add(new Section(problems, full, text.line(), Map.of(textKey.get(), text)));
                case Value other -> problem(other, full, expected, "");
            }
        }
        return sections;
    }

    /// A text whose parser says in the operator's words what was expected; empty when missing or wrong.
    ///
    /// @param expected where there is no text to be parsed
    /// @param parse    throws [IllegalArgumentException] with what was expected
    public <T> Optional<T> explained(String key, String expected, Function<String, T> parse) {
        Value value = at(key);
        if (value == null) return Optional.empty();
        return read(value, full(key), expected, parse, e -> String.valueOf(e.getMessage()));
    }

    /// Reads with any parser. Its exception speaks to programmers: the operator gets our words.
    private <T> Optional<T> read(Value value, String full, String expected, Function<String, T> parse) {
        return read(value, full, expected, parse, _ -> expected);
    }

    private <T> Optional<T> read(
            Value value,
            String full,
            String expected,
            Function<String, T> parse,
            Function<IllegalArgumentException, String> explanation) {
        try {
            if (value instanceof Value.Text(int _, String text) && !text.isEmpty()) {
                return Optional.of(parse.apply(text));
            }
            problem(value, full, expected, "");
        } catch (IllegalArgumentException e) {
            problem(value, full, explanation.apply(e), "");
        }
        return Optional.empty();
    }

    private <T> Optional<T> oneOf(String key, Map<String, T> words) {
        Value value = at(key);
        return value == null ? Optional.empty() : word(value, full(key), words, expectedOneOf(words));
    }

    private <T> Optional<T> word(Value value, String full, Map<String, T> words, String expected) {
        String text = value instanceof Value.Text(int _, String written) ? written : "";
        T meaning = words.get(text);
        if (meaning != null) return Optional.of(meaning);

        problem(value, full, expected, Words.suggestion(text, words.keySet()));
        return Optional.empty();
    }

    private static String expectedOneOf(Map<String, ?> words) {
        return "one of " + Words.listed(words.keySet());
    }

    private <T> T wrong(String key, String expected, T fallback) {
        problem(key, expected);
        return fallback;
    }

    private void problem(Value value, String full, String expected, String more) {
        String hint = Later.isValue(value) ? ", which is not available yet" : more;
        problems.add(value.line(), full, "expected " + expected + ", found " + Print.value(value) + hint);
    }
}
