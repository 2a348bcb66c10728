package boma.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/// Whatever a scenario puts on: a Boma, nodes behind it, clients before it. When the scenario is over, the clients
/// leave, and each Boma has to show that it has settled with everybody.
final class Stage implements AutoCloseable {
    private final Deque<Wire> clients = new ArrayDeque<>();
    private final List<Boma> bomas = new ArrayList<>();
    private final List<FakeNode> nodes = new ArrayList<>();
    private Path directory;

    FakeNode node(FakeNode.Script... scripts) throws IOException {
        return add(FakeNode.playing(scripts));
    }

    FakeNode add(FakeNode node) {
        nodes.add(node);
        return node;
    }

    Boma add(Boma boma) {
        bomas.add(boma);
        return boma;
    }

    /// The usual Boma before these nodes.
    Boma before(FakeNode... behind) throws IOException, InterruptedException {
        return add(Boma.setup().start(behind));
    }

    Wire client(Boma boma) throws IOException {
        return add(boma.connect());
    }

    Wire add(Wire client) {
        clients.push(client);
        return client;
    }

    /// A directory of this scenario's own; its path is short enough for sockets.
    Path directory() throws IOException {
        if (directory == null) directory = Files.createTempDirectory("boma");
        return directory;
    }

    @Override
    public void close() throws IOException {
        for (Wire client : clients) client.close();
        try {
            for (Boma boma : bomas) boma.settle();
        } finally {
            for (Boma boma : bomas) boma.close();
            for (FakeNode node : nodes) node.close();
            removeDirectory();
        }
    }

    private void removeDirectory() throws IOException {
        if (directory == null) return;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) Files.delete(file);
        }
        Files.delete(directory);
    }
}
