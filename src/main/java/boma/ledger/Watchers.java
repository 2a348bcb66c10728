package boma.ledger;

import boma.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Those who are told of changes. One that fails is counted and named in the log, at most once per second, and the
/// others are told all the same.
final class Watchers {
    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);
    private static final long LOG_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Clock clock;
    private final List<Consumer<Change>> watchers = new CopyOnWriteArrayList<>();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong logNextNanos;

    Watchers(Clock clock) {
        this.clock = clock;
        this.logNextNanos = new AtomicLong(clock.nanos());
    }

    void add(Consumer<Change> watcher) {
        watchers.add(watcher);
    }

    void tell(Change change) {
        for (Consumer<Change> watcher : watchers) {
            try {
                watcher.accept(change);
            } catch (RuntimeException e) {
                failed(change, e);
            }
        }
    }

    private void failed(Change change, RuntimeException e) {
        failures.incrementAndGet();
        long now = clock.nanos();
        long next = logNextNanos.get();
        if (now - next >= 0 && logNextNanos.compareAndSet(next, now + LOG_EVERY_NANOS)) {
            LOG.error("watcher failed change={} failures={}", change, failures.get(), e);
        }
    }
}
