package boma.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares random histories with the other description of the same limit: a bucket that holds `burst` tokens, loses
/// some with each request and gets one back each interval.
class GcraTableModelTest {
    private static final int STEPS = 20_000;
    private static final int KEYS = 5;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyHistoryIsDecidedAsByATokenBucket(long seed) {
        var random = new Random(seed);
        long interval = random.nextLong(1, 1_000_000);
        int burst = 1 + random.nextInt(50);
        long tolerance = GcraTable.tolerance(interval, burst);
        long now = random.nextLong();
        var table = new GcraTable(64, now);
        Map<Long, TokenBucket> model = new HashMap<>();

        for (int step = 0; step < STEPS; step++) {
            now += random.nextInt(4) == 0 ? random.nextLong(3 * interval) : random.nextLong(interval / 8 + 1);
            long key = random.nextLong(1, 1 + KEYS);
            int cost = random.nextInt(10) == 0 ? 1 + random.nextInt(burst) : 1;
            TokenBucket bucket = model.computeIfAbsent(key, _ -> new TokenBucket(interval, burst));

            long expected = bucket.wait(cost, now);
            assertThat(table.peek(key, interval, tolerance, cost, now)).isEqualTo(expected);
            if (random.nextInt(100) == 0) {
                table.charge(key, interval, tolerance, cost, now);
                bucket.charge(cost);
            } else {
                assertThat(table.take(key, interval, tolerance, cost, now)).isEqualTo(expected);
                if (expected == 0) bucket.take(cost);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void noStretchOfTimeSeesMoreThanTheBurstAndOneForEachInterval(long seed) {
        var random = new Random(seed);
        long interval = 1000;
        int burst = 7;
        var table = new GcraTable(8, 0);
        List<Long> passed = new ArrayList<>();

        long now = 0;
        for (int step = 0; step < 5_000; step++) {
            now += random.nextInt(20) == 0 ? random.nextLong(10_000) : random.nextLong(400);
            if (table.take(1, interval, GcraTable.tolerance(interval, burst), 1, now) == 0) passed.add(now);
        }

        for (int first = 0; first < passed.size(); first++) {
            for (int last = first; last < Math.min(passed.size(), first + 200); last++) {
                long stretch = passed.get(last) - passed.get(first);
                assertThat(last - first + 1L).isLessThanOrEqualTo(burst + stretch / interval);
            }
        }
    }

    /// Tokens are counted in nanoseconds of the time they take to come back. May be in debt, by a full bucket at most.
    private static final class TokenBucket {
        private final long interval;
        private final long full;
        private long level;
        private long atNanos;
        private boolean used;

        TokenBucket(long interval, int burst) {
            this.interval = interval;
            this.full = interval * burst;
        }

        long wait(int cost, long now) {
            level = used ? Math.min(full, level + now - atNanos) : full;
            used = true;
            atNanos = now;
            return Math.max(0, cost * interval - level);
        }

        void take(int cost) {
            level -= cost * interval;
        }

        void charge(int cost) {
            level = Math.max(-full, level - cost * interval);
        }
    }
}
