package boma.telemetry;

import static boma.telemetry.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.exchange.Ground;
import boma.exchange.Moment;
import boma.exchange.Reason;
import boma.exchange.Side;
import boma.table.Allocations;
import org.junit.jupiter.api.Test;

class RecorderAllocationTest {
    private final LogRing ring = new LogRing(1 << 16);
    private final Recorder recorder = new Recorder(ring, 1, 1);
    private final LogEntry entry = new LogEntry();
    private long now = START;

    @Test
    void recordingARequestAllocatesNothing() {
        Exchange failed = Samples.read();
        failed.failure = new Failure(Side.NODE, Moment.NODE_CONNECT, Reason.NODE_UNREACHABLE, true, "refused");
        for (Exchange x : new Exchange[] {
            Samples.read(), Samples.failedPush(), Samples.denied("192.0.2.9", "x"), Samples.dropped(), failed
        }) {
            assertThat(Allocations.perRun(() -> {
                        now += 90_000_000; // of ten lines in a second one is left out
                        recorder.finished(x, now);
                        drain();
                    }))
                    .isLessThan(1);
        }
    }

    @Test
    void recordingIntoAFullRingAllocatesNothing() {
        Exchange x = Samples.failedPush();

        assertThat(Allocations.perRun(() -> recorder.finished(x, now))).isLessThan(1);
    }

    @Test
    void refusingAConnectionAllocatesNothing() {
        Ground banned = Ground.of(Reason.BANNED);
        Exchange x = Samples.from("192.0.2.66");

        assertThat(Allocations.perRun(() -> {
                    now += 100_000_000;
                    recorder.connectionRefused(banned, x, now);
                    drain();
                }))
                .isLessThan(1);
    }

    private void drain() {
        while (ring.next(entry)) {}
        ring.release();
    }
}
