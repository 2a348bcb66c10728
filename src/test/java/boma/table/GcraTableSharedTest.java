package boma.table;

import static org.assertj.core.api.Assertions.assertThat;

import boma.bytes.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Several threads on one table, as event loops are.
class GcraTableSharedTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 50_000;
    private static final long INTERVAL = 1_000;

    @Test
    void aKeyHammeredByAllThreadsPassesExactlyItsBurst() throws Exception {
        var table = new GcraTable(1024, 0);
        long tolerance = GcraTable.tolerance(INTERVAL, 10_000);

        long passed = onAllThreads(_ -> {
            long passes = 0;
            for (int i = 0; i < ROUNDS; i++) if (table.take(42, INTERVAL, tolerance, 1, 1) == 0) passes++;
            return passes;
        });

        assertThat(passed).isEqualTo(10_000);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void whileTimeGoesOnNoMoreThanTheRatePasses() throws Exception {
        var table = new GcraTable(1024, 0);
        var clock = new AtomicLong();
        long tolerance = GcraTable.tolerance(INTERVAL, 100);

        long passed = onAllThreads(_ -> {
            long passes = 0;
            for (int i = 0; i < ROUNDS; i++) {
                if (table.take(42, INTERVAL, tolerance, 1, clock.addAndGet(100)) == 0) passes++;
            }
            return passes;
        });

        assertThat(passed).isBetween(clock.get() / INTERVAL, 100 + clock.get() / INTERVAL);
    }

    @Test
    void manyKeysOnManyThreadsPassEachExactlyItsBurst() throws Exception {
        var table = new GcraTable(1024, 0);
        long tolerance = GcraTable.tolerance(INTERVAL, 50);

        long passed = onAllThreads(_ -> {
            long passes = 0;
            for (int i = 0; i < ROUNDS; i++) {
                if (table.take(Hash.mix(1 + i % 100), INTERVAL, tolerance, 1, 1) == 0) passes++;
            }
            return passes;
        });

        assertThat(passed).isEqualTo(100 * 50);
    }

    @Test
    void aKeyInUseIsHeldToItsBurstWhileNewKeysFightForTheSameBucket() throws Exception {
        var table = new GcraTable(8, 0);
        long tolerance = GcraTable.tolerance(INTERVAL, 1_000);

        long passed = onAllThreads(thread -> {
            long passes = 0;
            for (int i = 0; i < ROUNDS; i++) {
                if (thread % 2 == 0) table.take(Hash.mix(thread * ROUNDS + i), INTERVAL, tolerance, 1, 1);
                else if (table.take(42, INTERVAL, tolerance, 1, 1) == 0) passes++;
            }
            return passes;
        });

        // It can be forgotten only while it ran ahead no further than the newcomers, by a few requests.
        assertThat(passed).isBetween(1_000L - THREADS, 1_000L + 16);
    }

    @Test
    void aKeyBroughtByAllThreadsAtOnceLosesAFewRequestsAtMost() throws Exception {
        var table = new GcraTable(8, 0);
        long tolerance = GcraTable.tolerance(INTERVAL, 4);
        var barrier = new CyclicBarrier(THREADS);
        int keys = 2_000;

        long passed = onAllThreads(_ -> {
            long passes = 0;
            for (int key = 1; key <= keys; key++) {
                barrier.await();
                long now = key * 1_000_000L; // everything before has passed: places are free, and all are taken
                for (int i = 0; i < 4; i++) if (table.take(Hash.mix(key), INTERVAL, tolerance, 1, now) == 0) passes++;
            }
            return passes;
        });

        assertThat(passed).isBetween(4L * keys * 9 / 10, 4L * keys * 11 / 10);
    }

    private interface Work {
        long passes(int thread) throws Exception;
    }

    private static long onAllThreads(Work work) throws Exception {
        var start = new CyclicBarrier(THREADS);
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            tasks.add(() -> {
                start.await();
                return work.passes(thread);
            });
        }
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            long passed = 0;
            for (Future<Long> done : threads.invokeAll(tasks)) passed += done.get();
            return passed;
        }
    }
}
