package boma.rule;

import boma.antelope.Endpoint;
import boma.antelope.EndpointGroup;
import boma.config.Section;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Why no request of a call can ever fit a match, or have what a limit counts by. If every call has an obstacle, the
/// rule, limit or route does nothing, and its author ought to know before somebody else finds out.
///
/// Only what is certain counts: each key by itself against the call, and contracts against those of actions and tables.
/// What `not` takes away is not looked at. The constants stand in the order in which they are told: what keeps out the
/// calls that came nearest comes first.
public enum Obstacle {
    NONE(""),
    ACTION_OF_OTHERS("a contract and actions of others"),
    TABLE_OF_OTHERS("a contract and tables of others"),
    ACTION_AND_TABLE("an action and a table, and no request has both"),
    NO_ACCOUNT("an account, which these calls do not name"),
    NO_TABLE("a table, which these calls do not name"),
    NO_CONTRACT("a contract, which these calls do not name"),
    ACTION_OF_READ("an action, which no read call has"),
    TABLE_OF_PUSH("a table, which no transaction has"),
    METHOD("a method that these calls never have"),
    REFUSED("calls that are refused before anything is matched"),
    OTHER_CALL("no call");

    private static final String EXPECTED = "a match that some request can fit";

    private final String found;

    Obstacle(String found) {
        this.found = found;
    }

    /// Tells the operator if no call can fit.
    ///
    /// @param s   where the match stands
    /// @param key under which it stands there
    static void tell(Section s, String key, Match match, Glossary glossary) {
        Obstacle first = first(call -> of(match, call, glossary));
        if (first != NONE) s.problem(key, EXPECTED, first.found);
    }

    /// That of the calls which come nearest, or [#NONE] when some have none.
    public static Obstacle first(Function<Endpoint, Obstacle> obstacles) {
        return Arrays.stream(Endpoint.values())
                .map(obstacles)
                .min(Comparator.naturalOrder())
                .orElse(NONE);
    }

    /// What was found, in the words of a problem.
    public String found() {
        return found;
    }

    /// What keeps all requests of this call from fitting.
    ///
    /// @param glossary knows which requests there are to be met
    public static Obstacle of(Match match, Endpoint call, Glossary glossary) {
        if (!match.head().names(call)) return OTHER_CALL;
        boolean refusedToo = glossary.refusedToo() && !match.needsBody();
        if (!refusedToo && isRefused(call, glossary.nodesOnly())) return REFUSED;
        if (!refusedToo && !match.head().fitsMethodsOf(call, glossary.nodesOnly())) return METHOD;
        Obstacle inBody = match.body().asked().of(call);
        return inBody == NONE ? ofOthers(match.body(), call) : inBody;
    }

    private static boolean isRefused(Endpoint call, boolean nodesOnly) {
        EndpointGroup group = call.group();
        return group == EndpointGroup.ODD || (nodesOnly && group == EndpointGroup.OPERATOR);
    }

    private static Obstacle ofOthers(BodyTest body, Endpoint call) {
        if (call.carriesTransactions()) return areOfOthers(body.actions(), body.contracts()) ? ACTION_OF_OTHERS : NONE;
        return areOfOthers(body.tables(), body.contracts()) ? TABLE_OF_OTHERS : NONE;
    }

    private static boolean areOfOthers(@Nullable NamePairs pairs, @Nullable NameSet contracts) {
        if (contracts == null || contracts.size() == 0) return false; // a list may be empty today
        return pairs != null && !pairs.haveContractOf(contracts);
    }
}
