package boma.main;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `boma` command.
@Command(
        name = "boma",
        description = "A firewall, load balancer and proxy in front of Antelope API nodes.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            DemoCommand.class,
            PracticeNodeCommand.class,
            VersionCommand.class,
            RehearseCommand.class
        })
public final class Main implements Runnable {
    /// Exit codes, the same for every command.
    static final int OK = 0;

    /// The file, or what it asks for, has mistakes.
    static final int BAD_CONFIG = 1;

    /// The command line was not understood, or a file could not be read.
    static final int BAD_USAGE = 2;

    /// The system refused something, such as a port that is taken.
    static final int FAILED = 3;

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public void run() {
        new CommandLine(this).usage(System.out);
    }
}
