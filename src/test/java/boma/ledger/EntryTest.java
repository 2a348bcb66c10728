package boma.ledger;

import static boma.ledger.Clients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.table.Allocations;
import boma.time.ManualClock;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final long SECOND = 1_000_000_000;

    private final ManualClock clock = new ManualClock();
    private final Entry entry = new Entry(client(1), 42, clock);

    @Test
    void aClientHoldsNoMoreConnectionsThanItMay() {
        assertThat(entry.connect(2)).isTrue();
        assertThat(entry.connect(2)).isTrue();
        assertThat(entry.connect(2)).isFalse();
        assertThat(entry.connections()).isEqualTo(2);

        entry.disconnect();

        assertThat(entry.connect(2)).isTrue();
    }

    @Test
    void aClientHasNoMoreRequestsInFlightThanItMay() {
        assertThat(entry.begin(1)).isTrue();
        assertThat(entry.begin(1)).isFalse();
        assertThat(entry.inFlight()).isEqualTo(1);
        assertThat(entry.connections()).isZero();

        entry.end();

        assertThat(entry.begin(1)).isTrue();
    }

    @Test
    void aClientHasTenLinesInASecondAndTheNextOneTellsOfTheOthers() {
        long now = clock.nanos();
        for (int i = 0; i < 10; i++) assertThat(entry.takeLine(now)).isZero();
        for (int i = 0; i < 3; i++) assertThat(entry.takeLine(now)).isEqualTo(Entry.LEAVE_OUT);

        assertThat(entry.takeLine(now + SECOND)).isEqualTo(3);
        assertThat(entry.takeLine(now + SECOND)).isZero();
    }

    @Test
    void aLineThatIsWrittenInAnyCaseTellsOfTheOthersToo() {
        long now = clock.nanos();
        for (int i = 0; i < 13; i++) entry.takeLine(now);

        assertThat(entry.takeLeftOut()).isEqualTo(3);
        assertThat(entry.takeLeftOut()).isZero();
        assertThat(entry.takeLine(now)).isEqualTo(Entry.LEAVE_OUT);
        assertThat(entry.takeLine(now + SECOND)).isEqualTo(1);
    }

    @Test
    void anEventLoopThatIsAMomentBehindBeginsNoSecondOfItsOwn() {
        long now = clock.nanos();
        for (int i = 0; i < 10; i++) entry.takeLine(now + SECOND);

        assertThat(entry.takeLine(now)).isEqualTo(Entry.LEAVE_OUT);
        assertThat(entry.takeLine(now + SECOND)).isEqualTo(Entry.LEAVE_OUT);
    }

    @Test
    void allEventLoopsTogetherTakeTenLinesAndLoseNoneOfTheOthers() throws Exception {
        int each = 5000;
        long now = clock.nanos();
        var written = new AtomicInteger();
        Callable<Void> loop = () -> {
            for (int i = 0; i < each; i++) if (entry.takeLine(now) != Entry.LEAVE_OUT) written.incrementAndGet();
            return null;
        };
        try (var pool = Executors.newFixedThreadPool(4)) {
            for (Future<Void> done : pool.invokeAll(Collections.nCopies(4, loop))) done.get();
        }

        assertThat(written).hasValue(10);
        assertThat(entry.takeLeftOut()).isEqualTo(4 * each - 10);
    }

    @Test
    void whoMayHaveNoneGetsNone() {
        assertThat(entry.connect(0)).isFalse();
        assertThat(entry.begin(0)).isFalse();
    }

    @Test
    void connectionsAndRequestsAreCountedApart() {
        for (int i = 0; i < 1000; i++) entry.connect(Integer.MAX_VALUE);
        for (int i = 0; i < 500; i++) entry.begin(Integer.MAX_VALUE);
        entry.disconnect();
        entry.end();

        assertThat(entry.connections()).isEqualTo(999);
        assertThat(entry.inFlight()).isEqualTo(499);
    }

    @Test
    void toEndMoreThanWasBegunIsABugAndChangesNothing() {
        assertThatThrownBy(entry::disconnect).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(entry::end).isInstanceOf(IllegalStateException.class);

        assertThat(entry.connections()).isZero();
        assertThat(entry.inFlight()).isZero();
    }

    @Test
    void onlyAnIdleEntryIsForgotten() {
        entry.connect(1);
        assertThat(entry.forget()).isFalse();
        entry.disconnect();
        entry.begin(1);
        assertThat(entry.forget()).isFalse();
        entry.end();

        assertThat(entry.forget()).isTrue();
        assertThat(entry.forget()).isFalse();
    }

    @Test
    void aForgottenEntryStillCountsForThoseWhoHoldIt() {
        entry.forget();

        assertThat(entry.connect(1)).isTrue();
        assertThat(entry.connect(1)).isFalse();
        assertThat(entry.begin(1)).isTrue();
        entry.end();
        entry.disconnect();

        assertThat(entry.connections()).isZero();
        assertThat(entry.inFlight()).isZero();
    }

    @Test
    void aClientWasLastSeenWhenItsConnectionWent() {
        entry.connect(1);
        clock.advance(Duration.ofMinutes(5));
        entry.disconnect();

        assertThat(entry.lastSeenNanos()).isEqualTo(clock.nanos());
    }

    @Test
    void whatPeopleAskForIsCounted() {
        entry.countRefused();
        entry.countFailed();
        entry.countFailed();

        assertThat(entry.refused()).isEqualTo(1);
        assertThat(entry.failed()).isEqualTo(2);
        assertThat(entry.hash()).isEqualTo(42);
        assertThat(entry.client()).isEqualTo(client(1));
    }

    @Test
    void threadsTogetherNeverExceedWhatIsAllowed() throws Exception {
        var most = new AtomicInteger();
        Callable<Integer> hammer = () -> {
            for (int i = 0; i < 50_000; i++) beginAndEnd(most);
            return most.get();
        };
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> done : threads.invokeAll(Collections.nCopies(4, hammer))) done.get();
        }

        assertThat(most.get()).isBetween(1, 2);
        assertThat(entry.inFlight()).isZero();
        assertThat(entry.connections()).isZero();
    }

    @Test
    void aRequestAllocatesNothing() {
        double bytes = Allocations.perRun(() -> {
            entry.connect(10);
            entry.begin(10);
            entry.banned(clock.nanos());
            entry.countRefused();
            entry.countFailed();
            entry.end();
            entry.disconnect();
        });

        assertThat(bytes).isLessThan(1);
    }

    private void beginAndEnd(AtomicInteger most) {
        if (entry.begin(2)) {
            if (entry.connect(2)) {
                most.accumulateAndGet(entry.inFlight(), Math::max);
                entry.disconnect();
            }
            entry.end();
        }
    }
}
