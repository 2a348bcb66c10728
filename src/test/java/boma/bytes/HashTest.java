package boma.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

final class HashTest {
    @Test
    void neighboursSpreadOverAllBits() {
        long everSet = 0;
        long everClear = 0;
        var hashes = new HashSet<Long>();
        for (long key = 0; key < 10_000; key++) {
            long hash = Hash.of(key, 42, Hash.SEED);
            everSet |= hash;
            everClear |= ~hash;
            assertThat(hashes.add(hash)).isTrue();
        }
        assertThat(everSet).isEqualTo(-1);
        assertThat(everClear).isEqualTo(-1);
    }

    @Test
    void theSeedAndTheOrderOfTheWordsMatter() {
        assertThat(Hash.of(1, 2, 3)).isNotEqualTo(Hash.of(2, 1, 3));
        assertThat(Hash.of(1, 2, 3)).isNotEqualTo(Hash.of(1, 2, 4));
        assertThat(Hash.of(1, 3)).isNotEqualTo(Hash.of(1, 4));
        assertThat(Hash.of(1, 2, 3)).isEqualTo(Hash.of(1, 2, 3));
    }

    @Test
    void mixingIsReversibleSoNothingCollides() {
        var mixed = new HashSet<Long>();
        for (long i = -5000; i < 5000; i++) assertThat(mixed.add(Hash.mix(i))).isTrue();
    }
}
