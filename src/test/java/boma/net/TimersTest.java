package boma.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final long TICK = 1L << 26;
    private static final long ORIGIN = -7 * TICK - 12_345; // System.nanoTime may be negative

    private final Timers timers = new Timers(ORIGIN);
    private final List<String> log = new ArrayList<>();

    private Timer timer(String name) {
        return new Timer(() -> log.add(name));
    }

    private void at(long nanos) {
        timers.advance(ORIGIN + nanos);
    }

    @Test
    void aDeadlinePassesNeverEarlyAndAtMostATickLate() {
        long deadline = 5 * TICK + 1;
        timers.set(timer("a"), ORIGIN + deadline);

        at(deadline - 1);
        assertThat(log).isEmpty();

        at(deadline + TICK);
        assertThat(log).containsExactly("a");
    }

    @Test
    void aDeadlineIsNeverEarlyThoughItsSlotIsDue() {
        var a = timer("a");
        timers.set(a, ORIGIN + 3 * TICK);
        timers.set(a, ORIGIN + 6 * TICK);

        at(4 * TICK + 1);

        assertThat(log).isEmpty();
    }

    @Test
    void deadlinesPassInTheOrderOfTheirTicks() {
        timers.set(timer("late"), ORIGIN + 9 * TICK);
        timers.set(timer("early"), ORIGIN + 2 * TICK);
        timers.set(timer("middle"), ORIGIN + 5 * TICK);

        at(20 * TICK);

        assertThat(log).containsExactly("early", "middle", "late");
    }

    @Test
    void aDeadlineInThePastPassesAtTheNextTick() {
        at(100 * TICK);
        timers.set(timer("a"), ORIGIN + 3 * TICK);

        at(101 * TICK);

        assertThat(log).containsExactly("a");
    }

    @Test
    void aDeadlineThatMovedLaterPassesOnlyThen() {
        var a = timer("a");
        for (int i = 1; i <= 50; i++) {
            timers.set(a, ORIGIN + i * 10L * TICK);
            at(i * 10L * TICK - TICK);
        }
        assertThat(log).isEmpty();

        at(502 * TICK);

        assertThat(log).containsExactly("a");
    }

    @Test
    void aDeadlineThatMovedEarlierPassesThen() {
        var a = timer("a");
        timers.set(a, ORIGIN + 900 * TICK);
        timers.set(a, ORIGIN + 2 * TICK);

        at(4 * TICK);

        assertThat(log).containsExactly("a");
    }

    @Test
    void aTimerSetToNeverStaysSilent() {
        var a = timer("a");
        timers.set(a, ORIGIN + 2 * TICK);
        timers.set(a, Timer.NEVER);

        at(2000 * TICK);

        assertThat(log).isEmpty();
    }

    @Test
    void aTimerPassesOncePerDeadline() {
        var a = timer("a");
        timers.set(a, ORIGIN + TICK);
        at(3 * TICK);
        at(3000 * TICK);
        timers.set(a, ORIGIN + 3001 * TICK);

        at(3003 * TICK);

        assertThat(log).containsExactly("a", "a");
    }

    @Test
    void aDeadlineBeyondTheHorizonIsPutFurtherBackAndPassesInTime() {
        long deadline = 5000 * TICK + 17;
        timers.set(timer("a"), ORIGIN + deadline);

        for (long now = 0; now < deadline; now += 100 * TICK) at(now);
        assertThat(log).isEmpty();

        at(deadline + TICK);
        assertThat(log).containsExactly("a");
    }

    @Test
    void afterALongSleepEveryDeadlineIsDueOnce() {
        for (int i = 1; i < 1500; i += 7) timers.set(timer("t" + i), ORIGIN + i * TICK);

        at(1_000_000 * TICK);

        assertThat(log).hasSize(1500 / 7 + 1).doesNotHaveDuplicates();
    }

    @Test
    void whatIsSetDuringALongSleepWaitsForItsOwnDeadline() {
        timers.set(new Timer(() -> timers.set(timer("next"), ORIGIN + 1_000_010 * TICK)), ORIGIN + 3 * TICK);

        at(1_000_000 * TICK);
        at(1_000_009 * TICK);
        assertThat(log).isEmpty();

        at(1_000_012 * TICK);
        assertThat(log).containsExactly("next");
    }

    @Test
    void anActionMayCancelAnotherTimerOfTheSameSlot() {
        Timer[] all = new Timer[3];
        for (int i = 0; i < 3; i++) {
            int me = i;
            all[i] = new Timer(() -> {
                log.add("t" + me);
                for (int k = 0; k < 3; k++) if (k != me) timers.cancel(all[k]);
            });
        }
        for (Timer t : all) timers.set(t, ORIGIN + TICK);

        at(5 * TICK);

        assertThat(log).hasSize(1);
    }

    @Test
    void anActionThatCancelsALaterTimerOfItsSlotSkipsNobody() {
        var last = timer("last");
        timers.set(last, ORIGIN + TICK);
        timers.set(timer("third"), ORIGIN + TICK);
        timers.set(timer("second"), ORIGIN + TICK);
        timers.set(new Timer(() -> timers.cancel(last)), ORIGIN + TICK); // the last one set comes first

        at(5 * TICK);

        assertThat(log).containsExactly("second", "third");
    }

    @Test
    void anActionMayCancelTheRestOfItsSlotAndSetItAnew() {
        var late = timer("late");
        var first = new Timer(() -> {
            log.add("first");
            timers.cancel(late);
            timers.set(late, ORIGIN + 10 * TICK);
        });
        timers.set(late, ORIGIN + TICK);
        timers.set(first, ORIGIN + TICK); // the last one set comes first

        at(5 * TICK);
        assertThat(log).containsExactly("first");

        at(12 * TICK);
        assertThat(log).containsExactly("first", "late");
    }

    @Test
    void anActionMayMoveAnotherTimerOfTheSameSlot() {
        var moved = timer("moved");
        var first = new Timer(() -> timers.set(moved, ORIGIN + 10 * TICK));
        timers.set(moved, ORIGIN + TICK);
        timers.set(first, ORIGIN + TICK);

        at(5 * TICK);
        assertThat(log).isEmpty();

        at(12 * TICK);
        assertThat(log).containsExactly("moved");
    }

    @Test
    void anActionMaySetItsOwnTimerAgain() {
        Timer[] self = new Timer[1];
        self[0] = new Timer(() -> {
            log.add("x");
            timers.set(self[0], ORIGIN + log.size() * 10L * TICK);
        });
        timers.set(self[0], ORIGIN);

        for (int i = 0; i <= 50; i++) at(i * TICK);

        assertThat(log).hasSize(5);
    }

    @Test
    void anActionThatAlwaysWantsToRunAtOnceDoesNotHoldUpTheLoop() {
        Timer[] self = new Timer[1];
        self[0] = new Timer(() -> {
            log.add("x");
            timers.set(self[0], ORIGIN);
        });
        timers.set(self[0], ORIGIN);

        at(8 * TICK);

        assertThat(log).hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void anActionThatThrowsKeepsNobodyElseFromBeingCalled() {
        var bug = new Timer(() -> {
            throw new IllegalStateException("a bug");
        });
        var before = timer("before");
        var behind = timer("behind");
        timers.set(behind, ORIGIN + TICK);
        timers.set(bug, ORIGIN + TICK);
        timers.set(before, ORIGIN + TICK);
        timers.set(timer("later"), ORIGIN + 3 * TICK);

        assertThatThrownBy(() -> at(5 * TICK)).hasMessage("a bug");
        assertThat(timers.fired()).isSameAs(bug.action);
        at(5 * TICK);

        assertThat(log).containsExactly("before", "behind", "later");
    }

    @Test
    void aTimerBehindOneThatThrewCanBeSetAgain() {
        var behind = timer("behind");
        timers.set(behind, ORIGIN + TICK);
        timers.set(
                new Timer(() -> {
                    throw new IllegalStateException("a bug");
                }),
                ORIGIN + TICK);
        assertThatThrownBy(() -> at(5 * TICK)).hasMessage("a bug");

        timers.set(behind, ORIGIN + 10 * TICK);
        at(6 * TICK);
        assertThat(log).isEmpty();

        at(12 * TICK);
        assertThat(log).containsExactly("behind");
    }

    @Test
    void cancellingTakesATimerOutFromAnywhereInItsSlot() {
        for (int victim = 0; victim < 3; victim++) {
            log.clear();
            var fresh = new Timers(ORIGIN);
            Timer[] all = {timer("0"), timer("1"), timer("2")};
            for (Timer t : all) fresh.set(t, ORIGIN + TICK);

            fresh.cancel(all[victim]);
            fresh.cancel(all[victim]);
            fresh.advance(ORIGIN + 5 * TICK);

            assertThat(log).hasSize(2).doesNotContain("" + victim);
        }
    }

    @Test
    void theWaitEndsWhenTheNextDeadlineHasPassed() {
        assertThat(timers.millisToNext(ORIGIN)).isEqualTo(-1);
        timers.set(timer("a"), ORIGIN + 3 * TICK);

        int millis = timers.millisToNext(ORIGIN);

        assertThat(millis * 1_000_000L).isBetween(3 * TICK, 4 * TICK + 1_000_000);
        at(millis * 1_000_000L);
        assertThat(log).containsExactly("a");
        assertThat(timers.millisToNext(ORIGIN + millis * 1_000_000L)).isEqualTo(-1);
    }

    @Test
    void theWaitIsOverWhenADeadlineIsDueAlready() {
        timers.set(timer("a"), ORIGIN + 3 * TICK);

        assertThat(timers.millisToNext(ORIGIN + 50 * TICK)).isZero();
    }

    @Test
    void theWaitIsFoundInEverySlotFromEveryPlace() {
        for (int start = 0; start < 1030; start += 3) {
            var fresh = new Timers(ORIGIN);
            long now = ORIGIN + start * TICK;
            fresh.advance(now);
            for (int ahead = 0; ahead < 1023; ahead += 31) {
                var t = timer("x");
                fresh.set(t, now + ahead * TICK);
                assertThat(fresh.millisToNext(now))
                        .as("from tick %d, %d ahead", start, ahead)
                        .isEqualTo((int) (((ahead + 1) * TICK + 999_999) / 1_000_000));
                fresh.cancel(t);
            }
        }
    }
}
