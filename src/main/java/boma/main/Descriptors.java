package boma.main;

import boma.server.ListenerConfig;
import boma.telemetry.EventLog;
import boma.upstream.PoolConfig;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// Shares out the file descriptors that the system allows the process: clients get what nodes, health questions, the
/// log and the admin address leave. Without a reserve, whoever opens enough connections would take the nodes away
/// from everybody.
final class Descriptors {
    private static final long OWN = 320; // the program's own files, epoll, the log, and 256 for the admin address

    private Descriptors() {}

    /// How many connections clients may have in all; tells the operator when that is less than half of what the
    /// listeners allow. Why not if it is a little less: the usual limits of systems and listeners go together.
    static int forClients(Config config) {
        long limit = max();
        long clients = limit - reserve(config, limit);
        long wanted = config.listeners().stream()
                .mapToLong(ListenerConfig::maxConnections)
                .sum();
        if (clients < wanted / 2) EventLog.fewDescriptors(limit, clients, wanted, OWN + ofNodes(config) + wanted);
        return (int) Math.min(clients, Integer.MAX_VALUE);
    }

    /// How many the system allows the process.
    static long max() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Integer.MAX_VALUE;
    }

    /// A connection for each request that the nodes may have at once, but never more than half of all.
    private static long reserve(Config config, long limit) {
        return Math.min(OWN + ofNodes(config), limit / 2);
    }

    private static long ofNodes(Config config) {
        long nodes = 0;
        for (PoolConfig pool : config.pools()) nodes += (long) pool.nodes().size() * pool.perNode();
        return nodes;
    }
}
