package boma.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import boma.client.Client;
import boma.ledger.Change;
import boma.time.ManualClock;
import boma.upstream.Node;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class EventLogTest {
    private final ManualClock clock = new ManualClock();
    private final Events events = new Events(clock);

    @Test
    void aBanSaysWhoHowLongAndWhy() {
        var ban = new Change.Banned(Client.parse("circuit:1/7f3a"), Duration.ofMinutes(10), "failed transactions");

        EventLog.onChange(ban, events.queue());

        assertThat(events.lines())
                .singleElement()
                .asString()
                .matches("WARN ban client=circuit:1/7f3a until=[0-9-]{10}T[0-9:]{8}Z for=10m reason=\"failed"
                        + " transactions\"");
    }

    @Test
    void theEndOfABanByAnOperatorIsTold() {
        EventLog.onChange(new Change.Unbanned(Client.parse("192.0.2.1")), events.queue());

        assertThat(events.lines()).containsExactly("INFO unban client=192.0.2.1");
    }

    @Test
    void nodesThatLeaveAndComeBackAreTold() {
        Node node = Samples.pools().getFirst().nodes().getFirst();

        EventLog.onNodeState(node, Node.State.DOWN_STALE, "its head block is 9 s old", events.queue());
        EventLog.onNodeState(node, Node.State.UP, "it is well again", events.queue());
        EventLog.onNodeMoved(node, "192.0.2.1:8888", events.queue());

        assertThat(events.lines())
                .containsExactly(
                        "WARN node-down pool=read node=http://127.0.0.1:8888 why=\"its head block is 9 s old\"",
                        "INFO node-up pool=read node=http://127.0.0.1:8888 why=\"it is well again\"",
                        "INFO node-moved pool=read node=http://127.0.0.1:8888 from=192.0.2.1:8888 to=127.0.0.1:8888");
    }

    @Test
    void nobodyCanWriteALineOrKeyOfHisOwn() {
        events.queue().warn("event", "why", "a\nERROR b=\"c\" \\", "plain", "a/b:c", "spaced", "x y=z", "none", "");

        assertThat(events.lines())
                .containsExactly("WARN event why=\"a ERROR b=\\\"c\\\" \\\\\" plain=a/b:c spaced=\"x y=z\"");
    }

    @Test
    void whatClientsCauseIsToldOncePerSecondAndKind() {
        for (int i = 0; i < 5; i++) limited("a", i);
        limited("b", 5);
        clock.advance(Duration.ofSeconds(1));
        limited("a", 6);
        clock.advance(Duration.ofSeconds(1));
        limited("a", 7);

        assertThat(events.lines())
                .containsExactly("WARN flood n=0", "WARN flood n=5", "WARN flood n=6 suppressed=4", "WARN flood n=7");
    }

    @Test
    void whenTheWriterIsStuckNobodyWaitsAndTheLossIsTold() throws InterruptedException {
        var go = new CountDownLatch(1);
        var last = new StringBuilder();
        var stuck = new EventQueue(clock, (_, line, _) -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            last.setLength(0);
            last.append(line);
        });

        for (int i = 0; i < 10_000; i++) stuck.report(Level.INFO, "event", null, "n", i);
        long lost = stuck.lost();
        go.countDown();
        assertThat(stuck.flush(Duration.ofSeconds(10))).isTrue();
        stuck.info("after");
        assertThat(stuck.flush(Duration.ofSeconds(10))).isTrue();

        assertThat(lost).isBetween(5_900L, 5_905L);
        assertThat(last.toString()).isIn("after", "events-lost count=" + lost);
    }

    private void limited(String kind, int n) {
        events.queue().limited(Level.WARN, "flood", kind, 0, null, "n", n);
    }
}
