package boma.bytes.bench;

import boma.bytes.Ascii;
import boma.bytes.Hex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Decodes 1,302 digits, as many as a push of five transfers has: as the product does, and digit by digit with a table.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
@State(Scope.Benchmark)
public class HexBenchmark {
    private static final int DIGITS = 1_302;
    private static final byte[] VALUES = values();

    private final MemorySegment text = text();
    private final byte[] array = new byte[1_024];
    private final MemorySegment bytes = MemorySegment.ofArray(array);

    @Benchmark
    public int words() {
        return Hex.decode(text, 0, DIGITS, bytes, 0);
    }

    @Benchmark
    public int table() {
        int wrong = 0;
        for (int i = 0; i < DIGITS; i += 2) {
            int high = VALUES[text.get(Ascii.BYTE, i) & 0xff];
            int low = VALUES[text.get(Ascii.BYTE, i + 1L) & 0xff];
            wrong |= high | low;
            array[i >> 1] = (byte) ((high << 4) | low);
        }
        return wrong < 0 ? -1 : DIGITS / 2;
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        for (int c = 0; c < values.length; c++) values[c] = (byte) Character.digit(c, 16);
        return values;
    }

    private static MemorySegment text() {
        byte[] digits = "0123456789abcdef".repeat(DIGITS / 16 + 1).getBytes(StandardCharsets.US_ASCII);
        MemorySegment text = Arena.ofAuto().allocate(DIGITS);
        MemorySegment.copy(digits, 0, text, ValueLayout.JAVA_BYTE, 0, DIGITS);
        return text;
    }
}
