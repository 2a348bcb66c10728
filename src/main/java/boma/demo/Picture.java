package boma.demo;

import java.util.List;

/// The demo at one moment, as its views show it.
///
/// @param nanos         when
/// @param seconds       since it began
/// @param requests      that came to Boma, by its own metrics
/// @param perSecond     of them, lately
/// @param nodeRequests  that the node got, by its own count
/// @param nodePerSecond of them, lately
/// @param nodeUp        whether Boma takes the node for well
/// @param headBlock     of the node
/// @param bans          that run
record Picture(
        long nanos,
        int seconds,
        List<Part> parts,
        long requests,
        double perSecond,
        long nodeRequests,
        double nodePerSecond,
        boolean nodeUp,
        long headBlock,
        int bans) {
    /// Time that an average transaction costs a node at least: the median of those in the recordings.
    private static final double PUSH_SECONDS = 0.000_5;

    /// Time that a read of a table costs a node at least. An assumption, and a low one.
    private static final double TABLE_SECONDS = 0.000_2;

    Picture {
        parts = List.copyOf(parts);
    }

    /// One client.
    record Part(String address, boolean honest, String does, Tally.Numbers numbers) {
        static Part of(Actor actor) {
            return new Part(actor.address(), actor.honest(), actor.does(), actor.numbers());
        }
    }

    List<Part> honest() {
        return parts.stream().filter(Part::honest).toList();
    }

    List<Part> abusers() {
        return parts.stream().filter(p -> !p.honest()).toList();
    }

    /// Pushes that were refused before the node.
    long sparedPushes() {
        return parts.stream().mapToLong(p -> p.numbers().refusedPushes()).sum();
    }

    /// Reads of tables that were refused before the node.
    long sparedTables() {
        return parts.stream().mapToLong(p -> p.numbers().refusedTables()).sum();
    }

    /// An estimate of the CPU time that they would have cost the node.
    double sparedSeconds() {
        return sparedPushes() * PUSH_SECONDS + sparedTables() * TABLE_SECONDS;
    }
}
