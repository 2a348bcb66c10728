package boma.antelope.bench;

import boma.antelope.BodyForm;
import boma.antelope.Name;
import boma.antelope.TransactionFault;
import boma.antelope.TransactionLimits;
import boma.antelope.TransactionReader;
import boma.antelope.Transactions;
import boma.bytes.Hex;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to read a push of five transfers: a body of 1,484 bytes, 651 bytes packed.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
@State(Scope.Benchmark)
public class TransactionReaderBenchmark {
    private static final int ACTIONS = 5;
    private static final String MEMO = "a memo that is as long as memos of some services really are!";

    private final TransactionReader reader = new TransactionReader(new TransactionLimits(1, 10, 64, 256, 65_536));
    private final Transactions transactions = new Transactions();
    private final byte[] id = new byte[Transactions.ID_SIZE];
    private MemorySegment plain = MemorySegment.NULL;
    private MemorySegment zlib = MemorySegment.NULL;

    @Setup
    public void build() throws Exception {
        byte[] packed = transaction();
        var compressed = new ByteArrayOutputStream();
        try (var deflating = new DeflaterOutputStream(compressed)) {
            deflating.write(packed);
        }
        plain = body(0, packed);
        zlib = body(1, compressed.toByteArray());
    }

    @Benchmark
    public TransactionFault plain() {
        return reader.read(BodyForm.ONE, plain, 0, (int) plain.byteSize(), transactions);
    }

    @Benchmark
    public byte[] plainAndItsId() {
        reader.read(BodyForm.ONE, plain, 0, (int) plain.byteSize(), transactions);
        transactions.id(0, id, 0);
        return id;
    }

    @Benchmark
    public TransactionFault compressed() {
        return reader.read(BodyForm.ONE, zlib, 0, (int) zlib.byteSize(), transactions);
    }

    private static byte[] transaction() {
        ByteBuffer packed = ByteBuffer.allocate(2_048).order(ByteOrder.LITTLE_ENDIAN);
        packed.putInt(1_800_000_000).putShort((short) 1_234).putInt(0x1234_5678).put(new byte[4]);
        packed.put((byte) ACTIONS);
        for (int i = 0; i < ACTIONS; i++) {
            packed.putLong(Name.encode("eosio.token")).putLong(Name.encode("transfer"));
            packed.put((byte) 1).putLong(Name.encode("alice")).putLong(Name.encode("active"));
            packed.put((byte) (33 + MEMO.length()))
                    .putLong(Name.encode("alice"))
                    .putLong(Name.encode("bob"));
            packed.putLong(10_000).putLong(0x53_5953_04);
            packed.put((byte) MEMO.length()).put(MEMO.getBytes(StandardCharsets.US_ASCII));
        }
        packed.put((byte) 0);
        return Arrays.copyOf(packed.array(), packed.position());
    }

    private static MemorySegment body(int compression, byte[] packed) {
        String text = "{\"signatures\":[\"SIG_K1_" + "KBSebUoeHXna2M9pEACrz9p1QvuXiAYt3fNEb9eMCoR3UW9rJewuTviBPTq2PGiB"
                + "eka7m5kVvM2yNHHE6CnfPtHWMNL3R1\"],\"compression\":" + compression
                + ",\"packed_context_free_data\":\"\",\"packed_trx\":\"" + Hex.text(packed, 0, packed.length) + "\"}";
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        MemorySegment segment = Arena.ofAuto().allocate(bytes.length);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }
}
