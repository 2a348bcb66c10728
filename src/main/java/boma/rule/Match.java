package boma.rule;

import boma.antelope.EndpointGroup;
import boma.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/// Which requests a rule, limit or route is about: the one language of conditions. Immutable; testing allocates
/// nothing.
///
/// Every key is one value or several, of which any fits; all keys have to fit. `contract`, `action` and `account`
/// are tested on every action of a transaction, nested ones included, and have to fit the *same* action.
///
/// Whoever sends a request decides what else is in it, so there are two ways to ask, and each errs on its safe side:
///
/// * [#any] finds at least one action that fits: for what refuses or limits. A harmless action beside it changes
///   nothing.
/// * [#every] wants all actions to fit, and at least one: for what lets through or leads elsewhere. If it were
///   content with one action, one action on an allowed contract would carry any other past the rules.
///
/// The same holds within an action for its actors: [#any] wants one of the accounts among them, [#every] wants
/// nobody else. And what stands in `not` is asked the other way round, so that nobody slips through a refusal by
/// adding what it excepts.
public final class Match {
    public static final Match ALL = new Match(HeadTest.ALL, BodyTest.ALL, null);

    /// In the place of an action's index: the request is tested by what its read call names.
    public static final int NO_ACTION = -1;

    private final HeadTest head;
    private final BodyTest body;
    private final @Nullable Match not;
    private final boolean needsBody;
    private final boolean needsParameters;

    Match(HeadTest head, BodyTest body, @Nullable Match not) {
        this.head = head;
        this.body = body;
        this.not = not;
        this.needsBody = !body.asksNothing() || (not != null && not.needsBody);
        this.needsParameters = head.fitsReads() && (body.asksParameters() || (not != null && not.needsParameters));
    }

    /// Whether some part of the request fits.
    public boolean any(Exchange x) {
        return test(x, false);
    }

    /// Whether nothing in the request fails to fit.
    public boolean every(Exchange x) {
        return test(x, true);
    }

    /// Whether a body has to be read before this can be answered.
    public boolean needsBody() {
        return needsBody;
    }

    /// Whether the parameters of a read call have to be read before this can be answered for it.
    public boolean needsParameters() {
        return needsParameters;
    }

    /// False when no body can make it fit. What needs no body is answered by [#any] and [#every] alike, and by this.
    public boolean headFits(Exchange x) {
        return head.test(x) && (not == null || not.needsBody || !not.headFits(x));
    }

    /// One step of [#any] for callers that need to know which actions fit; ask [#headFits] once before.
    ///
    /// @param a index of an action, or [#NO_ACTION]
    public boolean anyAt(Exchange x, int a) {
        return testAt(x, a, false);
    }

    HeadTest head() {
        return head;
    }

    BodyTest body() {
        return body;
    }

    /// Whether it asks for contracts by name.
    public boolean namesContracts() {
        return body.contracts() != null;
    }

    /// Whether it asks for paths.
    public boolean asksPaths() {
        return head.paths() != null || (not != null && not.asksPaths());
    }

    /// Whether it asks for calls, and some of this group are among them.
    public boolean namesCallsOf(EndpointGroup group) {
        return head.namesCallsOf(group);
    }

    private boolean test(Exchange x, boolean strict) {
        if (!headFits(x)) return false;
        if (!needsBody) return true;
        if (!x.carriesTransactions) return testAt(x, NO_ACTION, strict);

        int actions = x.reading.transactions.actions();
        for (int a = 0; a < actions; a++) {
            boolean fits = testAt(x, a, strict);
            if (fits != strict) return fits;
        }
        return strict && actions > 0;
    }

    /// The body's part alone: the own head was tested before.
    private boolean testAt(Exchange x, int a, boolean strict) {
        boolean own = a == NO_ACTION ? body.testRead(x, strict) : body.testAction(x.reading.transactions, a, strict);
        return own && (not == null || !not.fitsAt(x, a, !strict));
    }

    private boolean fitsAt(Exchange x, int a, boolean strict) {
        return headFits(x) && (!needsBody || testAt(x, a, strict));
    }
}
