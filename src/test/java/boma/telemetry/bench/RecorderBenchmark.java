package boma.telemetry.bench;

import boma.exchange.Exchange;
import boma.telemetry.LogPath;
import boma.telemetry.Samples;
import java.util.concurrent.TimeUnit;
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

/// What metrics and log cost a request: on the event loop, and on the log's thread.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
@State(Scope.Thread)
public class RecorderBenchmark {
    /// As many requests as a loop serves between two looks of the log's thread.
    private static final int BATCH = 512;

    /// What is asked.
    @Param({"read", "push", "denied"})
    public String request = "";

    private final LogPath path = new LogPath(4 << 20);
    private Exchange exchange = Samples.read();
    private long now = Samples.START;
    private int sinceLook;

    @Setup
    public void choose() {
        exchange = switch (request) {
            case "push" -> Samples.failedPush();
            case "denied" -> Samples.denied("192.0.2.9", "per client");
            default -> Samples.read();
        };
        path.hold(exchange);
    }

    /// Metrics and log entry, on the event loop.
    @Benchmark
    public void finished() {
        path.recorder().finished(exchange, now += Samples.MILLI);
        if (++sinceLook < BATCH) return;
        path.discard();
        sinceLook = 0;
    }

    /// The line, on the log's thread.
    @Benchmark
    public int format() {
        return path.format();
    }

    /// The most frequent names, on the log's thread.
    @Benchmark
    public void count() {
        path.count();
    }
}
