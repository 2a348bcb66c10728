package boma.antelope;

/// What the members of one transaction object say, and where the larger ones lie in the body.
///
/// Filled by an [EnvelopeReader] and reused. Confined to one event loop.
final class Envelope {
    /// Where a value lies; `from` is 0 and `to` too if there is none.
    static final class Range {
        int from;
        int to;

        void set(int start, int end) {
            from = start;
            to = end;
        }

        void clear() {
            set(0, 0);
        }

        int length() {
            return to - from;
        }

        boolean isEmpty() {
            return from == to;
        }
    }

    /// How packed data is compressed; both kinds of it alike.
    enum Compression {
        MISSING,
        NONE,
        ZLIB
    }

    /// Number of signatures, or -1 if there is no such member.
    int signatures;

    Compression compression = Compression.MISSING;

    /// Hexadecimal text without its quotes; empty if absent, null or "".
    final Range packedTransaction = new Range();

    /// The object with its braces; empty if absent or null.
    final Range transaction = new Range();

    /// Hexadecimal text without its quotes; empty if absent, null or "".
    final Range packedContextFreeData = new Range();

    /// The list with its brackets; empty if absent or an empty list.
    final Range contextFreeData = new Range();

    void clear() {
        signatures = -1;
        compression = Compression.MISSING;
        packedTransaction.clear();
        transaction.clear();
        packedContextFreeData.clear();
        contextFreeData.clear();
    }
}
