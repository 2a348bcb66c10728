package boma.rule;

import boma.config.Section;
import boma.exchange.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One `[[rule]]` block.
///
/// @param name     unique among the rules; stands in metrics, logs and refusals
/// @param match    whom it is about; all requests when left out
/// @param observe  whether it only counts what it would have refused
/// @param sentence for the refused client, in place of the usual one; null for that one
public record RuleConfig(
        String name,
        Match match,
        Then then,
        boolean observe,
        @Nullable String sentence) {
    /// What happens to a request that matches.
    public enum Then {
        /// No later rule is asked; limits hold all the same.
        ALLOW,
        /// Refused with an answer.
        DENY,
        /// The connection ends without a word.
        DROP
    }

    private static final String THEN_EXPECTED = "one of allow, deny or drop";
    private static final int SENTENCE_MAX = 300;

    public static List<RuleConfig> readAll(Section root, Glossary glossary) {
        List<RuleConfig> rules = new ArrayList<>();
        BlockNames names = new BlockNames("rule");
        FirstMatch order = new FirstMatch();
        for (Section s : root.sections("rule")) {
            RuleConfig rule = read(s, names.read(s), glossary);
            order.next(s, s.has("then") && !rule.observe);
            rules.add(rule);
        }
        return rules;
    }

    private static RuleConfig read(Section s, String name, Glossary glossary) {
        s.require("then", THEN_EXPECTED);
        Then then = s.oneOf("then", Then.class, Then.DENY); // after a mistake: what may have all other keys
        boolean observe = s.bool("observe", false);
        if (observe && then == Then.ALLOW) s.problem("observe", "no observe in a rule that allows");
        return new RuleConfig(name, MatchReader.read(s, glossary), then, observe, sentence(s, then));
    }

    private static @Nullable String sentence(Section s, Then then) {
        Optional<String> sentence = s.optional("sentence");
        if (sentence.isPresent() && then == Then.ALLOW) s.problem("sentence", "no sentence in a rule that allows");
        if (sentence.isPresent() && sentence.get().length() > SENTENCE_MAX) {
            s.problem("sentence", "at most " + SENTENCE_MAX + " characters");
        }
        if (sentence.isPresent() && sentence.get().contains(Refusal.SECONDS)) {
            s.problem("sentence", "no " + Refusal.SECONDS + ", which only limits know");
        }
        return sentence.filter(t -> t.length() <= SENTENCE_MAX).orElse(null);
    }
}
