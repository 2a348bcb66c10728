package boma.antelope;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A reader with its transactions, and words for what came out.
final class Reads {
    static final TransactionLimits ROOMY = new TransactionLimits(100, 100, 1_000, 10_000, 1 << 20);

    final Transactions transactions = new Transactions();
    private final TransactionReader reader;

    Reads() {
        this(ROOMY);
    }

    Reads(TransactionLimits limits) {
        reader = new TransactionReader(limits);
    }

    TransactionFault read(BodyForm form, MemorySegment body) {
        return reader.read(form, body, 0, (int) body.byteSize(), transactions);
    }

    TransactionFault read(BodyForm form, byte[] body) {
        return read(form, MemorySegment.ofArray(body));
    }

    TransactionFault read(BodyForm form, String body) {
        return read(form, body.getBytes(StandardCharsets.UTF_8));
    }

    String id(int t) {
        return SameAsNodeos.id(transactions, t);
    }

    /// In the words of [SameAsNodeos#actions].
    List<String> actions() {
        return SameAsNodeos.actions(transactions);
    }
}
