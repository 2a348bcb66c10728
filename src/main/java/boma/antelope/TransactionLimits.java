package boma.antelope;

/// What one body may carry; whatever is over a limit is refused before anything is stored of it.
///
/// @param transactions   in one body
/// @param signatures     of one transaction
/// @param actions        of one transaction: context-free ones and those of nested transactions included
/// @param authorizations of one transaction: all its actions together
/// @param size           bytes of one transaction, unpacked; likewise of its context-free data
public record TransactionLimits(int transactions, int signatures, int actions, int authorizations, int size) {
    public TransactionLimits {
        requirePositive(transactions, "transactions");
        requirePositive(signatures, "signatures");
        requirePositive(actions, "actions");
        requirePositive(authorizations, "authorizations");
        requirePositive(size, "size");
    }

    private static void requirePositive(int value, String name) {
        if (value <= 0) throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
}
