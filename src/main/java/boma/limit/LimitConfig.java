package boma.limit;

import boma.config.Section;
import boma.rule.Asked;
import boma.rule.BlockNames;
import boma.rule.Glossary;
import boma.rule.Match;
import boma.rule.MatchReader;
import boma.rule.Obstacle;
import boma.table.GcraTable;
import boma.time.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// One `[[limit]]` block.
///
/// @param name     unique among the limits; stands in metrics, logs and refusals
/// @param keys     what is counted by; never empty
/// @param match    which requests are counted; all when left out
/// @param rate     allowed amount per window, such as `50/10s`
/// @param burst    how many may come at once after a pause
/// @param entries  keys remembered at once; the coldest is forgotten first
/// @param maxDelay how long a request may wait where `over` is a delay
/// @param observe  whether it only counts what it would have refused
public record LimitConfig(
        String name,
        Set<Key> keys,
        Match match,
        Count count,
        Rate rate,
        int burst,
        Over over,
        int entries,
        Duration maxDelay,
        boolean observe) {
    /// What is counted.
    public enum Count {
        /// Each request once for each key in it.
        REQUESTS,
        /// Each action, once for each key in it.
        ACTIONS,
        /// Each transaction or call that the node reports as failed by its caller's fault.
        FAILURES
    }

    static final int ENTRIES_DEFAULT = 100_000;
    static final Duration MAX_DELAY_DEFAULT = Duration.ofSeconds(5);
    private static final Duration MAX_DELAY_MOST = Duration.ofMinutes(1);
    private static final String KEYS_EXPECTED =
            "client, path, api-key, global, contract, action, account, table, or several of them";

    public static List<LimitConfig> readAll(Section root, Glossary glossary) {
        List<LimitConfig> limits = new ArrayList<>();
        BlockNames names = new BlockNames("limit");
        for (Section s : root.sections("limit")) limits.add(read(s, names.read(s), glossary));
        return limits;
    }

    private static LimitConfig read(Section s, String name, Glossary glossary) {
        Rate rate = s.rate("rate");
        Set<Key> keys = keys(s);
        Over over = over(s, keys);
        if (s.has("max-delay") && !(over instanceof Over.Delay)) {
            s.problem("max-delay", "no max-delay unless over is delay");
        }
        int mistakes = s.mistakes();
        Count count = s.oneOf("count", Count.class, Count.REQUESTS);
        boolean ofHeads = count == Count.REQUESTS && !Key.needBody(keys);
        Glossary met = ofHeads ? glossary.withRefused() : glossary;
        Match match = MatchReader.read(s, met);
        if (s.mistakes() == mistakes) tellUncountable(s, match, keys, count, met);
        return new LimitConfig(
                name,
                keys,
                match,
                count,
                rate,
                burst(s, rate),
                over,
                s.count("entries", 1, GcraTable.ENTRIES_MAX, ENTRIES_DEFAULT),
                s.duration("max-delay", Duration.ofMillis(1), MAX_DELAY_MOST, MAX_DELAY_DEFAULT),
                s.bool("observe", false));
    }

    /// Tells the operator if no request that fits the match can be counted: then the limit is of no use.
    private static void tellUncountable(Section s, Match match, Set<Key> keys, Count count, Glossary glossary) {
        Asked asked = Key.asked(keys);
        Obstacle first = Obstacle.first(call -> {
            boolean counted = count != Count.ACTIONS || call.carriesTransactions();
            boolean fits = counted && Obstacle.of(match, call, glossary) == Obstacle.NONE;
            return fits ? asked.of(call) : Obstacle.OTHER_CALL;
        });
        if (first == Obstacle.OTHER_CALL) s.problem("count", "requests or failures", "actions, which no read call has");
        else if (first != Obstacle.NONE) s.problem("key", "something that requests of this limit have", first.found());
    }

    private static Set<Key> keys(Section s) {
        s.require("key", KEYS_EXPECTED);
        List<Key> written = s.someOf("key", Key.class);
        if (written.isEmpty()) return EnumSet.of(Key.GLOBAL);

        Set<Key> keys = EnumSet.copyOf(written);
        if (keys.size() < written.size()) s.problem("key", "each key once");
        if (keys.size() > 1 && keys.contains(Key.GLOBAL)) s.problem("key", "no other key beside global");
        return keys;
    }

    private static int burst(Section s, Rate rate) {
        int burst = s.count("burst", 1, (int) Rate.COUNT_MAX, (int) rate.count());
        long most = GcraTable.burstMax(rate.intervalNanos());
        if (burst > most) s.problem("burst", "at most " + most + ", which come back in 36 years at the rate " + rate);
        return burst;
    }

    private static Over over(Section s, Set<Key> keys) {
        Over over = s.explained("over", Over.EXPECTED, Over::parse).orElse(new Over.Deny());
        if (over instanceof Over.Ban && !Key.areOfClient(keys)) {
            s.problem("over", "a ban only where key has client or account, because others fill this limit too");
        }
        return over;
    }
}
