package boma.antelope;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Some endpoints, as the `call` of a match names them.
public final class EndpointSet {
    private final long[] bits;

    private EndpointSet(long[] bits) {
        this.bits = bits;
    }

    /// The endpoints that a word of the config stands for: a whole group (`push`) or one call (`get_info`).
    public static Optional<EndpointSet> parse(String word) {
        var found = new EndpointSet(new long[(Endpoint.COUNT + Long.SIZE - 1) / Long.SIZE]);
        for (Endpoint e : Endpoint.values()) {
            if (e.call().equals(word) || e.group().word().equals(word)) found.add(e);
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /// Every word that [#parse] knows, groups first.
    public static List<String> words() {
        var words = new ArrayList<String>();
        for (EndpointGroup g : EndpointGroup.values()) words.add(g.word());
        for (Endpoint e : Endpoint.values()) {
            if (!e.call().equals(e.group().word())) words.add(e.call());
        }
        return List.copyOf(words);
    }

    public boolean has(Endpoint e) {
        return (bits[e.id() >>> 6] >>> e.id() & 1) != 0;
    }

    public EndpointSet plus(EndpointSet other) {
        long[] both = bits.clone();
        for (int i = 0; i < both.length; i++) both[i] |= other.bits[i];
        return new EndpointSet(both);
    }

    private void add(Endpoint e) {
        bits[e.id() >>> 6] |= 1L << e.id();
    }

    private boolean isEmpty() {
        for (long word : bits) {
            if (word != 0) return false;
        }
        return true;
    }
}
