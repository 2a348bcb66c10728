package boma.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Exchange;
import boma.exchange.Reason;
import boma.exchange.Side;
import boma.net.Errno;
import boma.net.FaultySys.Call;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopPoolTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final List<StillNode> nodes = new ArrayList<>();
    private Pools pools;

    /// A pool of nodes with these weights.
    private void pool(String more, int... weights) {
        String list = Arrays.stream(weights)
                .mapToObj(weight -> {
                    nodes.add(new StillNode());
                    return "{ url = \"" + nodes.getLast().url() + "\", weight = " + weight + " }";
                })
                .collect(Collectors.joining(", "));
        pools = new Pools("nodes = [" + list + "]\n" + more + "\n");
    }

    @AfterEach
    void everyRequestIsAccountedFor() throws IOException {
        pools.close();
        for (StillNode node : nodes) node.close();
        assertThat(pools.hand.bugs).isEmpty();
        assertThat(pools.closed).isEqualTo(pools.opened);
        assertThat(pools.pool.nodes())
                .allSatisfy(node -> assertThat(node.inFlight()).isZero());
    }

    private Lease acquire(int except) {
        return pools.loopPool.acquire(Pools.exchange(), new Witness(), true, except);
    }

    private int begin(List<NodeConnection> held) {
        var lease = (Lease.Ready) acquire(Exchange.NONE);
        held.add(lease.connection());
        return lease.connection().place();
    }

    private int[] spread(int requests, boolean hold) {
        int[] times = new int[nodes.size()];
        List<NodeConnection> held = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            times[begin(held)]++;
            if (!hold) held.removeLast().close();
        }
        for (NodeConnection c : held) c.close();
        return times;
    }

    // ---- balance

    @Test
    void inTurnEveryNodeServesExactlyAsOftenAsItsWeightSays() {
        pool("balance = \"round-robin\"", 5, 1, 3);

        for (int cycle = 0; cycle < 4; cycle++) assertThat(spread(9, false)).containsExactly(5, 1, 3);
    }

    @Test
    void inTurnAHeavyNodeDoesNotServeAllItsRequestsAtOnce() {
        pool("balance = \"round-robin\"", 3, 2);
        List<NodeConnection> held = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 5; i++) order.add(begin(held));

        assertThat(order).containsExactly(0, 1, 0, 1, 0);
        held.forEach(NodeConnection::close);
    }

    @Test
    void inTurnANodeThatIsDownIsPassedOver() {
        pool("balance = \"round-robin\"\nhealth = { fall = 1 }", 1, 1, 1);
        pools.node(1).onFailed("a test");

        assertThat(spread(10, false)).containsExactly(5, 0, 5);
    }

    @Test
    void theLeastBusyNodeForItsWeightServes() {
        pool("balance = \"least-busy\"", 1, 2, 1);

        assertThat(spread(40, true)).containsExactly(10, 20, 10);
    }

    @Test
    void amongEquallyBusyNodesItIsInTurn() {
        pool("balance = \"least-busy\"", 1, 1, 1, 1);

        assertThat(spread(40, false)).containsExactly(10, 10, 10, 10);
    }

    @Test
    void aBusyNodeIsLeftInPeace() {
        pool("balance = \"least-busy\"", 1, 1);
        for (int i = 0; i < 10; i++) pools.node(0).tryBegin(100);

        assertThat(spread(10, true)).containsExactly(0, 10);

        for (int i = 0; i < 10; i++) pools.node(0).end();
    }

    @Test
    void ofTwoDrawnByLotTheLessBusyServesSoThatAllGetAboutTheSame() {
        pool("balance = \"random-two\"", 1, 1, 1, 1);

        int[] times = spread(400, true);

        for (int n : times) assertThat(n).isBetween(85, 115);
    }

    @Test
    void byLotAPoolOfOneNodeHasOnlyThatOne() {
        pool("balance = \"random-two\"", 1);

        assertThat(spread(10, true)).containsExactly(10);
    }

    @ParameterizedTest
    @EnumSource(Balance.class)
    void whicheverWayOnlyNodesInServiceAreChosen(Balance balance) {
        pool("balance = \"" + word(balance) + "\"\nhealth = { fall = 1 }", 1, 1, 1);
        pools.node(0).onFailed("a test");
        pools.node(2).onStale(60_000);

        assertThat(spread(20, true)).containsExactly(0, 20, 0);
        assertThat(pools.pool.healthy()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Balance.class)
    void whenNoNodeIsInServiceThePoolSaysSo(Balance balance) {
        pool("balance = \"" + word(balance) + "\"\nhealth = { fall = 1 }", 1, 1);
        for (Node node : pools.pool.nodes()) node.onFailed("a test");

        assertThat(acquire(Exchange.NONE)).isEqualTo(Lease.NONE_HEALTHY);
        assertThat(pools.pool.healthy()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Balance.class)
    void whenEveryNodeHasAsMuchAsItMayHaveThePoolSaysSo(Balance balance) {
        pool("balance = \"" + word(balance) + "\"\nbusy = { per-node = 3 }", 1, 1);
        List<NodeConnection> held = new ArrayList<>();
        for (int i = 0; i < 6; i++) begin(held);

        assertThat(acquire(Exchange.NONE)).isEqualTo(Lease.BUSY);
        assertThat(pools.node(0).inFlight()).isEqualTo(3);

        held.removeLast().close();
        begin(held);
        held.forEach(NodeConnection::close);
    }

    private static String word(Balance balance) {
        return balance.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    // ---- connections

    private Witness answered() {
        var w = new Witness();
        w.ask(pools, REQUEST);
        StillNode.Line line = nodes.get(w.connection().place()).accept();
        pools.hand.turnUntil(() -> w.writable > 0);
        line.write(ANSWER);
        pools.hand.turnUntil(w::over);
        return w;
    }

    @Test
    void aConnectionIsUsedAgain() {
        pool("", 1);
        var first = answered();

        var second = new Witness();
        second.ask(pools, REQUEST);

        assertThat(second.connection()).isSameAs(first.connection());
        assertThat(pools.opened).isEqualTo(1);
        second.connection().close();
    }

    @Test
    void theConnectionThatWasUsedLastIsUsedFirst() {
        pool("", 1);
        List<NodeConnection> held = new ArrayList<>();
        List<StillNode.Line> lines = new ArrayList<>();
        List<Witness> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            var w = new Witness();
            held.add(w.ask(pools, REQUEST));
            lines.add(nodes.getFirst().accept());
            all.add(w);
        }
        pools.hand.turnUntil(() -> all.stream().allMatch(w -> w.writable > 0));
        for (int i : new int[] {1, 0, 2}) {
            lines.get(i).write(ANSWER);
            pools.hand.turnUntil(all.get(i)::over);
        }

        List<NodeConnection> again = new ArrayList<>();
        for (int i = 0; i < 3; i++) begin(again);

        assertThat(again).containsExactly(held.get(2), held.get(0), held.get(1));
        assertThat(pools.opened).isEqualTo(3);
        again.forEach(NodeConnection::close);
    }

    @Test
    void anIdleConnectionThatTheNodeClosesIsForgotten() {
        pool("", 1);
        var w = new Witness();
        w.ask(pools, REQUEST);
        StillNode.Line line = nodes.getFirst().accept();
        pools.hand.turnUntil(() -> w.writable > 0);
        line.read();
        line.write(ANSWER);
        pools.hand.turnUntil(w::over);

        line.end();
        pools.hand.turnUntil(() -> pools.closed == 1);

        var next = new Witness();
        assertThat(next.begin(pools, Exchange.NONE)).isNotSameAs(w.connection());
        next.connection().close();
    }

    @Test
    void anIdleConnectionThatSpeaksUnaskedIsForgotten() {
        pool("", 1);
        var w = new Witness();
        w.ask(pools, REQUEST);
        StillNode.Line line = nodes.getFirst().accept();
        line.write(ANSWER);
        pools.hand.turnUntil(w::over);

        line.write("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
        pools.hand.turnUntil(() -> pools.closed == 1);

        assertThat(pools.node(0).state()).isEqualTo(Node.State.UP);
    }

    @Test
    void anIdleConnectionIsClosedAfterAWhile() {
        pool("timeouts = { idle = \"10ms\" }", 1);
        answered();

        pools.hand.turnUntil(() -> pools.closed == 1);

        assertThat(pools.hand.sys.open()).isEmpty();
    }

    @Test
    void atTheEndAllIdleConnectionsAreClosed() {
        pool("", 1);
        answered();

        pools.loopPool.closeIdle();

        assertThat(pools.closed).isEqualTo(1);
        assertThat(pools.hand.sys.open()).isEmpty();
    }

    // ---- the second try

    @Test
    void theSecondTryUsesAnotherNode() {
        pool("", 1, 1);
        for (int failed = 0; failed < 2; failed++) {
            for (int i = 0; i < 5; i++) {
                var lease = (Lease.Ready) acquire(pools.node(failed).index());
                assertThat(lease.connection().place()).isEqualTo(1 - failed);
                lease.connection().close();
            }
        }
    }

    @Test
    void theSecondTryOnTheOnlyNodeUsesANewConnection() {
        pool("", 1);
        var first = answered();

        var second = new Witness();
        second.begin(pools, pools.node(0).index());

        assertThat(second.connection()).isNotSameAs(first.connection());
        assertThat(pools.opened).isEqualTo(2);
        second.connection().close();
    }

    @Test
    void theSecondTryUsesTheSameNodeIfTheOthersAreDown() {
        pool("health = { fall = 1 }", 1, 1);
        pools.node(1).onFailed("a test");

        var lease = (Lease.Ready) acquire(pools.node(0).index());

        assertThat(lease.connection().place()).isZero();
        lease.connection().close();
    }

    @Test
    void theSecondTryUsesTheSameNodeIfTheOthersAreBusy() {
        pool("busy = { per-node = 1 }", 1, 1);
        pools.node(1).tryBegin(1);

        var lease = (Lease.Ready) acquire(pools.node(0).index());

        assertThat(lease.connection().place()).isZero();
        lease.connection().close();
        pools.node(1).end();
    }

    @Test
    void theSecondTrySaysThatAllAreBusyIfTheNodeThatFailedHasLeft() {
        pool("busy = { per-node = 1 }\nhealth = { fall = 1 }", 1, 1);
        pools.node(0).onFailed("a test");
        pools.node(1).tryBegin(1);

        assertThat(acquire(pools.node(0).index())).isEqualTo(Lease.BUSY);
        pools.node(1).end();
    }

    // ---- connecting fails

    @Test
    void aNodeThatRefusesAtOnceIsPassedOverAndItsFailureCounts() {
        pool("balance = \"round-robin\"\nhealth = { fall = 1 }", 1, 1);
        pools.hand.sys.fail(Call.CONNECT, 1, Errno.ECONNREFUSED);

        var lease = (Lease.Ready) acquire(Exchange.NONE);

        assertThat(lease.connection().place()).isEqualTo(1);
        assertThat(pools.changes)
                .containsExactly(nodes.getFirst().url() + " DOWN_FAILING: cannot connect: connection refused");
        lease.connection().close();
    }

    @Test
    void whenNoNodeCanBeConnectedTheFailureSaysWhy() {
        pool("", 1, 1);
        pools.hand.sys.fail(Call.CONNECT, 2, Errno.ENETUNREACH);

        var lease = (Lease.Failed) acquire(Exchange.NONE);

        assertThat(lease.failure().side()).isEqualTo(Side.NODE);
        assertThat(lease.failure().reason()).isEqualTo(Reason.NODE_UNREACHABLE);
        assertThat(lease.failure().detail()).isEqualTo("network unreachable");
        assertThat(lease.failure().retriable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EMFILE, Errno.ENFILE, Errno.ENOBUFS, Errno.ENOMEM})
    void thatWeHaveNoDescriptorsIsNotTheNodesFault(int errno) {
        pool("health = { fall = 1 }", 1, 1);
        pools.hand.sys.fail(Call.SOCKET, 2, errno);

        var lease = (Lease.Failed) acquire(Exchange.NONE);

        assertThat(lease.failure().side()).isEqualTo(Side.BOMA);
        assertThat(lease.failure().reason()).isEqualTo(Reason.OVERLOADED);
        assertThat(pools.pool.healthy()).isEqualTo(2);
    }

    @Test
    void thatEpollWatchesNoMoreIsNotTheNodesFault() {
        pool("health = { fall = 1 }", 1);
        pools.hand.sys.fail(Call.EPOLL_CONTROL, 1, Errno.ENOSPC);

        assertThat(acquire(Exchange.NONE)).isInstanceOf(Lease.Failed.class);
        assertThat(pools.pool.healthy()).isEqualTo(1);
    }
}
