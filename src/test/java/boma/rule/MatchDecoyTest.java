package boma.rule;

import static org.assertj.core.api.Assertions.assertThat;

import boma.antelope.Name;
import boma.exchange.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever match an operator writes, and whatever a client adds to a transaction: a refusal that held still holds,
/// and an allowance that did not hold still does not. Holds for random matches, nested three deep.
class MatchDecoyTest {
    private static final List<String> CONTRACTS = List.of("game", "eosio.token", "evil");
    private static final List<String> ACTIONS = List.of("play", "transfer", "run");
    private static final List<String> ACTORS = List.of("alice", "bob", "mallory");
    private static final int ROUNDS = 3000;

    private final Random random = new Random(20);

    @Test
    void aFurtherActionNeitherLiftsARefusalNorEarnsAnAllowance() {
        for (int round = 0; round < ROUNDS; round++) {
            Match match = match(3);
            List<String> actions = actions();
            List<String> more = new ArrayList<>(actions);
            more.add(random.nextInt(more.size() + 1), action());

            assertNothingGained(match, actions, more);
        }
    }

    @Test
    void aFurtherActorNeitherLiftsARefusalNorEarnsAnAllowance() {
        for (int round = 0; round < ROUNDS; round++) {
            Match match = match(3);
            List<String> actions = actions();
            List<String> more = new ArrayList<>(actions);
            int i = random.nextInt(more.size());
            more.set(i, more.get(i) + " " + one(ACTORS));

            assertNothingGained(match, actions, more);
        }
    }

    @Test
    void whatFitsAsAWholeFitsInPart() {
        for (int round = 0; round < ROUNDS; round++) {
            Match match = match(3);
            Exchange x = push(actions());

            if (match.every(x)) assertThat(match.any(x)).isTrue();
        }
    }

    private static void assertNothingGained(Match match, List<String> actions, List<String> more) {
        Exchange before = push(actions);
        Exchange after = push(more);

        if (match.any(before))
            assertThat(match.any(after)).as("%s, then %s", actions, more).isTrue();
        if (match.every(after))
            assertThat(match.every(before)).as("%s, then %s", actions, more).isTrue();
    }

    private static Exchange push(List<String> actions) {
        return Decoded.whole(Requests.push(actions.toArray(String[]::new)));
    }

    private List<String> actions() {
        List<String> actions = new ArrayList<>();
        for (int n = random.nextInt(1, 4); n > 0; n--) actions.add(action());
        return actions;
    }

    private String action() {
        StringBuilder action = new StringBuilder(one(CONTRACTS) + "::" + one(ACTIONS));
        for (int n = random.nextInt(1, 3); n > 0; n--) action.append(' ').append(one(ACTORS));
        return action.toString();
    }

    private Match match(int depth) {
        NameSet contracts = random.nextBoolean() ? some(CONTRACTS) : null;
        NameSet accounts = random.nextBoolean() ? some(ACTORS) : null;
        NamePairs actions = random.nextInt(3) == 0
                ? new NamePairs(List.of(new NamePair(Name.encode(one(CONTRACTS)), Name.encode(one(ACTIONS)))))
                : null;
        boolean nested = depth > 1 && random.nextBoolean();
        return new Match(
                HeadTest.ALL, new BodyTest(contracts, actions, accounts, null), nested ? match(depth - 1) : null);
    }

    private NameSet some(List<String> names) {
        return NameSet.of(Name.encode(one(names)), Name.encode(one(names)));
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
