package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Once the arrays have grown, reading a body and asking for the ids makes no garbage.
class TransactionReaderAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int TIMES = 2_000;

    private final TransactionReader reader = new TransactionReader(Reads.ROOMY);
    private final Transactions transactions = new Transactions();
    private final byte[] id = new byte[Transactions.ID_SIZE];

    /// @param name of the form
    record Body(String name, BodyForm form, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Body> bodies() {
        Vector vector = Vector.all().stream()
                .filter(v -> v.toString().startsWith("ten actions"))
                .findFirst()
                .orElseThrow();
        String packed = vector.packedBody();
        String nested = Packing.transaction(Packing.propose(Packing.transaction(Packing.transfer())));
        return List.of(
                new Body("packed", BodyForm.ONE, packed),
                new Body("zlib", BodyForm.ONE, vector.zlibBody("")),
                new Body("exploded", BodyForm.ONE, vector.explodedBody(false)),
                new Body("exploded, data as objects", BodyForm.ONE, vector.explodedBody(true)),
                new Body("wrapped", BodyForm.WRAPPED, "{\"transaction\":" + packed + '}'),
                new Body("many", BodyForm.MANY, '[' + packed + ',' + packed + ']'),
                new Body("nested", BodyForm.ONE, Packing.body(nested)));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void readingAllocatesNothing(Body body) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = body.text.getBytes(StandardCharsets.UTF_8);
            MemorySegment text = arena.allocate(bytes.length);
            MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
            for (int i = 0; i < TIMES; i++) read(body.form, text);

            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TIMES; i++) read(body.form, text);
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

            assertThat(allocated / TIMES).as("bytes per body").isZero();
        }
    }

    private void read(BodyForm form, MemorySegment text) {
        if (reader.read(form, text, 0, (int) text.byteSize(), transactions) != TransactionFault.NONE) {
            throw new AssertionError("not read");
        }
        for (int t = 0; t < transactions.count(); t++) {
            if (transactions.idKnown(t)) transactions.id(t, id, 0);
        }
    }
}
