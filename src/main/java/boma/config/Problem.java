package boma.config;

/// One mistake in a config file.
///
/// @param file the file as the operator named it
/// @param line from 1; 0 when it is about the file as a whole
/// @param key  the full name of the value, such as `limit[2].rate`; empty when it is about no value
/// @param text what is wrong: `expected …, found …`
public record Problem(String file, int line, String key, String text) {
    /// `boma.toml:41: limit[2].rate: expected COUNT/WINDOW such as 50/10s, found "fifty"`
    @Override
    public String toString() {
        return Problems.place(file, line) + ": " + (key.isEmpty() ? "" : key + ": ") + text;
    }
}
