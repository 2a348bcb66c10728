package boma.main;

import boma.limit.LimitConfig;
import boma.server.ListenerConfig;
import boma.table.GcraTable;
import boma.upstream.PoolConfig;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a configuration can take of memory, and whether there is so much. Each setting can be fine for itself, and all
/// together too much: then Boma would end when clients come, long after somebody has looked.
///
/// The figures of single things were measured with the JVM and the options of `./boma`, and rounded up.
final class Footprint {
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    private static final long CLIENT = 160; // 113 bytes, and a ban for half of them
    private static final long CONNECTION = KIB;
    private static final long REQUEST_AT_NODE = KIB;
    private static final long BLOCK = 5 * KIB; // a rule or a limit
    private static final long LOOP = 300 * KIB; // without its part of the log
    private static final long BOMA = 8 * MIB;

    private static final long LOOP_OUTSIDE = 4 * MIB; // what it reads into, and small buffers that it keeps
    private static final long JAVA_OUTSIDE = 96 * MIB; // classes, compiled code, threads

    private static final int NAMED_MAX = 3;

    /// @param what the setting, for the operator
    private record Part(String what, long bytes) {}

    private final List<Part> heap = new ArrayList<>();
    private final List<Part> outside = new ArrayList<>();

    /// @param read    bytes of the heap that the configuration takes as it was read, with its lists
    /// @param filesMax files that the system lets the process open, connections among them
    Footprint(Config config, long read, long filesMax) {
        ServerConfig server = config.server();
        long connections = Math.min(
                filesMax,
                config.listeners().stream()
                        .mapToLong(ListenerConfig::maxConnections)
                        .sum());
        int blocks = config.policy().rules().size() + config.policy().limits().size();
        for (LimitConfig limit : config.policy().limits()) {
            add(heap, "entries of the limit \"" + limit.name() + '"', GcraTable.bytes(limit.entries()));
        }
        add(heap, "server.max-clients", server.maxClients() * CLIENT);
        add(
                heap,
                "log.buffer of all event loops",
                server.threads() * config.log().bytesPerLoop());
        add(heap, "event loops (server.threads)", server.threads() * LOOP);
        add(heap, "max-connections of the listeners", connections * CONNECTION);
        add(heap, "requests at nodes (per-node)", Math.min(connections, atNodes(config)) * REQUEST_AT_NODE);
        add(heap, "lists, rules and limits", read + blocks * BLOCK);
        add(heap, "Boma itself", BOMA);
        add(outside, "server.max-buffered", server.maxBuffered());
        add(outside, "event loops (server.threads)", server.threads() * LOOP_OUTSIDE);
        add(outside, "Java itself", JAVA_OUTSIDE);
    }

    /// Of this process, in which the configuration was read.
    ///
    /// Why the heap is not collected at once: a start should not wait for it, and what fits with all that was left
    /// behind by reading fits without it.
    static Optional<String> excessHere(Config config, String whose) {
        if (here(config).excess(whose).isEmpty()) return Optional.empty();
        System.gc();
        return here(config).excess(whose);
    }

    private static Footprint here(Config config) {
        Runtime java = Runtime.getRuntime();
        return new Footprint(config, java.totalMemory() - java.freeMemory(), Descriptors.max());
    }

    private static long atNodes(Config config) {
        long requests = 0;
        for (PoolConfig pool : config.pools()) requests += (long) pool.nodes().size() * pool.perNode();
        return requests;
    }

    private static void add(List<Part> parts, String what, long bytes) {
        parts.add(new Part(what, bytes));
    }

    /// Why there is not enough in this process, in a sentence; nothing when there is.
    ///
    /// @param whose the file, or whatever stands for it
    private Optional<String> excess(String whose) {
        long machine = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize() // of the cgroup, if that has a bound
                : Long.MAX_VALUE;
        return excess(whose, Runtime.getRuntime().maxMemory(), machine);
    }

    /// Why: a third of the heap is left for what comes and goes. Java's collector needs it to have room to work in, and
    /// large tables do not fit into all parts of the heap.
    Optional<String> excess(String whose, long heapMax, long machine) {
        long onHeap = sum(heap);
        long room = heapMax / 3 * 2;
        if (onHeap > room) {
            return Optional.of(whose + " can need " + mib(onHeap) + " of the Java heap, which has room for " + mib(room)
                    + " (two thirds of it): " + largest(heap)
                    + "; lower that, or give Java more with BOMA_JAVA_OPTS=-Xmx" + suggested(onHeap) + "m.");
        }
        List<Part> all = new ArrayList<>(outside);
        add(all, "the Java heap", Math.min(heapMax, onHeap / 2 * 3));
        if (sum(all) <= machine) return Optional.empty();
        return Optional.of(whose + " can need " + mib(sum(all)) + " of memory, and this machine or its cgroup has "
                + mib(machine) + ": " + largest(all) + "; lower that, or give it more memory.");
    }

    private static long suggested(long onHeap) {
        return Math.ceilDiv(onHeap / 2 * 3, 64 * MIB) * 64 + 64;
    }

    private static long sum(List<Part> parts) {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    private static String largest(List<Part> parts) {
        List<Part> sorted = parts.stream()
                .sorted(Comparator.comparingLong(Part::bytes).reversed())
                .toList();
        List<Part> named = sorted.subList(0, Math.min(NAMED_MAX, sorted.size()));
        long others = sum(sorted) - sum(named);
        return named.stream().map(p -> mib(p.bytes) + " for " + p.what).collect(Collectors.joining(", ")) + " and "
                + mib(others) + " for the rest";
    }

    private static String mib(long bytes) {
        return Math.ceilDiv(bytes, MIB) + " MiB";
    }
}
