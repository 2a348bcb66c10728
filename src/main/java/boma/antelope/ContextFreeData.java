package boma.antelope;

import boma.antelope.Envelope.Compression;
import boma.antelope.Envelope.Range;
import boma.bytes.JsonScanner;
import boma.bytes.JsonScanner.Token;
import java.lang.foreign.MemorySegment;

/// Checks that context-free data is what nodeos will read it as; nothing of it is kept, for no rule looks at it.
///
/// Confined to one event loop.
final class ContextFreeData {
    private final int sizeMax;
    private final Inflation inflation;
    private final PackedReader packedReader;
    private final JsonScanner scanner = JsonScanner.forCheckedText();
    private final PackedBytes sent = new PackedBytes();
    private final PackedBytes unpacked = new PackedBytes();
    private int size;

    ContextFreeData(int sizeMax, Inflation inflation, PackedReader packedReader) {
        this.sizeMax = sizeMax;
        this.inflation = inflation;
        this.packedReader = packedReader;
    }

    /// @param left bytes that it may be unpacked; more than one transaction may have is not allowed anyway
    TransactionFault check(MemorySegment s, Envelope e, int left) {
        size = 0;
        int max = Math.min(sizeMax, left);
        if (!e.packedContextFreeData.isEmpty()) {
            return checkPacked(s, e.packedContextFreeData, e.compression == Compression.ZLIB, max);
        }
        return e.contextFreeData.isEmpty() ? TransactionFault.NONE : checkList(s, e.contextFreeData, max);
    }

    /// Bytes, unpacked, of what was checked last and found right.
    int size() {
        return size;
    }

    private TransactionFault checkPacked(MemorySegment s, Range hex, boolean compressed, int max) {
        if (hex.length() / 2 > max) return TransactionFault.CONTEXT_FREE_DATA_TOO_LARGE;
        sent.clear();
        if (!sent.putHex(s, hex.from, hex.length())) return TransactionFault.BAD_CONTEXT_FREE_DATA;
        if (!compressed) return checkBytes(sent);
        unpacked.clear();
        return switch (inflation.inflate(sent, unpacked, max)) {
            case DONE -> checkBytes(unpacked);
            case MALFORMED -> TransactionFault.BAD_ZLIB;
            case TOO_LARGE -> TransactionFault.CONTEXT_FREE_DATA_TOO_LARGE;
        };
    }

    private TransactionFault checkBytes(PackedBytes bytes) {
        size = bytes.length();
        boolean right = packedReader.isListOfBytes(bytes.array(), 0, bytes.length());
        return right ? TransactionFault.NONE : TransactionFault.BAD_CONTEXT_FREE_DATA;
    }

    /// A list of strings, each hexadecimal.
    private TransactionFault checkList(MemorySegment s, Range list, int max) {
        scanner.start(s, list.from, list.to);
        scanner.next();
        while (scanner.next() == Token.STRING) {
            size += scanner.length() / 2;
            if (size > max) return TransactionFault.CONTEXT_FREE_DATA_TOO_LARGE;
            sent.clear();
            if (!sent.putHex(s, scanner.from(), scanner.length())) return TransactionFault.BAD_CONTEXT_FREE_DATA;
        }
        return TransactionFault.NONE;
    }
}
