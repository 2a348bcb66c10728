package boma.antelope.bench;

import boma.antelope.AnswerScanner;
import boma.antelope.Endpoint;
import boma.antelope.ErrorClass;
import boma.bytes.Ascii;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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

/// What it costs to read the outcome of a push, and to find the endpoint of its path.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
@State(Scope.Benchmark)
public class AnswerScannerBenchmark {
    private static final String TRACE = """
        {"action_ordinal":1,"creator_action_ordinal":0,"closest_unnotified_ancestor_action_ordinal":0,"receipt":\
        {"receiver":"eosio.token","act_digest":"83b97055fa7cbfc1fd941181457aa45d28419776eb468adbc16d9f29a7b4d51a",\
        "global_sequence":756,"recv_sequence":146,"auth_sequence":[["alice",189]],"code_sequence":1},"receiver":\
        "eosio.token","act":{"account":"eosio.token","name":"transfer","authorization":[{"actor":"alice",\
        "permission":"active"}],"data":{"from":"alice","to":"bob","quantity":"0.0100 SYS","memo":"hello"},\
        "hex_data":"0000000000855c340000000000000e3d6400000000000000045359530000000005686c6c6f"},"context_free":\
        false,"elapsed":36,"console":"","trx_id":"46d62a67619bead8a6b9b961be5e8342d19c78944238fa586a11da2be409ab42",\
        "except":null,"error_code":null,"return_value_hex_data":"","inline_traces":[]}\
        """;

    /// A plain transfer notifies two accounts and has three traces: 2.5 KB. A hundred make 80 KB.
    @Param({"3", "100"})
    public int traces;

    private final AnswerScanner scanner = new AnswerScanner();
    private MemorySegment answer = MemorySegment.NULL;
    private MemorySegment path = MemorySegment.NULL;
    private int length;
    private int pathLength;

    @Setup
    public void write() {
        String text = """
                {"transaction_id":"ab","processed":{"id":"ab","receipt":{"status":"executed","cpu_usage_us":215},\
                "elapsed":215,"action_traces":[\
                """
                + (TRACE + ",").repeat(traces - 1)
                + TRACE
                + "],\"account_ram_delta\":null,\"except\":null,\"error_code\":null}}";
        answer = Arena.global().allocateFrom(text);
        length = text.length();
        path = Arena.global().allocateFrom("/v1/chain/send_transaction2");
        pathLength = Ascii.bytes("/v1/chain/send_transaction2").length;
    }

    @Benchmark
    public ErrorClass scan() {
        scanner.reset(Endpoint.SEND_TRANSACTION2);
        scanner.feed(answer, 0, length);
        return scanner.finish(202);
    }

    @Benchmark
    public Endpoint endpoint() {
        return Endpoint.of(path, 0, pathLength);
    }
}
