package boma.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/// One client's exchange with a pool of one node. The test is the node too.
final class Talk implements AutoCloseable {
    static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    final Witness client = new Witness();
    StillNode node = new StillNode();
    Pools pools;
    StillNode.Line line;

    Talk() {
        pools("");
    }

    /// Other settings for the pool.
    void pools(String more) {
        pools = new Pools("nodes = [\"" + node.url() + "\"]\nhealth = { fall = 1 }\n" + more);
    }

    /// Brings the request to the node, which has read it.
    NodeConnection asked() {
        NodeConnection c = client.ask(pools, REQUEST);
        line = node.accept();
        pools.hand.turnUntil(() -> client.writable > 0);
        assertThat(line.read()).isEqualTo(REQUEST);
        return c;
    }

    void settle() {
        settle(client);
    }

    void settle(Witness w) {
        pools.hand.turnUntil(w::over);
        pools.hand.settle();
    }

    /// Whether the connection may serve another exchange.
    boolean kept() {
        return pools.closed < pools.opened;
    }

    /// Ends it, and finds every request, connection and byte of memory accounted for.
    @Override
    public void close() throws IOException {
        pools.close();
        node.close();
        assertThat(pools.hand.bugs).isEmpty();
        assertThat(pools.closed).isEqualTo(pools.opened);
        assertThat(pools.node(0).inFlight()).isZero();
        assertThat(pools.hand.budget.used()).isZero();
        assertThat(pools.hand.sys.open()).isEmpty();
        assertThat(pools.hand.sys.strayCloses()).isEmpty();
    }
}
