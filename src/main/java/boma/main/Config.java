package boma.main;

import boma.config.ConfigError;
import boma.config.ConfigFile;
import boma.config.Section;
import boma.control.AdminConfig;
import boma.gate.PolicyConfig;
import boma.route.PoolName;
import boma.rule.BlockNames;
import boma.server.ListenerConfig;
import boma.telemetry.LogConfig;
import boma.upstream.PoolConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the operator wrote, read and checked as a whole: the list of the sections of `boma.toml`.
public record Config(
        ServerConfig server,
        AdminConfig admin,
        LogConfig log,
        List<ListenerConfig> listeners,
        List<PoolConfig> pools,
        PolicyConfig policy) {
    /// Where Boma listens when `boma run --node` says nothing else.
    public static final String LISTEN_DEFAULT = "127.0.0.1:8080";

    /// Where operators ask when `boma run --node` says nothing else.
    public static final String ADMIN_DEFAULT = AdminConfig.ADDRESS;

    /// Rules and limits, each of which is a ground of refusals. Why so few: a process can hold [Ground#MAX] grounds,
    /// checks and reasons need some, and a second configuration should find room beside the first.
    private static final int BLOCKS_MAX = 2000;

    /// Reads a file.
    ///
    /// @throws ConfigError with all mistakes at once
    public static Config read(Path file) throws ConfigError {
        return read(ConfigFile.read(file), directory(file));
    }

    /// Where relative paths in a file start.
    static Path directory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory == null ? Path.of("/") : directory; // null: there is nothing above the root
    }

    /// Reads a text, as tests and `boma run --node` do.
    ///
    /// @param name stands in messages for the name of a file
    public static Config parse(String name, String text) throws ConfigError {
        return read(ConfigFile.parse(name, text), Path.of(""));
    }

    /// The configuration of `boma run --node URL --listen ADDRESS --admin ADDRESS`: one node, the safe defaults for all
    /// else.
    public static Config ofNode(String url, String listen, String admin) throws ConfigError {
        return parse("command line", """
            [server]
            admin = %s

            [[listener]]
            name = "public"
            bind = [%s]

            [[pool]]
            name = "node"
            nodes = [%s]
            """.formatted(quoted(admin), quoted(listen), quoted(url)));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Reads a file that was parsed, and leaves in it which keys were asked for.
    static Config read(ConfigFile file, Path directory) throws ConfigError {
        Section root = file.root();
        int mistakes = root.mistakes();
        List<ListenerConfig> listeners =
                root.sections("listener").stream().map(ListenerConfig::read).toList();
        boolean comparable = root.mistakes() == mistakes;
        AdminConfig admin = AdminConfig.read(root.section("server"));
        if (comparable) Addresses.requireApart(root.sections("listener"), listeners, admin);
        List<PoolConfig> pools =
                root.sections("pool").stream().map(PoolConfig::read).toList();
        root.require("listener", "at least one [[listener]] block");
        root.require("pool", "at least one [[pool]] block");
        requireNames(root, "listener");
        requireNames(root, "pool");
        requireFewBlocks(root);
        List<PoolName> poolNames = pools.stream()
                .map(p -> new PoolName(p.name(), p.kind() == PoolConfig.Kind.ANTELOPE))
                .toList();
        ServerConfig server = ServerConfig.read(root.section("server"));
        var config = new Config(
                server,
                admin,
                LogConfig.read(root.section("log"), server.threads()),
                listeners,
                pools,
                PolicyConfig.read(
                        root,
                        directory,
                        poolNames,
                        listeners.stream().map(ListenerConfig::name).toList()));
        file.throwIfBad();
        return config;
    }

    private static void requireNames(Section root, String key) {
        BlockNames names = new BlockNames(key);
        for (Section section : root.sections(key)) names.read(section);
    }

    private static void requireFewBlocks(Section root) {
        List<Section> blocks = new ArrayList<>(root.sections("rule"));
        blocks.addAll(root.sections("limit"));
        if (blocks.size() <= BLOCKS_MAX) return;
        blocks.get(BLOCKS_MAX)
                .problem("name", "at most " + BLOCKS_MAX + " rules and limits together", blocks.size() + " of them");
    }
}
