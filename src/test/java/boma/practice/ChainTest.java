package boma.practice;

import static org.assertj.core.api.Assertions.assertThat;

import boma.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChainTest {
    private final ManualClock clock = new ManualClock();
    private final Chain chain = new Chain(clock);

    @Test
    void thereIsANewBlockEveryHalfSecond() {
        long head = chain.head();

        clock.advance(Duration.ofSeconds(3));

        assertThat(chain.head()).isEqualTo(head + 6);
    }

    @Test
    void aStoppedChainStandsStillAndThenHasAllThatWasMissed() {
        long head = chain.head();
        chain.stop();
        clock.advance(Duration.ofSeconds(3));
        assertThat(chain.head()).isEqualTo(head);

        chain.resume();

        assertThat(chain.head()).isEqualTo(head + 6);
    }

    @Test
    void theIdOfABlockBeginsWithItsNumber() {
        assertThat(Chain.id(1000)).startsWith("000003e8").hasSize(64).isNotEqualTo(Chain.id(1001));
    }

    @Test
    void theHeadIsAsOldAsABlockAtMost() {
        clock.advance(Duration.ofMillis(1234));

        assertThat(chain.time(chain.head())).isEqualTo("2026-01-01T00:00:01.000");
    }
}
