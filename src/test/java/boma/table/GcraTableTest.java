package boma.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.bytes.Hash;
import boma.time.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GcraTableTest {
    private static final long START = -7_000_000_000L;
    private static final long MS = 1_000_000;
    private static final long KEY = 0x5eed_0000_0000_0001L;

    private final GcraTable table = new GcraTable(1024, START);
    private final long interval = Rate.parse("50/10s").intervalNanos();
    private final long tolerance = GcraTable.tolerance(interval, 100);
    private long now = START;

    @Test
    void afterAPauseTheBurstPassesAtOnceAndThenOneEachInterval() {
        assertThat(passesOf(200)).isEqualTo(100);

        now += 200 * MS;
        assertThat(passesOf(200)).isEqualTo(1);

        now += 1000 * MS;
        assertThat(passesOf(200)).isEqualTo(5);

        now += 3_600_000 * MS;
        assertThat(passesOf(200)).isEqualTo(100);
    }

    @Test
    void theAnswerIsTheTimeToWaitToTheNanosecond() {
        passesOf(100);

        now += 50 * MS;
        long wait = take(1);

        assertThat(wait).isEqualTo(150 * MS);
        now += wait - 1;
        assertThat(take(1)).isEqualTo(1);
        now += 1;
        assertThat(take(1)).isZero();
    }

    @Test
    void aRefusalTakesNothing() {
        passesOf(100_000);

        now += 200 * MS;

        assertThat(take(1)).isZero();
    }

    @Test
    void withABurstOfOneAKeyMayComeOnceEachInterval() {
        long none = GcraTable.tolerance(interval, 1);

        assertThat(table.take(KEY, interval, none, 1, now)).isZero();
        assertThat(table.take(KEY, interval, none, 1, now)).isEqualTo(interval);
        assertThat(table.take(KEY, interval, none, 1, now + interval)).isZero();
    }

    @Test
    void aHighCostIsTakenWholeOrNotAtAll() {
        assertThat(take(60)).isZero();
        assertThat(take(60)).isEqualTo(20 * interval);
        assertThat(take(40)).isZero();
        assertThat(take(1)).isEqualTo(interval);
    }

    @Test
    void aCostAboveTheBurstNeverPassesAndTakesNothing() {
        assertThat(take(101)).isEqualTo(GcraTable.NEVER);
        assertThat(table.peek(KEY, interval, tolerance, 101, now)).isEqualTo(GcraTable.NEVER);
        assertThat(take(100)).isZero();
    }

    @Test
    void peekAnswersWhatTakeWouldAndTakesNothing() {
        assertThat(peek()).isZero();
        assertThat(table.size()).isZero();

        passesOf(100);

        assertThat(peek()).isEqualTo(interval).isEqualTo(take(1));
        now += interval;
        assertThat(peek()).isZero();
        assertThat(peek()).isZero();
        assertThat(passesOf(2)).isEqualTo(1);
    }

    @Test
    void aChargeIsTakenEvenWhenItIsNotThere() {
        passesOf(100);

        table.charge(KEY, interval, tolerance, 10, now);

        assertThat(take(1)).isEqualTo(11 * interval);
    }

    @Test
    void chargesAddUpToTwentyBurstsAtMost() {
        for (int i = 0; i < 1000; i++) table.charge(KEY, interval, tolerance, 10, now);

        assertThat(take(1)).isEqualTo((19 * 100 + 1) * interval);
        now += 20 * 100 * interval;
        assertThat(passesOf(200)).isEqualTo(100);
    }

    @Test
    void aChargeUnderOtherTermsNeverGivesAnythingBack() {
        passesOf(100);

        table.charge(KEY, 1, 0, 1, now);

        assertThat(take(1)).isEqualTo(interval);
    }

    @Test
    void keysDoNotKnowOfEachOther() {
        passesOf(100);

        assertThat(table.take(KEY + 1, interval, tolerance, 100, now)).isZero();
        assertThat(table.take(0, interval, tolerance, 100, now)).isZero();
        assertThat(table.take(0, interval, tolerance, 1, now)).isPositive();
    }

    @Test
    void aClockThatWrapsAroundIsNotNoticed() {
        var wrapping = new GcraTable(8, Long.MAX_VALUE - 10);

        assertThat(wrapping.take(KEY, 100, 100, 2, Long.MAX_VALUE)).isZero();
        assertThat(wrapping.take(KEY, 100, 100, 1, Long.MIN_VALUE)).isEqualTo(99);
        assertThat(wrapping.take(KEY, 100, 100, 1, Long.MIN_VALUE + 99)).isZero();
    }

    @Test
    void aReadingFromBeforeTheTableWasMadeIsTakenForItsStart() {
        now = START - 1_000_000;
        assertThat(passesOf(101)).isEqualTo(100);

        now = START + 1;
        assertThat(take(1)).isEqualTo(interval - 1);
    }

    @Test
    void numbersBeyondAllMeasureDoNotOverflow() {
        long centuries = Long.MAX_VALUE;

        assertThat(table.take(KEY, centuries, centuries, Integer.MAX_VALUE, now))
                .isZero();
        assertThat(table.take(KEY, centuries, centuries, Integer.MAX_VALUE, now))
                .isPositive();
        table.charge(KEY, centuries, centuries, Integer.MAX_VALUE, now);
        assertThat(table.take(KEY, centuries, centuries, 1, now)).isPositive().isLessThan(GcraTable.NEVER);
        assertThat(GcraTable.tolerance(centuries, centuries)).isPositive();
    }

    @Test
    void negativeNumbersAreABug() {
        assertThatThrownBy(() -> table.take(KEY, 0, 0, 1, now)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.take(KEY, 1, 0, -1, now)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GcraTable.tolerance(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GcraTable(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePlacesAreRoundedUpToAPowerOfTwo() {
        assertThat(new GcraTable(1, 0).entries()).isEqualTo(8);
        assertThat(new GcraTable(8, 0).entries()).isEqualTo(8);
        assertThat(new GcraTable(9, 0).entries()).isEqualTo(16);
        assertThat(new GcraTable(100_000, 0).entries()).isEqualTo(131_072);
    }

    @Test
    void aFullBucketForgetsTheKeyThatRanAheadTheLeast() {
        var bucket = new GcraTable(8, START);
        for (int key = 1; key <= 8; key++) bucket.take(key, interval, tolerance, 10 * key, now);

        bucket.take(9, interval, tolerance, 100, now);

        assertThat(bucket.forgotten()).isEqualTo(1);
        assertThat(bucket.peek(1, interval, tolerance, 100, now)).isZero();
        assertThat(bucket.peek(2, interval, tolerance, 100, now)).isEqualTo(20 * interval);
        assertThat(bucket.peek(8, interval, tolerance, 100, now)).isEqualTo(80 * interval);
        assertThat(bucket.peek(9, interval, tolerance, 100, now)).isEqualTo(100 * interval);
    }

    @Test
    void keysWhoseTimeHasPassedMakeRoomFirstAndNothingIsLost() {
        var bucket = new GcraTable(8, START);
        for (int key = 1; key <= 8; key++) bucket.take(key, interval, tolerance, key == 5 ? 1 : 10, now);

        now += 2 * interval;
        bucket.take(9, interval, tolerance, 1, now);

        assertThat(bucket.forgotten()).isZero();
        assertThat(bucket.size()).isEqualTo(8);
        assertThat(bucket.peek(8, interval, tolerance, 100, now)).isEqualTo(8 * interval);
    }

    @Test
    void aNewKeyIsNeverRefusedHoweverManyThereAre() {
        for (int i = 0; i < 1_000_000; i++) {
            assertTakes(table.take(Hash.mix(i), interval, 0, 1, now));
        }

        assertThat(table.size()).isEqualTo(table.entries());
        assertThat(table.forgotten()).isEqualTo(1_000_000 - table.entries());
    }

    @Test
    void aKeyOverItsRateStaysRefusedWhileOthersFloodTheTable() {
        passesOf(100);

        for (int i = 0; i < 100_000; i++) table.take(Hash.mix(i), interval, tolerance, 1, now);

        assertThat(take(1)).isEqualTo(interval);
    }

    private static void assertTakes(long wait) {
        if (wait != 0) throw new AssertionError("refused for " + wait + " ns");
    }

    private int passesOf(int times) {
        int passes = 0;
        for (int i = 0; i < times; i++) if (take(1) == 0) passes++;
        return passes;
    }

    private long take(int cost) {
        return table.take(KEY, interval, tolerance, cost, now);
    }

    private long peek() {
        return table.peek(KEY, interval, tolerance, 1, now);
    }

    @Test
    void theGreatestBurstPassesWholeAndNoMore() {
        long day = Duration.ofDays(1).toNanos();
        int most = (int) GcraTable.burstMax(day);
        long whole = GcraTable.tolerance(day, most);

        assertThat(table.take(1, day, whole, most, START)).isZero();
        assertThat(table.take(1, day, whole, 1, START)).isEqualTo(day);
        assertThat(table.take(2, day, whole, most + 1, START)).isEqualTo(GcraTable.NEVER);
    }
}
