package boma.ledger;

import static boma.ledger.Clients.client;
import static org.assertj.core.api.Assertions.assertThat;

import boma.ledger.Change.Banned;
import boma.ledger.Change.Unbanned;
import boma.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Several threads on one ledger, as event loops and operators are.
class LedgerSharedTest {
    private static final int THREADS = 4;
    private static final int ENTRIES = 500;

    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = new Ledger(clock, ENTRIES);

    @Test
    void threadsThatMeetAtANewClientShareItsEntry() throws Exception {
        int clients = ENTRIES - THREADS; // a full ledger would make room for each thread that finds somebody unknown
        var barrier = new CyclicBarrier(THREADS);
        List<List<Entry>> found = onAllThreads(_ -> {
            List<Entry> mine = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                if (i % 50 == 0) barrier.await();
                mine.add(ledger.track(client(i)));
            }
            return mine;
        });

        for (List<Entry> other : found) assertThat(other).isEqualTo(found.getFirst());
        assertThat(ledger.size()).isEqualTo(clients);
    }

    @Test
    void aFloodFromAllThreadsStaysInItsBoundsAndLosesNoConnectionAndNoBan() throws Exception {
        for (int i = 0; i < 50; i++) ledger.apply(new Banned(client(-1 - i), Duration.ofDays(1), "test"));
        List<Entry> connected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Entry entry = ledger.track(client(-100 - i));
            entry.connect(1);
            connected.add(entry);
        }

        onAllThreads(thread -> {
            for (int i = 0; i < 50_000; i++) {
                Entry entry = ledger.track(client(1 + thread * 1_000_000 + i));
                if (!entry.connect(1)) throw new AssertionError("a new client is connected already");
                entry.disconnect();
            }
            return thread;
        });

        assertThat(ledger.size()).isBetween(ENTRIES, ENTRIES + THREADS);
        assertThat(ledger.bans()).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(ledger.track(client(-1 - i)).banned(clock.nanos())).isTrue();
            assertThat(ledger.track(client(-100 - i))).isSameAs(connected.get(i));
        }
    }

    @Test
    void bansAndPardonsFromAllThreadsLeaveListAndEntriesAgreed() throws Exception {
        int clients = 100;
        onAllThreads(thread -> {
            var random = new Random(thread);
            for (int i = 0; i < 20_000; i++) {
                var client = client(random.nextInt(clients));
                switch (random.nextInt(4)) {
                    case 0 -> ledger.apply(new Banned(client, Duration.ofSeconds(1 + random.nextInt(100)), "test"));
                    case 1 -> ledger.apply(new Unbanned(client));
                    case 2 -> ledger.track(client(1000 + random.nextInt(10_000)));
                    default -> ledger.sweep(clock.nanos());
                }
                if (i % 1000 == 0) clock.advance(Duration.ofSeconds(1));
            }
            return thread;
        });

        List<Ban> running = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Entry entry = ledger.find(client(i));
            Ban ban = entry == null ? null : entry.ban(clock.nanos());
            if (ban != null) running.add(ban);
        }
        assertThat(ledger.bans()).containsExactlyInAnyOrderElementsOf(running);

        clock.advance(Duration.ofMinutes(10));
        ledger.sweep(clock.nanos());
        assertThat(ledger.banned()).isZero();
    }

    private interface Work<T> {
        T on(int thread) throws Exception;
    }

    private static <T> List<T> onAllThreads(Work<T> work) throws Exception {
        var start = new CyclicBarrier(THREADS);
        List<Callable<T>> tasks = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            tasks.add(() -> {
                start.await();
                return work.on(thread);
            });
        }
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(tasks)) results.add(done.get());
            return results;
        }
    }
}
