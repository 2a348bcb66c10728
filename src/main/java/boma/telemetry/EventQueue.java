package boma.telemetry;

import boma.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Lines of the diagnostics log, `event key=value …`, on their way to the file.
///
/// Any thread may report, also an event loop: lines go through a bounded queue to a thread that writes them, and those
/// that do not fit are counted.
final class EventQueue {
    private static final int LENGTH = 4096;
    private static final long LIMIT_NANOS = 1_000_000_000;

    /// Where lines end up.
    interface Sink {
        void write(Level level, String line, @Nullable Throwable cause);
    }

    /// @param flushed told when everything before is written; such a line says nothing itself
    private record Line(
            Level level,
            String text,
            @Nullable Throwable cause,
            @Nullable CountDownLatch flushed) {}

    private final Clock clock;
    private final Sink sink;
    private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(LENGTH);
    private final AtomicLong lost = new AtomicLong();
    private final Map<String, Limiter> limiters = new ConcurrentHashMap<>();
    private long lostReported; // the writer's

    EventQueue(Clock clock, Sink sink) {
        this.clock = clock;
        this.sink = sink;
        Thread.ofVirtual().name("event-log").start(this::writeAll);
    }

    static Sink slf4j() {
        var logger = LoggerFactory.getLogger("boma");
        return (level, line, cause) -> logger.atLevel(level).setCause(cause).log(line);
    }

    void warn(String event, Object... keysAndValues) {
        report(Level.WARN, event, null, keysAndValues);
    }

    void info(String event, Object... keysAndValues) {
        report(Level.INFO, event, null, keysAndValues);
    }

    /// @param cause written with its stack, if there is one
    void report(Level level, String event, @Nullable Throwable cause, Object... keysAndValues) {
        add(new Line(level, line(event, keysAndValues), cause, null));
    }

    /// Something that clients can cause: written at most once per second for each event and kind, with the number of
    /// those that were not.
    ///
    /// @param kind of a bounded set, such as what a refusal stands on
    /// @param more how many others it stands for already
    void limited(
            Level level, String event, String kind, long more, @Nullable Throwable cause, Object... keysAndValues) {
        Limiter limiter = limiters.computeIfAbsent(event + ' ' + kind, _ -> new Limiter());
        long suppressed = limiter.pass(clock.nanos(), more);
        if (suppressed < 0) return;
        String line = line(event, keysAndValues);
        add(new Line(level, suppressed > 0 ? line + " suppressed=" + suppressed : line, cause, null));
    }

    /// Lines for which there was no room.
    long lost() {
        return lost.get();
    }

    /// Waits until everything that was reported before is written.
    ///
    /// @return false if that took too long
    boolean flush(Duration patience) throws InterruptedException {
        var flushed = new CountDownLatch(1);
        long nanos = patience.toNanos();
        return queue.offer(new Line(Level.TRACE, "", null, flushed), nanos, TimeUnit.NANOSECONDS)
                && flushed.await(nanos, TimeUnit.NANOSECONDS);
    }

    private void add(Line line) {
        if (!queue.offer(line)) lost.incrementAndGet();
    }

    private static final class Limiter {
        private boolean passed;
        private long passedNanos;
        private long suppressed;

        /// How many were held back since the last one that passed, or -1 to hold this one back too.
        synchronized long pass(long nowNanos, long more) {
            suppressed += more;
            if (passed && nowNanos - passedNanos < LIMIT_NANOS) {
                suppressed++;
                return -1;
            }
            passed = true;
            passedNanos = nowNanos;
            long held = suppressed;
            suppressed = 0;
            return held;
        }
    }

    private static String line(String event, Object... keysAndValues) {
        var text = new StringBuilder(event);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            String value = String.valueOf(keysAndValues[i + 1]);
            if (value.isEmpty()) continue;
            text.append(' ').append(keysAndValues[i]).append('=');
            appendValue(value, text);
        }
        return text.toString();
    }

    /// Values with anything but plain characters are quoted, so that nobody can write a line or a key of his own.
    private static void appendValue(String value, StringBuilder text) {
        if (value.matches("[!#-<>-\\[\\]-~]+")) {
            text.append(value);
            return;
        }
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') text.append('\\').append(c);
            else text.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
        }
        text.append('"');
    }

    private void writeAll() {
        try {
            while (true) {
                Line line = queue.take();
                try {
                    if (line.flushed == null) sink.write(line.level, line.text, line.cause);
                    else line.flushed.countDown();
                    reportLost();
                } catch (RuntimeException _) {
                    lost.incrementAndGet(); // there is nobody left to tell
                }
            }
        } catch (InterruptedException _) {
            // Nobody interrupts it: it ends with the process.
        }
    }

    private void reportLost() {
        long n = lost.get() - lostReported;
        if (n == 0 || !queue.isEmpty()) return;
        lostReported += n;
        sink.write(Level.WARN, line("events-lost", "count", n), null);
    }
}
