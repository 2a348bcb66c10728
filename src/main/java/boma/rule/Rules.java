package boma.rule;

import boma.exchange.Exchange;
import boma.exchange.Verdict;
import java.util.List;

/// The operator's rules in the order in which he wrote them: the first one that matches decides. Immutable.
///
/// A rule that allows matches only if all actions of a request do ([Match#every]); one that refuses matches if any
/// does. If nothing matches, the request passes.
public final class Rules {
    private final Rule[] rules;

    /// @param fields header lines for every answer of ours
    public Rules(List<RuleConfig> configs, String fields) {
        rules = configs.stream().map(c -> Rule.of(c, fields)).toArray(Rule[]::new);
    }

    /// Whether a rule asks for the parameters of read calls.
    public boolean needParameters() {
        for (Rule r : rules) if (r.match().needsParameters()) return true;
        return false;
    }

    /// Whether a rule asks for paths.
    public boolean askPaths() {
        for (Rule r : rules) if (r.match().asksPaths()) return true;
        return false;
    }

    /// Decides by the head of a request whose body is still to come, as far as the order of the rules lets it: at
    /// the first rule that could match but needs the body, the decision is left to [#check].
    public Verdict checkHead(Exchange x) {
        for (Rule r : rules) {
            if (r.match().needsBody()) {
                if (r.observe() || !r.match().headFits(x)) continue;
                return Verdict.PASS;
            }
            if (r.matches(x) && !observes(r, x)) return r.verdict(x);
        }
        return Verdict.PASS;
    }

    /// Decides by the whole request.
    ///
    /// Why from the first rule on, though the head was asked before: an allowance by the head has to end the rules
    /// here too, and a configuration that was loaded in between has other rules.
    public Verdict check(Exchange x) {
        for (Rule r : rules) {
            if (r.matches(x) && !observes(r, x)) return r.verdict(x);
        }
        return Verdict.PASS;
    }

    private static boolean observes(Rule r, Exchange x) {
        if (!r.observe()) return false;
        x.observed.add(r.ground());
        return true;
    }
}
