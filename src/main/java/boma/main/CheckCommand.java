package boma.main;

import boma.config.ConfigError;
import boma.config.ConfigFile;
import java.nio.file.Path;
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

    @Override
    public Integer call() throws InterruptedException {
        if (!Preflight.isReadable(file)) return Main.BAD_USAGE;
        try {
            ConfigFile read = ConfigFile.read(file);
            Config config = Config.read(read, Config.directory(file));
            if (Preflight.isTooLarge(config, file.toString())) return Main.BAD_CONFIG;
            Preflight.noteNames(read.root(), config);
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
}
