package boma.telemetry;

import boma.bytes.JsonWriter;
import boma.exchange.Exchange;

/// The way of a request from the event loop to its line, without threads and files, for benchmarks.
public final class LogPath {
    private final LogRing ring;
    private final Recorder recorder;
    private final Roster roster = Samples.roster();
    private final LogEntry entry = new LogEntry();
    private final LogLine line = new LogLine();
    private final TopTables tops = new TopTables(0);
    private final JsonWriter json = new JsonWriter(1 << 20);
    private long millis = 1_767_225_600_000L;

    /// @param ringBytes size of the ring
    public LogPath(int ringBytes) {
        ring = new LogRing(ringBytes);
        recorder = new Recorder(ring, 1, 2);
    }

    /// Puts one entry where [#format] finds it.
    public void hold(Exchange x) {
        recorder.finished(x, Samples.START);
        if (!ring.next(entry)) throw new IllegalStateException("the ring is full");
    }

    public Recorder recorder() {
        return recorder;
    }

    /// Passes over everything in the ring.
    public void discard() {
        while (ring.next(entry)) {}
        ring.release();
    }

    /// Makes the line of the entry that is held, one millisecond after the last, and returns its length.
    public int format() {
        json.clear();
        line.write(entry, millis++, roster, json);
        return json.length();
    }

    /// Counts the names of the entry that is held.
    public void count() {
        tops.add(entry);
    }
}
