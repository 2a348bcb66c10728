package boma.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockTest {
    @Test
    void theClockOfTheSystemIsThatOfTheMachine() {
        long nanosBefore = System.nanoTime();
        long millisBefore = System.currentTimeMillis();

        long nanos = Clock.SYSTEM.nanos();
        long millis = Clock.SYSTEM.epochMillis();

        assertThat(nanos - nanosBefore).isNotNegative();
        assertThat(System.nanoTime() - nanos).isNotNegative();
        assertThat(millis).isBetween(millisBefore, System.currentTimeMillis());
    }

    @Test
    void aManualClockMovesBothReadingsTogetherAndOnlyWhenTold() {
        var clock = new ManualClock();
        long nanos = clock.nanos();
        long millis = clock.epochMillis();
        assertThat(clock.nanos()).isEqualTo(nanos);

        clock.advance(Duration.ofMillis(1500));

        assertThat(clock.nanos() - nanos).isEqualTo(1_500_000_000);
        assertThat(clock.epochMillis() - millis).isEqualTo(1500);
    }

    @Test
    void aManualClockDoesNotGoBack() {
        var clock = new ManualClock();

        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
