package boma.main;

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

/// What is looked at before Boma runs, besides what the file says: the file itself, names of nodes, and memory. All of
/// it is told on standard error.
final class Preflight {
    private static final Duration NAMES_PATIENCE = Duration.ofSeconds(10);

    private Preflight() {}

    /// A name without an address is no mistake: it can have one when Boma runs, or only where Boma will run.
    static void noteNames(Section root, Config config) throws InterruptedException {
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
        Optional<String> excess = Footprint.excessHere(config, whose);
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
