package boma.config;

import java.util.List;
import java.util.Map;

/// One value of a config file and the line of its key, or its own line in a list.
sealed interface Value {
    /// From 1.
    int line();

    record Text(int line, String text) implements Value {}

    record Whole(int line, long number) implements Value {}

    record Flag(int line, boolean set) implements Value {}

    record Items(int line, List<Value> values) implements Value {}

    record Table(int line, Map<String, Value> values) implements Value {}

    /// What TOML knows and no setting uses: fractions, dates and times, as they are printed.
    record Other(int line, String printed) implements Value {}
}
