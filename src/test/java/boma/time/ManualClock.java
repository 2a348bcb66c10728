package boma.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that only a test moves. Any thread may read or move it.
public final class ManualClock implements Clock {
    /// 2026-01-01T00:00:00Z, so that a time in a failing test is recognised.
    private static final long START_MILLIS = 1_767_225_600_000L;

    /// Why: a monotonic clock may be negative; starting below zero, and passing it, finds code that forgot.
    private static final long START_NANOS = -5_000_000_000L;

    private final AtomicLong passedNanos = new AtomicLong();

    @Override
    public long nanos() {
        return START_NANOS + passedNanos.get();
    }

    @Override
    public long epochMillis() {
        return START_MILLIS + passedNanos.get() / 1_000_000;
    }

    /// Moves both readings forward.
    public void advance(Duration by) {
        if (by.isNegative()) throw new IllegalArgumentException("a clock does not go back: " + by);

        passedNanos.addAndGet(by.toNanos());
    }
}
