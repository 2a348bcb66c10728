package boma.upstream;

import java.util.ArrayList;
import java.util.List;

/// Nodes that serve the same requests, shared by all event loops. Each loop has its own [LoopPool] of connections.
public final class Pool {
    private final PoolConfig config;
    private final int index;
    private final Node[] nodes;

    private Pool(PoolConfig config, int index, Node[] nodes) {
        this.config = config;
        this.index = index;
        this.nodes = nodes;
    }

    /// Makes the pools of a configuration. Nodes that are written with a name are nowhere yet: see [Names].
    public static List<Pool> all(List<PoolConfig> configs, Node.Watcher watcher) {
        List<Pool> pools = new ArrayList<>();
        int nodeIndex = 0;
        for (PoolConfig config : configs) {
            var nodes = new Node[config.nodes().size()];
            for (int i = 0; i < nodes.length; i++) {
                nodes[i] = new Node(config, config.nodes().get(i), nodeIndex++, watcher);
            }
            pools.add(new Pool(config, pools.size(), nodes));
        }
        return List.copyOf(pools);
    }

    public PoolConfig config() {
        return config;
    }

    public String name() {
        return config.name();
    }

    public int index() {
        return index;
    }

    public List<Node> nodes() {
        return List.of(nodes);
    }

    int size() {
        return nodes.length;
    }

    Node node(int i) {
        return nodes[i];
    }

    /// Nodes in service at this moment.
    public int healthy() {
        int n = 0;
        for (Node node : nodes) if (node.state() == Node.State.UP) n++;
        return n;
    }
}
