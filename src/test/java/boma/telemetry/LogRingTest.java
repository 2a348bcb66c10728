package boma.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Exchange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogRingTest {
    private final LogRing ring = new LogRing(1);
    private final LogEntry entry = new LogEntry();
    private final Exchange x = Samples.read();

    @Test
    void entriesComeOutInTheOrderInWhichTheyWentIn() {
        add(1, 2, 3);

        assertThat(readAll()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void anEmptyRingHasNothingToRead() {
        assertThat(ring.next(entry)).isFalse();
    }

    @Test
    void aFullRingDropsAndCounts() {
        int fits = fill();

        add(-1, -2);

        assertThat(ring.dropped()).isEqualTo(3);
        assertThat(readAll()).hasSize(fits).doesNotContain(-1L, -2L);
    }

    @Test
    void roomThatWasReleasedIsUsedAgain() {
        fill();
        readAll();

        add(7);

        assertThat(readAll()).containsExactly(7L);
    }

    @Test
    void roomThatWasReadButNotReleasedIsNot() {
        fill();
        while (ring.next(entry)) {}

        add(7);

        assertThat(ring.next(entry)).isFalse();
    }

    @Test
    void entriesOfAllSizesSurviveTheEndOfTheRing() {
        List<Long> expected = new ArrayList<>();
        List<Long> found = new ArrayList<>();
        for (long id = 1; id <= 1000; id++) {
            Samples.rememberTarget(x, "/" + "t".repeat((int) (id * 31 % 256)));
            add(id);
            expected.add(id);
            if (id % 3 == 0) found.addAll(readAll());
        }

        found.addAll(readAll());

        assertThat(found).isEqualTo(expected);
        assertThat(ring.dropped()).isZero();
    }

    @Test
    void aReaderOnAnotherThreadSeesWholeEntriesOnly() throws InterruptedException {
        int count = 200_000;
        var writer = Thread.ofPlatform().start(() -> {
            for (int i = 1; i <= count; i++) {
                x.bytesIn = i;
                x.bytesOut = -i;
                add(i);
            }
        });

        long last = 0;
        long seen = 0;
        for (boolean ended = false; !ended; ) {
            ended = !writer.isAlive(); // asked before the last look
            while (ring.next(entry)) {
                assertThat(entry.id()).isGreaterThan(last);
                assertThat(entry.bytesIn()).isEqualTo(entry.id());
                assertThat(entry.bytesOut()).isEqualTo(-entry.id());
                last = entry.id();
                seen++;
            }
            ring.release();
        }
        writer.join();

        assertThat(seen + ring.dropped()).isEqualTo(count);
    }

    private void add(long... ids) {
        for (long id : ids) {
            x.id = id;
            ring.add(x, 0, Samples.START);
        }
    }

    /// Adds until one is dropped.
    private int fill() {
        int n = 0;
        while (ring.dropped() == 0) add(++n);
        return n - 1;
    }

    private List<Long> readAll() {
        List<Long> ids = new ArrayList<>();
        while (ring.next(entry)) ids.add(entry.id());
        ring.release();
        return ids;
    }
}
