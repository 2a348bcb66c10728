package boma.scenario;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for conditions, never for time.
public final class Await {
    private static final long PATIENCE_NANOS = 20_000_000_000L; // only a failing test ever waits as long
    private static final long PAUSE_NANOS = 1_000_000;

    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        until(() -> what, condition);
    }

    /// Waits until a condition is true, but not for ever.
    ///
    /// @param what told when it does not become true
    public static void until(Supplier<String> what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("never came true: " + what.get());
            if (Thread.currentThread().isInterrupted()) throw new AssertionError("interrupted: " + what.get());
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
