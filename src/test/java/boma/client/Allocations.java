package boma.client;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Counts what the current thread allocates.
final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 20_000;
    private static final int RUNS = 10_000;

    private Allocations() {}

    /// Bytes that many runs of the step allocate when warm: the least of a few tries, since the virtual machine may
    /// allocate for itself.
    static long of(Runnable step) {
        for (int i = 0; i < WARM_UP; i++) step.run();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < RUNS; i++) step.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
