package boma.telemetry;

import boma.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A diagnostics log that remembers its lines.
final class Events {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final EventQueue queue;

    Events(Clock clock) {
        queue = new EventQueue(clock, (level, line, _) -> lines.add(level + " " + line));
    }

    EventQueue queue() {
        return queue;
    }

    /// Everything that was reported before.
    List<String> lines() {
        try {
            if (!queue.flush(Duration.ofSeconds(10))) throw new AssertionError("the events do not come");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return lines;
    }
}
