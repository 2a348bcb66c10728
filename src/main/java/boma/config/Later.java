package boma.config;

import java.util.regex.Pattern;

/// The words that are chosen for what is to come, and that nobody understands yet: whoever has them from the design
/// shall not look for a mistake of his own.
final class Later {
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");
    private static final Pattern KEYS = Pattern.compile(String.join(
            "|",
            "cache|challenge|sentence|share|tls",
            "server\\.(socket|state)",
            "listener\\.tls",
            "pool\\.busy\\.(queue|wait)",
            "limit\\.cost",
            "(rule|limit|route)\\.match\\.(not\\.)*field"));

    private static final Pattern VALUES = Pattern.compile("challenge|tarpit|signer|hash\\(.*\\)");

    private Later() {}

    /// @param full name of a key, such as `limit[2].cost`
    static boolean isKey(String full) {
        return KEYS.matcher(INDEX.matcher(full).replaceAll("")).matches();
    }

    static boolean isValue(Value value) {
        return value instanceof Value.Text(int _, String text)
                && VALUES.matcher(text).matches();
    }
}
