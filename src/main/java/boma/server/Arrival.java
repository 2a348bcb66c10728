package boma.server;

import boma.client.Peer;
import boma.client.ProxyOutcome;
import boma.exchange.Failure;
import boma.exchange.Ground;
import boma.exchange.Moment;
import boma.exchange.Reason;
import boma.exchange.Side;
import boma.exchange.Verdict;
import boma.ledger.Entry;
import org.jspecify.annotations.Nullable;

/// The beginning of one connection: the PROXY header, if it has one, and whether its client is let in.
///
/// Confined to one event loop.
final class Arrival {
    private static final Ground BAD_PROXY_HEADER = Ground.of(Reason.BAD_PROXY_HEADER);
    private static final long PROXY_HEADER_NANOS = 3_000_000_000L; // one retransmission of TCP fits

    private final ClientConnection client;
    private @Nullable Entry admitted; // whose connection it counts as

    Arrival(ClientConnection client) {
        this.client = client;
    }

    /// Refuses the connection before anything is read.
    void turnAway(Ground ground) {
        client.asker.remember();
        client.socket.reset();
        client.state = State.CLOSED;
        client.worker.recorder.connectionRefused(ground, client.exchange, client.loop.now());
    }

    /// Waits for the PROXY header, or lets the client in at once.
    ///
    /// @return false if the connection has ended
    boolean begin() {
        if (client.state == State.PROXY_HEADER) {
            client.patience.await(PROXY_HEADER_NANOS);
            return true;
        }
        return letIn();
    }

    /// The PROXY header names another peer.
    void onProxyHeader(Peer named) {
        client.asker.isReally(named);
        client.state = State.HEAD;
        letIn();
    }

    void onBadProxyHeader(ProxyOutcome outcome) {
        client.asker.describePeer();
        client.exchange.failure =
                new Failure(Side.CLIENT, Moment.CONNECTION, Reason.BAD_PROXY_HEADER, false, outcome.message());
        refuse(BAD_PROXY_HEADER);
    }

    private boolean letIn() {
        Entry entry = client.asker.remember();
        Verdict verdict = client.worker.gate.onConnection(client.exchange, client.loop.now());
        if (verdict instanceof Verdict.Drop drop) {
            refuse(drop.ground());
            return false;
        }
        admitted = entry;
        client.socket.owner(client.asker.self().share());
        client.patience.await(client.config.head().toNanos());
        return true;
    }

    private void refuse(Ground ground) {
        client.worker.recorder.connectionRefused(ground, client.exchange, client.loop.now());
        client.close(true);
    }

    /// The connection has ended.
    void end() {
        if (admitted != null) client.worker.gate.onDisconnect(admitted);
    }
}
