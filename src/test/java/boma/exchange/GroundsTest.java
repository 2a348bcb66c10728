package boma.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroundsTest {
    private final Grounds grounds = new Grounds();

    @Test
    void eachGroundIsThereOnceInTheOrderInWhichItCame() {
        Ground rule = Ground.of(Reason.BLOCKED, "rule");
        Ground limit = Ground.of(Reason.RATE_LIMITED, "limit");

        grounds.add(rule);
        grounds.add(limit);
        grounds.add(rule);

        assertThat(grounds.size()).isEqualTo(2);
        assertThat(grounds.first()).isSameAs(rule);
        assertThat(grounds.get(1)).isSameAs(limit);
    }

    @Test
    void thereIsRoomForAll() {
        IntStream.range(0, 100).forEach(i -> grounds.add(Ground.of(Reason.BLOCKED, "rule " + i)));

        assertThat(grounds.size()).isEqualTo(100);
        assertThat(grounds.get(99).by()).isEqualTo("rule 99");
    }

    @Test
    void theNextRequestBeginsWithNone() {
        grounds.add(Ground.of(Reason.BLOCKED, "rule"));

        grounds.clear();

        assertThat(grounds.first()).isNull();
        assertThat(grounds).hasToString("[]");
    }
}
