package boma.table;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Counts the bytes that a step allocates once it is warm.
public final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int TIMES = 20_000;

    private Allocations() {}

    /// Bytes that this thread allocated while the step ran 20,000 times, after as many to warm up. Anything below one
    /// byte for each time is the measuring itself.
    public static double perRun(Runnable step) {
        for (int i = 0; i < TIMES; i++) step.run();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < TIMES; i++) step.run();
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / TIMES;
    }
}
