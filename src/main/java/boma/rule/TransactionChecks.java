package boma.rule;

import boma.antelope.TransactionLimits;
import boma.antelope.Transactions;
import boma.exchange.Exchange;
import boma.exchange.Ground;
import boma.exchange.Reason;
import boma.exchange.Refusal;
import boma.exchange.Verdict;
import org.jspecify.annotations.Nullable;

/// Checks the contracts of every action, context-free and nested ones included, by `[transactions]`. How many and
/// how large transactions may be, the reader of the bodies has held by then. Immutable.
public final class TransactionChecks {
    private final TransactionLimits limits;
    private final @Nullable NameSet deny;
    private final @Nullable NameSet allowOnly;
    private final Verdict denied;
    private final Verdict notAllowed;

    /// @param fields header lines for every answer of ours
    public TransactionChecks(TransactionConfig config, String fields) {
        this.limits = config.limits();
        this.deny = config.deny();
        this.allowOnly = config.allowOnly();
        this.denied = refusal("contracts.deny", "A contract that this transaction calls is blocked here.", fields);
        this.notAllowed =
                refusal("contracts.allow-only", "This transaction calls a contract that is not served here.", fields);
    }

    /// What the reader of bodies has to hold.
    public TransactionLimits limits() {
        return limits;
    }

    public Verdict check(Exchange x) {
        if (!x.carriesTransactions || (deny == null && allowOnly == null)) return Verdict.PASS;
        Transactions t = x.reading.transactions;
        int actions = t.actions();
        for (int a = 0; a < actions; a++) {
            long contract = t.account(a);
            if (deny != null && deny.has(contract)) return denied;
            if (allowOnly != null && !allowOnly.has(contract)) return notAllowed;
        }
        return Verdict.PASS;
    }

    private static Verdict refusal(String by, String sentence, String fields) {
        Ground ground = Ground.of(Reason.BLACKLISTED_CONTRACT, by);
        Refusal refusal = new Refusal(Reason.BLACKLISTED_CONTRACT, sentence, by, fields);
        return new Verdict.Deny(ground, refusal, 0);
    }
}
