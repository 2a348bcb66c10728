package boma.telemetry;

import boma.bytes.JsonWriter;
import boma.exchange.Ground;
import boma.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// One line of JSON for each request, written away from the event loops.
///
/// Each loop puts its entries into a ring of its own. One thread empties the rings twenty times a second, makes the
/// lines and writes them together; on the way it keeps the statistics that need no exactness. When it cannot keep up,
/// or the file cannot be written, lines are dropped and counted, and traffic goes on.
public final class AccessLog implements AutoCloseable {
    private static final long PAUSE_NANOS = 50_000_000;
    private static final long RETRY_NANOS = 1_000_000_000;
    private static final int BATCH_BYTES = 256 * 1024;
    private static final int LINE_ROOM = 8 * 1024;
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final Clock clock;
    private final EventQueue events;
    private final @Nullable LogSink sink; // null when no log is wanted
    private final LogRing[] rings;
    private final RecentRefusals refusals = new RecentRefusals();
    private final TopTables tops;
    private final Queue<CountDownLatch> flushes = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile Roster roster;
    private volatile boolean closing;

    // The thread's.
    private final LogEntry entry = new LogEntry();
    private final LogLine line = new LogLine();
    private final JsonWriter lines = new JsonWriter(BATCH_BYTES + LINE_ROOM);
    private int lineCount;
    private long wallOffsetNanos;

    /// @param retryNanos time between two tries with a file that fails
    AccessLog(LogConfig config, int loops, Roster roster, Clock clock, EventQueue events, long retryNanos)
            throws IOException {
        this.clock = clock;
        this.roster = roster;
        this.events = events;
        this.tops = new TopTables(clock.nanos());
        boolean off = config.access().equals(LogConfig.OFF);
        this.sink = off ? null : new LogSink(config, events, retryNanos, clock.nanos());
        this.rings = new LogRing[loops];
        for (int i = 0; i < loops; i++) rings[i] = new LogRing(config.buffer());
        this.thread = Thread.ofPlatform().name("access-log").daemon().unstarted(this::run);
    }

    /// Opens the file and starts the thread.
    ///
    /// @param loops  event loops, each of which gets a ring
    /// @param roster the names of now
    /// @throws IOException with one sentence for the operator when the file cannot be opened
    public static AccessLog open(LogConfig config, int loops, Roster roster, Clock clock) throws IOException {
        return new AccessLog(config, loops, roster, clock, EventLog.QUEUE, RETRY_NANOS).start();
    }

    AccessLog start() {
        thread.start();
        return this;
    }

    /// From now on these are the names, after a reload.
    public void rename(Roster roster) {
        this.roster = roster;
    }

    /// The names of now.
    public Roster roster() {
        return roster;
    }

    LogRing ring(int loop) {
        return rings[loop];
    }

    /// The last refusals of each client.
    public RecentRefusals refusals() {
        return refusals;
    }

    TopTables tops() {
        return tops;
    }

    /// Lines that were not written, for whatever reason.
    public long dropped() {
        long sum = sink == null ? 0 : sink.lost();
        for (LogRing ring : rings) sum += ring.dropped();
        return sum;
    }

    /// Failed writes.
    public long errors() {
        return sink == null ? 0 : sink.errors();
    }

    /// Opens the file anew, after somebody renamed it. It is noticed without this call, but a second later.
    public void reopen() {
        if (sink != null) sink.reopen();
    }

    /// Waits until everything that was recorded before is written or lost.
    ///
    /// @return false if that took too long
    public boolean flush(Duration patience) throws InterruptedException {
        var done = new CountDownLatch(1);
        flushes.add(done);
        LockSupport.unpark(thread);
        return done.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Writes what is there, but waits no longer than two seconds for it.
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(CLOSE_WAIT)) thread.interrupt();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (true) {
            boolean last = closing;
            CountDownLatch flush = flushes.poll();
            boolean busy = emptyUnlessBug();
            if (flush != null) flush.countDown();
            else if (last) break;
            else if (!busy) LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (sink != null) sink.close();
    }

    private boolean emptyUnlessBug() {
        try {
            return empty();
        } catch (RuntimeException bug) {
            EventLog.bug(bug);
            return false;
        }
    }

    /// Handles all that is in the rings.
    ///
    /// @return whether there was so much that the next round should come at once
    private boolean empty() {
        boolean busy = false;
        long now = clock.nanos();
        wallOffsetNanos = clock.epochMillis() * 1_000_000 - now;
        tops.tick(now);
        Roster names = roster;
        for (LogRing ring : rings) {
            long before = ring.read();
            while (ring.next(entry)) handle(entry, names, ring);
            ring.release();
            busy |= ring.read() - before > ring.size() / 4;
        }
        write();
        return busy;
    }

    private void handle(LogEntry e, Roster names, LogRing ring) {
        try {
            long millis = Math.floorDiv(e.endNanos() + wallOffsetNanos, 1_000_000L);
            if (e.ground() >= 0) refusals.add(e, millis);
            switch (e.kind()) {
                case REQUEST -> {
                    if (e.node() >= 0) tops.add(e); // names in what is refused cost nothing to invent
                    if (sink != null) addLine(e, millis, names, sink);
                }
                case REFUSED_CONNECTION -> report(e, names);
            }
        } catch (RuntimeException bug) { // one odd entry must not end the log
            EventLog.bug(bug);
        }
        if (lines.length() > BATCH_BYTES) {
            ring.release();
            write();
        }
    }

    private void addLine(LogEntry e, long millis, Roster names, LogSink to) {
        if (lineCount == 0 && !to.ready(clock.nanos())) {
            to.lose(1);
            return;
        }
        int before = lines.length();
        try {
            line.write(e, millis, names, lines);
            lineCount++;
        } catch (RuntimeException bug) { // one odd entry must not spoil the others' lines
            lines.cut(before);
            to.lose(1);
            throw bug;
        }
    }

    private void write() {
        if (sink != null && lineCount > 0) sink.write(lines, clock.nanos());
        lines.clear();
        lineCount = 0;
    }

    private void report(LogEntry e, Roster names) {
        Ground ground = line.words().ground(e.ground());
        String reason = ground.reason().label();
        events.limited(
                Level.WARN,
                "connection-refused",
                ground.toString(),
                e.suppressed(),
                null,
                "client",
                line.caller(e),
                "listener",
                names.listener(e.listener()),
                "reason",
                reason,
                "by",
                ground.by());
    }
}
