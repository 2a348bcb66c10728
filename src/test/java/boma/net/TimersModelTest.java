package boma.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares the wheel with the plainest thing that could work: a list of deadlines.
class TimersModelTest {
    private static final long TICK = 1L << 26;
    private static final int TIMERS = 200;
    private static final int STEPS = 5_000;

    static LongStream seeds() {
        return LongStream.range(1, 11);
    }

    private final long[] expected = new long[TIMERS]; // deadlines
    private final Timer[] all = new Timer[TIMERS];
    private long now = 1_000_000;
    private final Timers timers = new Timers(now);

    @ParameterizedTest
    @MethodSource("seeds")
    void theWheelDoesWhatAListOfDeadlinesWouldDo(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < TIMERS; i++) {
            int me = i;
            expected[i] = Timer.NEVER;
            all[i] = new Timer(() -> onDeadline(me, random));
        }

        for (int step = 0; step < STEPS; step++) {
            change(random.nextInt(TIMERS), random);
            if (random.nextInt(3) == 0) advance(random);
        }
    }

    private void onDeadline(int i, Random random) {
        assertThat(expected[i]).as("called though not due").isLessThanOrEqualTo(now);
        expected[i] = Timer.NEVER;
        if (random.nextInt(3) == 0) change(random.nextInt(TIMERS), random);
    }

    private void change(int i, Random random) {
        if (random.nextInt(5) == 0) {
            timers.cancel(all[i]);
            expected[i] = Timer.NEVER;
            return;
        }
        long ahead = (long) (TICK * Math.pow(3000, random.nextDouble()));
        long deadline = random.nextInt(20) == 0 ? Timer.NEVER : now + ahead;
        timers.set(all[i], deadline);
        expected[i] = deadline;
    }

    private void advance(Random random) {
        boolean asleep = random.nextInt(50) == 0;
        now += (long) ((asleep ? 3000 : 4) * TICK * random.nextDouble());

        timers.advance(now);

        for (int i = 0; i < TIMERS; i++) {
            assertThat(expected[i]).as("timer %d is more than a tick late", i).isGreaterThan(now - TICK - 1);
            if (expected[i] == Timer.NEVER) continue;
            assertThat(timers.millisToNext(now) * 1_000_000L + now)
                    .as("a loop would sleep past timer %d, or for ever", i)
                    .isLessThanOrEqualTo(expected[i] + TICK + 1_000_000)
                    .isGreaterThanOrEqualTo(now);
        }
    }
}
