package boma.main;

import boma.practice.PracticeNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `boma practice-node`.
@Command(
        name = "practice-node",
        description = "Runs a small server that answers like an Antelope node, from recordings; for trying Boma out.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PracticeNodeCommand implements Callable<Integer> {
    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1:8888",
            description = "Where to listen; port 0 takes a free one, unix:PATH a socket. Default: ${DEFAULT-VALUE}.")
    private String listen = "";

    @Override
    public Integer call() throws InterruptedException {
        try {
            PracticeNode.run(listen);
            return Main.OK;
        } catch (IllegalArgumentException e) {
            System.err.println("boma practice-node: " + e.getMessage());
            return Main.BAD_USAGE;
        } catch (IOException e) {
            System.err.println("boma practice-node: " + e.getMessage());
            return Main.FAILED;
        }
    }
}
