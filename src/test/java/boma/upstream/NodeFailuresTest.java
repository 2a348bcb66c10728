package boma.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Exchange;
import boma.net.RefusingPort;
import org.junit.jupiter.api.Test;

class NodeFailuresTest {
    @Test
    void whatOneRequestMeetsAtANodeCountsOnceHoweverOftenItIsTried() throws Exception {
        try (var nobody = new RefusingPort();
                var pools = new Pools("nodes = [\"http://" + nobody.address() + "\"]\nhealth = { fall = 3 }")) {
            var stubborn = new Witness();
            for (int i = 0; i < 5; i++) fail(pools, stubborn, i == 0 ? Exchange.NONE : 0);
            assertThat(pools.node(0).state()).isEqualTo(Node.State.UP);

            fail(pools, new Witness(), Exchange.NONE);
            assertThat(pools.node(0).state()).isEqualTo(Node.State.UP);

            fail(pools, new Witness(), Exchange.NONE);
            assertThat(pools.node(0).state()).isEqualTo(Node.State.DOWN_FAILING);
        }
    }

    /// The system refuses at once or later.
    private static void fail(Pools pools, Witness client, int except) {
        client.failure = null;
        Lease lease = pools.loopPool.acquire(client.exchange(), client, true, except);
        switch (lease) {
            case Lease.Ready _ -> pools.hand.turnUntil(() -> client.failure != null);
            case Lease.Failed _ -> {}
            case Lease.NoneHealthy _, Lease.Busy _ -> throw new AssertionError(lease);
        }
    }

    @Test
    void theNextRequestOfAConnectionCountsAnew() {
        Pool pool = Pools.read("nodes = [\"http://127.0.0.1:1\"]\nhealth = { fall = 2 }", (_, _, _) -> {});
        Exchange x = Pools.exchange();

        NodeFailures.count(pool.node(0), x, "refused");
        NodeFailures.count(pool.node(0), x, "refused");
        assertThat(pool.node(0).state()).isEqualTo(Node.State.UP);

        x.reset(1, 0);
        NodeFailures.count(pool.node(0), x, "refused");
        assertThat(pool.node(0).state()).isEqualTo(Node.State.DOWN_FAILING);
    }

    @Test
    void eachOfSeveralNodesCounts() {
        Pool pool = Pools.read(
                "nodes = [\"http://127.0.0.1:1\", \"http://127.0.0.1:2\"]\nhealth = { fall = 1 }", (_, _, _) -> {});
        Exchange x = Pools.exchange();

        for (Node node : pool.nodes()) NodeFailures.count(node, x, "refused");

        assertThat(pool.nodes()).extracting(Node::state).containsOnly(Node.State.DOWN_FAILING);
    }
}
