package boma.telemetry;

import boma.bytes.JsonWriter;
import java.io.IOException;

/// Writes batches of lines, and copes when that fails: lines are then counted and forgotten, the file is tried again
/// each second, and the diagnostics log tells so at once, each minute, and when it is over.
///
/// Confined to the log's thread, but for [#reopen] and the counts.
final class LogSink {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final LogFile file;
    private final String name;
    private final EventQueue events;
    private final long retryNanos;
    private volatile boolean reopenAsked;
    private boolean failing;
    private long checkedNanos;
    private boolean complained;
    private long complainedNanos;
    private long lostWhileFailing;
    private long lost;
    private long errors;

    /// @param retryNanos time between two tries, and between two looks whether the file was moved
    LogSink(LogConfig config, EventQueue events, long retryNanos, long nowNanos) throws IOException {
        this.file = new LogFile(config);
        this.name = config.access();
        this.events = events;
        this.retryNanos = retryNanos;
        this.checkedNanos = nowNanos;
    }

    /// Opens the file anew before the next line, because somebody renamed it. For any thread.
    void reopen() {
        reopenAsked = true;
    }

    /// Lines that were not written. For any thread.
    long lost() {
        return lost;
    }

    /// Writes, and other steps with the file, that failed. For any thread.
    long errors() {
        return errors;
    }

    /// Whether lines can be written now, as far as is known. Called before each batch.
    boolean ready(long nowNanos) {
        boolean asked = reopenAsked;
        boolean due = nowNanos - checkedNanos >= retryNanos;
        if (!asked && !due) return !failing;
        reopenAsked = false;
        checkedNanos = nowNanos;
        if (!asked && !failing && !file.moved()) return true;
        try {
            file.reopen();
            return true;
        } catch (IOException e) {
            failed(e, nowNanos);
            return false;
        }
    }

    /// Writes whole lines.
    void write(JsonWriter lines, long nowNanos) {
        int kept = file.append(lines.bytes(), lines.length());
        IOException failure = file.failure();
        if (kept < lines.length() && failure != null) {
            lose(countLines(lines, kept));
            failed(failure, nowNanos);
        } else if (failing) {
            recovered();
        } else if (failure != null) {
            errors++;
            complain("access-log-not-rotated", failure, nowNanos);
        }
    }

    /// Counts lines that are not even tried.
    void lose(int lines) {
        lost += lines;
        lostWhileFailing += lines;
    }

    void close() {
        file.close();
    }

    private void failed(IOException e, long nowNanos) {
        errors++;
        failing = true;
        checkedNanos = nowNanos;
        complain("access-log-failed", e, nowNanos);
    }

    private void complain(String event, IOException e, long nowNanos) {
        if (complained && nowNanos - complainedNanos < MINUTE_NANOS) return;
        complained = true;
        complainedNanos = nowNanos;
        events.warn(event, "access", name, "why", LogFile.why(e), "lost", lostWhileFailing);
    }

    private void recovered() {
        events.info("access-log-recovered", "access", name, "lost", lostWhileFailing);
        failing = false;
        complained = false;
        lostWhileFailing = 0;
    }

    private static int countLines(JsonWriter lines, int from) {
        int n = 0;
        for (int i = from; i < lines.length(); i++) if (lines.bytes()[i] == '\n') n++;
        return n;
    }
}
