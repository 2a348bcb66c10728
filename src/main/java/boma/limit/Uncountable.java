package boma.limit;

import boma.antelope.Endpoint;
import boma.antelope.ReadCall;
import boma.config.Section;
import boma.limit.LimitConfig.Count;
import boma.rule.Match;
import boma.rule.Obstacle;
import java.util.Set;

/// Why a limit counts no request of a call that fits its match. If that is so for all of them, the limit is of no use,
/// and its author ought to know.
///
/// The constants stand in the order in which they are told when calls have several.
enum Uncountable {
    NOTHING("", ""),
    ACTION_AND_TABLE("key", "action and table, and no request has both"),
    NO_ACCOUNT("key", "account, which these calls do not name"),
    NO_TABLE("key", "table, which these calls do not name"),
    NO_CONTRACT("key", "contract, which these calls do not name"),
    ACTION_OF_READ("key", "action, which no read call has"),
    TABLE_OF_PUSH("key", "table, which no transaction has"),
    ACTIONS_OF_READ("count", "actions, which no read call has"),
    OTHER_CALL("match", "no call");

    private final String key;
    private final String found;

    Uncountable(String key, String found) {
        this.key = key;
        this.found = found;
    }

    /// Tells the operator if no request can be counted. One that fits the match is taken for granted: if there is none,
    /// that was told before.
    static void tell(Section s, Match match, Set<Key> keys, Count count, boolean nodesOnly) {
        Uncountable first = OTHER_CALL;
        for (Endpoint call : Endpoint.values()) {
            if (Obstacle.of(match, call, nodesOnly) != Obstacle.NONE) continue;
            Uncountable why = of(call, keys, count);
            if (why.compareTo(first) < 0) first = why;
        }
        if (first == NOTHING || first == OTHER_CALL) return;
        String expected =
                first.key.equals("key") ? "something that requests of this limit have" : "requests or failures";
        s.problem(first.key, expected, first.found);
    }

    private static Uncountable of(Endpoint call, Set<Key> keys, Count count) {
        if (keys.contains(Key.ACTION) && keys.contains(Key.TABLE)) return ACTION_AND_TABLE;
        return call.carriesTransactions() ? ofTransactions(keys) : ofRead(call, keys, count);
    }

    private static Uncountable ofTransactions(Set<Key> keys) {
        return keys.contains(Key.TABLE) ? TABLE_OF_PUSH : NOTHING;
    }

    private static Uncountable ofRead(Endpoint call, Set<Key> keys, Count count) {
        if (keys.contains(Key.ACTION)) return ACTION_OF_READ;
        if (count == Count.ACTIONS) return ACTIONS_OF_READ;
        if (keys.contains(Key.CONTRACT) && !ReadCall.canNameContract(call)) return NO_CONTRACT;
        if (keys.contains(Key.TABLE) && !(ReadCall.canNameContract(call) && ReadCall.canNameTable(call)))
            return NO_TABLE;
        return keys.contains(Key.ACCOUNT) && !ReadCall.canNameAccount(call) ? NO_ACCOUNT : NOTHING;
    }
}
