package boma.rule;

import boma.antelope.Transactions;
import boma.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/// The part of a match that the body of a request answers, for one action at a time. What is null is not asked.
///
/// @param accounts actors of an action's authorizations; the account that a read call is about
record BodyTest(
        @Nullable NameSet contracts,
        @Nullable NamePairs actions,
        @Nullable NameSet accounts,
        @Nullable NamePairs tables) {
    static final BodyTest ALL = new BodyTest(null, null, null, null);

    boolean asksNothing() {
        return contracts == null && actions == null && accounts == null && tables == null;
    }

    Asked asked() {
        return new Asked(contracts != null, actions != null, accounts != null, tables != null);
    }

    /// Whether it asks for what read calls have too.
    boolean asksParameters() {
        return contracts != null || accounts != null || tables != null;
    }

    /// @param strict whether all actors have to be among the accounts, or one of them is enough
    boolean testAction(Transactions t, int a, boolean strict) {
        if (tables != null) return false;
        if (contracts != null && !contracts.has(t.account(a))) return false;
        if (actions != null && !actions.has(t.account(a), t.action(a))) return false;
        return accounts == null || testActors(accounts, t, a, strict);
    }

    /// For a call that carries no transactions: its contract, table and account.
    ///
    /// @param strict whether all tables that it is about have to be among those wanted, or one of them is enough
    boolean testRead(Exchange x, boolean strict) {
        if (actions != null) return false;
        if (contracts != null && !contracts.has(x.code)) return false;
        if (tables != null && !testTable(tables, x, strict)) return false;
        return accounts == null || accounts.has(x.account);
    }

    private static boolean testTable(NamePairs tables, Exchange x, boolean strict) {
        if (!x.asksAllTables()) return tables.has(x.code, x.table);
        return strict ? tables.hasAllOf(x.code) : tables.hasAnyOf(x.code);
    }

    private static boolean testActors(NameSet accounts, Transactions t, int a, boolean strict) {
        int from = t.firstAuthorization(a);
        int to = from + t.authorizations(a);
        for (int i = from; i < to; i++) {
            boolean among = accounts.has(t.actor(i));
            if (among != strict) return among;
        }
        return strict && to > from;
    }
}
