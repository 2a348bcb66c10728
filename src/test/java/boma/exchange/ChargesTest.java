package boma.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChargesTest {
    private final Charges charges = new Charges();

    @Test
    void eachKeyOfALimitStandsOnceWithItsCost() {
        charges.add(0, 7, 1);
        charges.add(0, 8, 1);
        charges.add(0, 7, 1);
        charges.add(1, 7, 0);
        charges.add(1, 7, 0);

        assertThat(charges.count()).isEqualTo(3);
        assertThat(charges.cost(0)).isEqualTo(2);
        assertThat(charges.cost(1)).isEqualTo(1);
        assertThat(charges.cost(2)).isEqualTo(1);
        assertThat(charges.limit(2)).isEqualTo(1);
    }

    @Test
    void itGrowsToWhatARequestNames() {
        for (int round = 0; round < 2; round++) {
            for (int key = 0; key < 10_000; key++) charges.add(key % 3, key, 1);
        }

        assertThat(charges.count()).isEqualTo(10_000);
        for (int i = 0; i < charges.count(); i++) {
            assertThat(charges.key(i)).isEqualTo(i);
            assertThat(charges.cost(i)).isEqualTo(2);
        }
    }

    @Test
    void afterClearingItIsLikeNew() {
        charges.add(0, 7, 1);
        charges.clear();
        charges.add(0, 7, 1);

        assertThat(charges.count()).isEqualTo(1);
        assertThat(charges.cost(0)).isEqualTo(1);
    }

    @Test
    void whatIsWaivedCostsNothing() {
        charges.add(0, 7, 1);
        charges.add(1, 7, 1);

        charges.waive(1);

        assertThat(charges.cost(0)).isEqualTo(1);
        assertThat(charges.cost(1)).isZero();
    }
}
