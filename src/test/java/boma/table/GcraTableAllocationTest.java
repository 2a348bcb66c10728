package boma.table;

import static org.assertj.core.api.Assertions.assertThat;

import boma.bytes.Hash;
import org.junit.jupiter.api.Test;

class GcraTableAllocationTest {
    private final GcraTable table = new GcraTable(1024, 0);
    private long key;

    @Test
    void aKnownKeyAllocatesNothing() {
        assertThat(Allocations.perRun(() -> table.take(42, 1000, 9000, 1, 1))).isLessThan(1);
        assertThat(Allocations.perRun(() -> table.peek(42, 1000, 9000, 1, 1))).isLessThan(1);
        assertThat(Allocations.perRun(() -> table.charge(42, 1000, 9000, 1, 1))).isLessThan(1);
    }

    @Test
    void aNewKeyAllocatesNothing() {
        assertThat(Allocations.perRun(() -> table.take(Hash.mix(++key), 1000, 9000, 1, 1)))
                .isLessThan(1);
        assertThat(table.forgotten()).isPositive();
    }
}
