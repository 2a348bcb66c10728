package boma.antelope;

/// Whose fault a failed call is.
public enum ErrorClass {
    /// Nothing failed.
    NONE("none", false, false),
    /// The caller asked for something impossible: the client may be charged, and what he named, too.
    CALLER("caller", true, true),
    /// This node could not do it, another one might: nobody is charged.
    NODE("node", false, false),
    /// The transaction was there already. Honest clients push to several nodes, so nobody is charged.
    DUPLICATE("duplicate", false, false),
    /// Nothing proves that the named account had a part in it: the client may be charged, what he named never.
    SIGNATURE("signature", true, false),
    /// The transaction is no good, whatever is in it: expired, of another fork, malformed. Anybody could name anything
    /// in it, so the client may be charged, what he named never.
    INVALID("invalid", true, false);

    /// How many there are: one more than the greatest [#id].
    public static final int COUNT = values().length;

    private final String word;
    private final boolean chargesClient;
    private final boolean chargesNamed;

    ErrorClass(String word, boolean chargesClient, boolean chargesNamed) {
        this.word = word;
        this.chargesClient = chargesClient;
        this.chargesNamed = chargesNamed;
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
        return chargesClient;
    }

    /// Whether the contracts, accounts and so on which the request names are to be charged for it too.
    public boolean chargesNamed() {
        return chargesNamed;
    }
}
