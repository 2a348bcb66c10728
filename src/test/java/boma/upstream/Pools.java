package boma.upstream;

import boma.antelope.ReadCall;
import boma.antelope.Transactions;
import boma.config.ConfigFile;
import boma.exchange.Exchange;
import boma.exchange.Reading;
import boma.http.Request;
import boma.net.HandLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A pool as an operator would write it, on a loop that the test turns.
final class Pools implements AutoCloseable {
    final HandLoop hand;
    final Pool pool;
    final LoopPool loopPool;

    /// Nodes that left or came back: name, state, reason.
    final List<String> changes = new ArrayList<>();

    int opened;
    int closed;

    /// @param body keys of the `[[pool]]` block besides its name
    Pools(String body) {
        this(body, 64 * 1024 * 1024);
    }

    /// @param budget bytes that its connections may own
    Pools(String body, long budget) {
        hand = new HandLoop(budget);
        pool = read(body, (node, state, why) -> changes.add(node.name() + " " + state + ": " + why));
        loopPool = new LoopPool(hand.loop, pool, new AnswerReading(), new LoopPool.Watcher() {
            @Override
            public void onOpened(Node node) {
                opened++;
            }

            @Override
            public void onClosed(Node node) {
                closed++;
            }
        });
    }

    static Pool read(String body, Node.Watcher watcher) {
        return Pool.all(List.of(config(body)), watcher).getFirst();
    }

    static PoolConfig config(String body) {
        ConfigFile file = ConfigFile.parse("boma.toml", "[[pool]]\nname = \"nodes\"\n" + body);
        var config = PoolConfig.read(file.root().sections("pool").getFirst());
        if (!file.problems().isEmpty())
            throw new IllegalArgumentException(file.problems().toString());
        return config;
    }

    static Exchange exchange() {
        return new Exchange(new Reading(new Request(), new Transactions(), new ReadCall()));
    }

    Node node(int i) {
        return pool.node(i);
    }

    @Override
    public void close() throws IOException {
        loopPool.closeIdle();
        hand.close();
    }
}
