package boma.rule;

import boma.exchange.Exchange;
import boma.exchange.Ground;
import boma.exchange.Reason;
import boma.exchange.Refusal;
import boma.exchange.Verdict;
import boma.rule.RuleConfig.Then;

/// A rule, ready to decide. Immutable.
///
/// @param deny what is answered; also by a rule that drops, where the connection belongs to others too
record Rule(Match match, Then then, boolean observe, Ground ground, Verdict.Deny deny, Verdict.Drop drop) {
    /// @param fields header lines for every answer of ours
    static Rule of(RuleConfig config, String fields) {
        boolean contract = config.match().namesContracts();
        Reason reason = contract ? Reason.BLACKLISTED_CONTRACT : Reason.BLOCKED;
        Ground ground = Ground.of(reason, config.name());
        Refusal refusal = new Refusal(reason, sentence(config, contract), config.name(), fields);
        return new Rule(
                config.match(),
                config.then(),
                config.observe(),
                ground,
                new Verdict.Deny(ground, refusal, 0),
                new Verdict.Drop(ground));
    }

    private static String sentence(RuleConfig config, boolean contract) {
        if (config.sentence() != null) return config.sentence();
        String what = contract ? "Requests to this contract are blocked here" : "This request is blocked here";
        return what + " by the rule \"" + config.name() + "\".";
    }

    boolean matches(Exchange x) {
        return then == Then.ALLOW ? match.every(x) : match.any(x);
    }

    Verdict verdict(Exchange x) {
        return switch (then) {
            case ALLOW -> Verdict.PASS;
            case DENY -> deny;
            case DROP -> x.clientIsPeer ? drop : deny;
        };
    }
}
