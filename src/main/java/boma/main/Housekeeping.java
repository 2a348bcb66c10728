package boma.main;

import boma.ledger.Ledger;
import boma.telemetry.EventLog;
import boma.time.Clock;
import java.time.Duration;

/// What has to be done once per second, on a virtual thread of its own: forgetting bans that are over, and a sign of
/// life of every event loop.
final class Housekeeping implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Thread thread;

    Housekeeping(Clock clock, Ledger ledger, Runnable tick) {
        thread = Thread.ofVirtual().name("housekeeping").unstarted(() -> {
            try {
                while (true) {
                    Thread.sleep(EVERY);
                    try {
                        ledger.sweep(clock.nanos());
                        tick.run();
                    } catch (RuntimeException bug) {
                        EventLog.bug(bug);
                    }
                }
            } catch (InterruptedException _) {
                // the process ends
            }
        });
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
