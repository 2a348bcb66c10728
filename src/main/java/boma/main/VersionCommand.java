package boma.main;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `boma version`.
@Command(
        name = "version",
        description = "Prints the versions of Boma and of Java.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class VersionCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.println("boma " + Version.text());
        System.out.println("java " + Runtime.version());
        return Main.OK;
    }
}
