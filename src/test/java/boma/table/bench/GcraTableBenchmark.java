package boma.table.bench;

import boma.bytes.Hash;
import boma.table.GcraTable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a limit costs each request.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
@State(Scope.Benchmark)
public class GcraTableBenchmark {
    private static final long INTERVAL = 20_000_000;
    private static final long TOLERANCE = 99 * INTERVAL;

    /// Keys in turn, in a table for 100,000 (131,072 places): one, as many as fit, and many more.
    @Param({"1", "100000", "1000000"})
    public int keys;

    private final GcraTable table = new GcraTable(100_000, 0);
    private long[] hashes = new long[0];

    @Setup
    public void fill() {
        hashes = new long[keys];
        for (int i = 0; i < keys; i++) {
            hashes[i] = Hash.mix(i + 1L);
            table.take(hashes[i], INTERVAL, TOLERANCE, 1, 1);
        }
    }

    /// Each event loop has its own place in the row of keys and its own reading of the clock.
    @State(Scope.Thread)
    public static class Loop {
        private static final AtomicInteger PLACES = new AtomicInteger();

        private int next = PLACES.getAndAdd(12_345);
        private long now;

        private long key(long[] hashes) {
            if (++next >= hashes.length) next = 0;
            return hashes[next];
        }
    }

    /// Time goes on, so that all pass.
    @Benchmark
    public long pass(Loop loop) {
        loop.now += INTERVAL;
        return table.take(loop.key(hashes), INTERVAL, TOLERANCE, 1, loop.now);
    }

    /// Time stands still: known keys are refused when their burst is used up, and unknown ones take the place of
    /// others.
    @Benchmark
    public long refuse(Loop loop) {
        return table.take(loop.key(hashes), INTERVAL, TOLERANCE, 1, 1);
    }

    @Benchmark
    public long peek(Loop loop) {
        return table.peek(loop.key(hashes), INTERVAL, TOLERANCE, 1, 1);
    }
}
