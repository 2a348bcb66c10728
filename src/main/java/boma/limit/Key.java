package boma.limit;

import boma.rule.Asked;
import java.util.Set;

/// What a limit counts by. Several together count by each combination.
public enum Key {
    /// The address, IPv6 cut to /64, or the Tor circuit.
    CLIENT("from your address", false),
    /// The path without its query.
    PATH("for this path", false),
    API_KEY("with this API key", false),
    /// One count for everybody.
    GLOBAL("", false),
    /// The contract of an action, or the one that a read call is about.
    CONTRACT("for this contract", true),
    /// The contract and name of an action.
    ACTION("for this action", true),
    /// The actor of an authorization, or the account that a read call is about; always together with [#CLIENT],
    /// because a named account proves nothing: anybody could use up somebody else's limit.
    ACCOUNT("for this account", true),
    /// The contract and table of a read call.
    TABLE("for this table", true);

    private final String phrase;
    private final boolean inBody;

    Key(String phrase, boolean inBody) {
        this.phrase = phrase;
        this.inBody = inBody;
    }

    /// For sentences to clients, empty where there is nothing to say.
    String phrase() {
        return phrase;
    }

    private boolean inBody() {
        return inBody;
    }

    /// Whether each client has a count of his own.
    static boolean areOfClient(Set<Key> keys) {
        return keys.contains(CLIENT) || keys.contains(ACCOUNT);
    }

    /// Whether a body has to be read before all of them are known.
    static boolean needBody(Set<Key> keys) {
        return keys.stream().anyMatch(Key::inBody);
    }

    /// What these want to find in a body.
    static Asked asked(Set<Key> keys) {
        return new Asked(keys.contains(CONTRACT), keys.contains(ACTION), keys.contains(ACCOUNT), keys.contains(TABLE));
    }
}
