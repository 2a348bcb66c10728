package boma.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.antelope.Name;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NameSetTest {
    @Test
    void aSetHasWhatWasPutInAndNothingElse() {
        var random = new Random(7);
        for (int size = 0; size < 300; size++) {
            Set<Long> names = new HashSet<>();
            while (names.size() < size) names.add(random.nextLong(1, 1000) << 54);
            NameSet set = new NameSet(names);

            for (long n = 0; n < 1000; n++) assertThat(set.has(n << 54)).isEqualTo(names.contains(n << 54));
            assertThat(set.size()).isEqualTo(names.size());
        }
    }

    @Test
    void aNameCanBeGivenTwice() {
        NameSet set = NameSet.of(Name.encode("eosio"), Name.encode("eosio"));

        assertThat(set.has(Name.encode("eosio"))).isTrue();
        assertThat(set.size()).isEqualTo(1);
    }

    @Test
    void theEmptyNameIsInNoSet() {
        assertThat(NameSet.of(1).has(0)).isFalse();
        assertThatThrownBy(() -> NameSet.of(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pairsFitExactlyOrByAStar() {
        var random = new Random(11);
        for (int size = 0; size < 100; size++) {
            List<NamePair> pairs = new ArrayList<>();
            for (int i = 0; i < size; i++) pairs.add(pair(random));
            NamePairs set = new NamePairs(pairs);

            for (long contract = 0; contract < 12; contract++) {
                for (long name = 0; name < 12; name++) {
                    assertThat(set.has(contract, name)).isEqualTo(fits(pairs, contract, name));
                }
            }
        }
    }

    private static NamePair pair(Random random) {
        long contract = random.nextLong(0, 10);
        return new NamePair(contract, random.nextLong(contract == 0 ? 1 : 0, 10));
    }

    private static boolean fits(List<NamePair> pairs, long contract, long name) {
        return pairs.stream()
                .anyMatch(p -> (p.contract() == contract || p.contract() == 0) && (p.name() == name || p.name() == 0));
    }

    @Test
    void aPairIsWrittenWithTwoColons() {
        assertThat(NamePair.parse("eosio.token::transfer"))
                .isEqualTo(new NamePair(Name.encode("eosio.token"), Name.encode("transfer")));
        assertThat(NamePair.parse("*::transfer")).isEqualTo(new NamePair(0, Name.encode("transfer")));
        assertThat(NamePair.parseOrName("accounts")).isEqualTo(new NamePair(0, Name.encode("accounts")));
        for (String wrong : List.of("transfer", "*::*", "::transfer", "a::", "A::b", "a::b::c", "a:b")) {
            assertThatThrownBy(() -> NamePair.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
