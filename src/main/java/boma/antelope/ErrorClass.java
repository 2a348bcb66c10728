package boma.antelope;

/// Whose fault a failed call is.
public enum ErrorClass {
    /// Nothing failed.
    NONE("none"),
    /// The caller asked for something impossible: the client may be charged, and the account once that is proven.
    CALLER("caller"),
    /// This node could not do it, another one might: nobody is charged.
    NODE("node"),
    /// The transaction was there already. Honest clients push to several nodes, so nobody is charged.
    DUPLICATE("duplicate"),
    /// Nothing proves that the named account had a part in it: the client may be charged, the account never.
    SIGNATURE("signature");

    /// How many there are: one more than the greatest [#id].
    public static final int COUNT = values().length;

    private final String word;

    ErrorClass(String word) {
        this.word = word;
    }

    /// A number from 0 to [#COUNT], for arrays of counters.
    @SuppressWarnings("EnumOrdinal") // which is just what this is
    public int id() {
        return ordinal();
    }

    /// The word in metrics and logs.
    public String word() {
        return word;
    }

    /// Whether the client is to be charged for it.
    public boolean chargesClient() {
        return this == CALLER || this == SIGNATURE;
    }
}
