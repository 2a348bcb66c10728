package boma.server;

import boma.exchange.Ground;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// How many connections there may be at once: of one listener, and within that of the whole process. Shared by all
/// event loops.
public final class Capacity {
    private final int max;
    private final Ground full;
    private final @Nullable Capacity whole;
    private final AtomicInteger open = new AtomicInteger();

    /// @param full  why a connection is refused for which there is no room
    /// @param whole of which this is a part; null for the whole
    public Capacity(int max, Ground full, @Nullable Capacity whole) {
        this.max = max;
        this.full = full;
        this.whole = whole;
    }

    /// Counts a connection, for which [#leave] is due when it ends.
    ///
    /// @return null, or why there is no room for it
    @Nullable
    Ground enter() {
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            return full;
        }
        Ground refused = whole == null ? null : whole.enter();
        if (refused != null) open.decrementAndGet();
        return refused;
    }

    /// Whether this part has no room, whatever the whole has.
    boolean isFull() {
        return open.get() >= max;
    }

    void leave() {
        open.decrementAndGet();
        if (whole != null) whole.leave();
    }
}
