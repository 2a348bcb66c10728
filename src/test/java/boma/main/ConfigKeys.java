package boma.main;

import boma.config.ConfigError;
import boma.config.ConfigFile;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/// The keys that a configuration can have, found by reading one that has every kind of block.
public final class ConfigKeys {
    /// At least one of everything that asks for keys only when it is there.
    private static final String ONE_OF_EACH = """
        [[listener]]
        name = "l"
        bind = "127.0.0.1:1"

        [[pool]]
        name = "p"
        nodes = "http://127.0.0.1:1"

        [lists]
        NAME = { contracts = "a" }

        [[rule]]
        name = "r"
        match = { not = { call = "push" } }
        then = "deny"

        [[limit]]
        name = "m"
        key = "client"
        rate = "1/1s"

        [[route]]
        pool = "p"
        """;

    private ConfigKeys() {}

    /// Their full names without numbers: `listener.timeouts.head`, `lists.NAME.file`, `match.call`. The keys of every
    /// match are the same, so they stand for themselves.
    public static Set<String> all() throws ConfigError {
        ConfigFile file = ConfigFile.parse("boma.toml", ONE_OF_EACH);
        Config.read(file, Path.of(""));
        Set<String> keys = new TreeSet<>();
        for (String key : file.askedKeys()) {
            String plain = key.replaceAll("\\[\\d+]", "");
            keys.add(plain.replaceFirst("^(rule|limit|route)\\.match\\.", "match.")
                    .replaceFirst("^match\\.not\\.", "match."));
        }
        return keys;
    }
}
