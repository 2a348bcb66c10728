package boma.telemetry;

import boma.bytes.JsonWriter;
import boma.upstream.Node;
import boma.upstream.Pool;
import java.util.List;

/// The names behind the indexes that exchanges carry: listeners, pools and nodes as they are loaded now.
public final class Roster {
    private final List<String> listeners;
    private final List<Pool> pools;
    private final List<Node> nodes;
    private final byte[][] listenerTexts;
    private final byte[][] poolTexts;
    private final byte[][] nodeTexts;

    public Roster(List<String> listeners, List<Pool> pools) {
        this.listeners = List.copyOf(listeners);
        this.pools = List.copyOf(pools);
        this.nodes = pools.stream().flatMap(pool -> pool.nodes().stream()).toList();
        this.listenerTexts = texts(this.listeners);
        this.poolTexts = texts(pools.stream().map(Pool::name).toList());
        this.nodeTexts = texts(nodes.stream().map(Node::name).toList());
    }

    public List<Pool> pools() {
        return pools;
    }

    /// All nodes, each at its [Node#index].
    public List<Node> nodes() {
        return nodes;
    }

    int listeners() {
        return listeners.size();
    }

    /// Its name, or its number if it is not known any more.
    String listener(int index) {
        return index < listeners.size() ? listeners.get(index) : Integer.toString(index);
    }

    byte[] listenerText(int index) {
        return text(listenerTexts, index);
    }

    byte[] poolText(int index) {
        return text(poolTexts, index);
    }

    byte[] nodeText(int index) {
        return text(nodeTexts, index);
    }

    private static byte[] text(byte[][] texts, int index) {
        return index < texts.length ? texts[index] : JsonWriter.quotedText(Integer.toString(index));
    }

    private static byte[][] texts(List<String> names) {
        return names.stream().map(JsonWriter::quotedText).toArray(byte[][]::new);
    }
}
