package boma.main;

import boma.config.Section;
import java.time.Duration;

/// The keys of `[server]` that concern the process as a whole.
///
/// @param threads     event loops; as many as cores by default
/// @param maxBuffered bytes of memory for bodies and answers that cannot pass through at once, all connections together
/// @param drain       time that requests in flight get to finish when the process is told to stop
/// @param maxClients  clients remembered at once; the coldest is forgotten first
public record ServerConfig(int threads, int maxBuffered, Duration drain, int maxClients) {
    private static final int THREADS_MAX = 256;
    private static final int MAX_BUFFERED = 128 * 1024 * 1024;
    private static final int MAX_BUFFERED_LEAST = 8 * 1024 * 1024;
    private static final int MAX_BUFFERED_MOST = 1024 * 1024 * 1024;
    private static final int MAX_CLIENTS = 100_000;

    static ServerConfig read(Section s) {
        return new ServerConfig(
                s.count("threads", 1, THREADS_MAX, Runtime.getRuntime().availableProcessors()),
                s.size("max-buffered", MAX_BUFFERED_LEAST, MAX_BUFFERED_MOST, MAX_BUFFERED),
                s.duration("drain", Duration.ZERO, Duration.ofHours(1), Duration.ofSeconds(30)),
                s.count("max-clients", 1000, 10_000_000, MAX_CLIENTS));
    }
}
