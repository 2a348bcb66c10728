package boma.antelope;

import boma.antelope.Envelope.Compression;
import boma.antelope.Envelope.Range;
import java.lang.foreign.MemorySegment;

/// Reads the transactions of a body as nodeos will, or refuses the body.
///
/// What the rules see must be what the node runs. nodeos reads leniently and in ways of its own, so this reader is
/// stricter in every respect and never lenient in another one: whatever could be read in two ways is a fault. What
/// client libraries send passes as it is.
///
/// One for each event loop: it owns scratch memory that grows up to the limits and an inflater. Reading allocates
/// nothing once that has grown.
public final class TransactionReader {
    /// Bytes to which all transactions of a body and their context-free data together may unpack, if one transaction
    /// alone may not be larger.
    static final int TOTAL_SIZE_MAX = 8 << 20;

    /// What zlib adds to data that does not get smaller: five bytes for each block of 16 KiB, head and check sum.
    private static final int ZLIB_OVERHEAD_SHIFT = 11;

    private static final int ZLIB_OVERHEAD = 64;

    private final TransactionLimits limits;
    private final EnvelopeReader envelopes;
    private final PackedReader packedReader;
    private final ExplodedReader explodedReader;
    private final ContextFreeData contextFreeData;
    private final Inflation inflation = new Inflation();
    private final PackedBytes compressed = new PackedBytes();

    /// Bytes to which the rest of the body may unpack.
    private int left;

    public TransactionReader(TransactionLimits limits) {
        this.limits = limits;
        envelopes = new EnvelopeReader(limits.transactions());
        packedReader = new PackedReader(limits);
        explodedReader = new ExplodedReader(limits, packedReader);
        contextFreeData = new ContextFreeData(limits.size(), inflation, packedReader);
    }

    /// Reads the body in `[from, to)`. After a fault the transactions are empty.
    ///
    /// The first fault counts, in this order: JSON, shape of the transaction objects, their number, then one
    /// transaction after another its size and content, at last the number of signatures.
    public TransactionFault read(BodyForm form, MemorySegment s, int from, int to, Transactions into) {
        into.clear();
        left = Math.max(TOTAL_SIZE_MAX, limits.size());
        TransactionFault fault = envelopes.read(form, s, from, to);
        for (int t = 0; fault == TransactionFault.NONE && t < envelopes.count(); t++) {
            fault = transaction(s, envelopes.envelope(t), into);
        }
        for (int t = 0; fault == TransactionFault.NONE && t < into.count(); t++) {
            fault = into.signatures(t) > limits.signatures() ? TransactionFault.TOO_MANY_SIGNATURES : fault;
        }
        if (fault != TransactionFault.NONE) into.clear();
        return fault;
    }

    private TransactionFault transaction(MemorySegment s, Envelope e, Transactions into) {
        int before = into.packed().length();
        into.addTransaction(e.signatures);
        TransactionFault fault;
        if (e.packedTransaction.isEmpty()) {
            fault = explodedReader.read(s, e.transaction, into);
        } else if (e.compression == Compression.ZLIB) {
            fault = compressed(s, e.packedTransaction, into);
        } else {
            fault = plain(s, e.packedTransaction, into);
        }
        left -= into.packed().length() - before;
        if (fault != TransactionFault.NONE) return fault;
        if (left < 0) return TransactionFault.TOO_LARGE;

        fault = contextFreeData.check(s, e, left);
        left -= contextFreeData.size();
        return fault;
    }

    private TransactionFault plain(MemorySegment s, Range hex, Transactions into) {
        if (hex.length() / 2 > limits.size()) return TransactionFault.TOO_LARGE;
        int start = into.packed().length();
        return into.packed().putHex(s, hex.from, hex.length()) ? packed(start, into) : TransactionFault.BAD_PACKED;
    }

    private TransactionFault compressed(MemorySegment s, Range hex, Transactions into) {
        if (hex.length() / 2 > (long) limits.size() + (limits.size() >> ZLIB_OVERHEAD_SHIFT) + ZLIB_OVERHEAD) {
            return TransactionFault.TOO_LARGE;
        }
        compressed.clear();
        if (!compressed.putHex(s, hex.from, hex.length())) return TransactionFault.BAD_PACKED;
        int start = into.packed().length();
        return switch (inflation.inflate(compressed, into.packed(), limits.size())) {
            case DONE -> packed(start, into);
            case MALFORMED -> TransactionFault.BAD_ZLIB;
            case TOO_LARGE -> TransactionFault.TOO_LARGE;
        };
    }

    /// Reads what lies unpacked at the end.
    private TransactionFault packed(int start, Transactions into) {
        PackedBytes packed = into.packed();
        TransactionFault fault = packedReader.readTransaction(packed.array(), start, packed.length(), into);
        if (fault == TransactionFault.NONE) into.complete(packed.length() - start, true);
        return fault;
    }
}
