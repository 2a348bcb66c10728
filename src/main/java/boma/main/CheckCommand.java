package boma.main;

import boma.config.ConfigError;
import boma.config.ConfigFile;
import boma.config.FileTrouble;
import boma.config.Section;
import boma.telemetry.EventLog;
import boma.upstream.Names;
import boma.upstream.NodeConfig;
import boma.upstream.PoolConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `boma check FILE`.
@Command(
        name = "check",
        description = "Reads a configuration file and reports all of its mistakes.",
        footer = "%nExit code 0: in order. 1: it has mistakes. 2: it cannot be read.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The file. Default: boma.toml.")
    private Path file = Path.of("boma.toml");

    private static final Duration NAMES_PATIENCE = Duration.ofSeconds(10);

    @Override
    public Integer call() throws InterruptedException {
        if (!isReadable(file)) return Main.BAD_USAGE;
        try {
            ConfigFile read = ConfigFile.read(file);
            Config config = Config.read(read, Config.directory(file));
            if (isTooLarge(config, file.toString())) return Main.BAD_CONFIG;
            noteNames(read.root(), config);
            read.notes().forEach(System.err::println);
            System.out.println(
                    file + ": in order: " + Words.count(config.listeners().size(), "listener") + ", "
                            + Words.count(config.pools().size(), "pool") + ", "
                            + Words.count(config.policy().rules().size(), "rule") + ", "
                            + Words.count(config.policy().limits().size(), "limit"));
            return Main.OK;
        } catch (ConfigError e) {
            System.err.println(e.getMessage());
            return Main.BAD_CONFIG;
        }
    }

    /// A name without an address is no mistake: it can have one when Boma runs, or only where Boma will run.
    private static void noteNames(Section root, Config config) throws InterruptedException {
        Set<String> asked = new TreeSet<>();
        for (PoolConfig pool : config.pools()) {
            for (NodeConfig node : pool.nodes()) node.hostName().ifPresent(asked::add);
        }
        Map<String, String> troubles;
        try (var names = new Names(EventLog::bug)) {
            troubles = names.troubles(asked, NAMES_PATIENCE);
        }
        for (int i = 0; i < config.pools().size(); i++) {
            List<NodeConfig> nodes = config.pools().get(i).nodes();
            List<Section> sections = root.sections("pool").get(i).sections("nodes", "url");
            for (int j = 0; j < nodes.size(); j++) {
                String trouble = troubles.get(nodes.get(j).hostName().orElse(""));
                if (trouble == null) continue;
                sections.get(j).note("url", "the name has no address here and now: " + trouble);
            }
        }
    }

    /// Says so, and why, when there is not enough memory for a configuration.
    static boolean isTooLarge(Config config, String whose) {
        Optional<String> excess = Footprint.here(config).excess(whose);
        excess.ifPresent(System.err::println);
        return excess.isPresent();
    }

    /// Says so, and why, when there is no such file to read.
    static boolean isReadable(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            in.read(); // a directory can be opened
            return true;
        } catch (IOException e) {
            System.err.println(file + ": cannot be read: " + FileTrouble.of(e));
            return false;
        }
    }
}
