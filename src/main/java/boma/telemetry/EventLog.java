package boma.telemetry;

import boma.ledger.Change;
import boma.ledger.Ledger;
import boma.time.Clock;
import boma.time.DurationText;
import boma.upstream.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.stream.Collectors;
import org.slf4j.event.Level;

/// The diagnostics log, for people at night: every event that Boma reports, one line each. Its writer is one for the
/// whole process, as that of any logger.
///
/// May be called from any thread; nothing here waits, but for [#stopped].
public final class EventLog {
    static final EventQueue QUEUE = new EventQueue(Clock.SYSTEM, EventQueue.slf4j());

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private EventLog() {}

    /// From now on reports every ban, and every one that an operator ends.
    public static void watch(Ledger ledger) {
        ledger.watch(change -> onChange(change, QUEUE));
    }

    static void onChange(Change change, EventQueue queue) {
        switch (change) {
            case Change.Banned b -> {
                Instant until = Instant.ofEpochMilli(Clock.SYSTEM.epochMillis()).plus(b.duration());
                queue.warn(
                        "ban",
                        "client",
                        b.client().text(),
                        "until",
                        until.truncatedTo(ChronoUnit.SECONDS),
                        "for",
                        DurationText.format(b.duration()),
                        "reason",
                        b.reason());
            }
            case Change.Unbanned u -> queue.info("unban", "client", u.client().text());
        }
    }

    /// Reports that a node left, came back or moved.
    public static Node.Watcher nodes() {
        return new Node.Watcher() {
            @Override
            public void onState(Node node, Node.State state, String why) {
                onNodeState(node, state, why, QUEUE);
            }

            @Override
            public void onMoved(Node node, String from) {
                onNodeMoved(node, from, QUEUE);
            }
        };
    }

    static void onNodeState(Node node, Node.State state, String why, EventQueue queue) {
        switch (state) {
            case UP -> queue.info("node-up", "pool", node.pool(), "node", node.name(), "why", why);
            case DOWN_FAILING, DOWN_STALE, DOWN_NO_ADDRESS ->
                queue.warn("node-down", "pool", node.pool(), "node", node.name(), "why", why);
        }
    }

    static void onNodeMoved(Node node, String from, EventQueue queue) {
        queue.info("node-moved", "pool", node.pool(), "node", node.name(), "from", from, "to", node.where());
    }

    /// Boma serves clients from now on.
    ///
    /// @param addresses where clients are served
    /// @param admin     where operators are, or `off`
    public static void listening(Collection<?> addresses, Object admin) {
        String all = addresses.stream().map(Object::toString).collect(Collectors.joining(","));
        QUEUE.info("listening", "on", all, "admin", admin);
    }

    /// The admin address can be reached from other machines, as the operator wished.
    public static void adminOpen(Object address) {
        QUEUE.warn("admin-open", "admin", address);
    }

    /// The system allows the process far fewer files than the listeners allow connections.
    ///
    /// @param enough the limit that is enough for all
    public static void fewDescriptors(long limit, long clients, long wanted, long enough) {
        QUEUE.warn(
                "few-descriptors",
                "limit",
                limit,
                "clients",
                clients,
                "max-connections",
                wanted,
                "advice",
                "set LimitNOFILE (ulimit -n) to " + enough + ", or lower max-connections");
    }

    /// There is no file descriptor left for another connection.
    public static void acceptPaused(String why) {
        QUEUE.limited(Level.WARN, "accept-paused", "", 0, null, "why", why);
    }

    /// An exception that nobody expected. A client may be able to cause it, so not every one is written.
    public static void bug(Throwable bug) {
        QUEUE.limited(Level.ERROR, "bug", bug.getClass().getName(), 0, bug, "what", bug);
    }

    /// An event loop does not do what it is told.
    public static void stuck() {
        QUEUE.report(Level.ERROR, "stuck", null, "what", "an event loop does not answer");
    }

    public static void stopping(Duration patience) {
        QUEUE.info("stopping", "patience", DurationText.format(patience));
    }

    /// The last line; waits a moment until it is written.
    public static void stopped() {
        QUEUE.info("stopped");
        try {
            QUEUE.flush(LAST_WORDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
