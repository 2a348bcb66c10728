package boma.main;

import boma.config.ConfigError;
import boma.config.ConfigFile;
import boma.config.Section;
import boma.control.AdminConfig;
import boma.gate.PolicyConfig;
import boma.net.SocketAddress;
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

    /// Reads a file.
    ///
    /// @throws ConfigError with all mistakes at once
    public static Config read(Path file) throws ConfigError {
        ConfigFile config = ConfigFile.read(file);
        Path directory = file.toAbsolutePath().getParent();
        return read(config, directory == null ? Path.of("/") : directory); // null: there is nothing above the root
    }

    /// Reads a text, as tests and `boma run --node` do.
    ///
    /// @param name stands in messages for the name of a file
    public static Config parse(String name, String text) throws ConfigError {
        return read(ConfigFile.parse(name, text), Path.of(""));
    }

    /// The configuration of `boma run --node URL --listen ADDRESS`: one node, the safe defaults for all else.
    public static Config ofNode(String url, String listen) throws ConfigError {
        return parse("command line", """
            [[listener]]
            name = "public"
            bind = [%s]

            [[pool]]
            name = "node"
            nodes = [%s]
            """.formatted(quoted(listen), quoted(url)));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Reads a file that was parsed, and leaves in it which keys were asked for.
    static Config read(ConfigFile file, Path directory) throws ConfigError {
        Section root = file.root();
        List<ListenerConfig> listeners =
                root.sections("listener").stream().map(ListenerConfig::read).toList();
        List<PoolConfig> pools =
                root.sections("pool").stream().map(PoolConfig::read).toList();
        root.require("listener", "at least one [[listener]] block");
        root.require("pool", "at least one [[pool]] block");
        requireNames(root, "listener");
        requireNames(root, "pool");
        requireAddressesApart(root.sections("listener"), listeners);
        List<PoolName> poolNames = pools.stream()
                .map(p -> new PoolName(p.name(), p.kind() == PoolConfig.Kind.ANTELOPE))
                .toList();
        var config = new Config(
                ServerConfig.read(root.section("server")),
                AdminConfig.read(root.section("server")),
                LogConfig.read(root.section("log")),
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

    private static void requireAddressesApart(List<Section> sections, List<ListenerConfig> listeners) {
        List<SocketAddress> taken = new ArrayList<>();
        for (int i = 0; i < listeners.size(); i++) {
            List<SocketAddress> bind = listeners.get(i).bind();
            for (int j = 0; j < bind.size(); j++) {
                if (taken.stream().anyMatch(bind.get(j)::clashesWith)) {
                    sections.get(i).problem("bind", j, "an address on which nothing else listens");
                }
                taken.add(bind.get(j));
            }
        }
    }
}
