package boma.server;

import boma.client.Peer;
import boma.client.ProxyOutcome;
import boma.exchange.Ground;
import boma.exchange.Reason;
import boma.exchange.Verdict;
import boma.ledger.Entry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The beginning of one connection: the PROXY header, if it has one, and whether its client is let in.
///
/// Confined to one event loop.
final class Admission {
    private static final Map<ProxyOutcome, Ground> BAD_PROXY_HEADER = new EnumMap<>(ProxyOutcome.class);
    private static final long PROXY_HEADER_NANOS = 3_000_000_000L; // one retransmission of TCP fits

    static {
        for (ProxyOutcome o : ProxyOutcome.values()) {
            if (o.isError()) BAD_PROXY_HEADER.put(o, Ground.of(Reason.BAD_PROXY_HEADER, o.label()));
        }
    }

    private final ClientConnection client;
    private @Nullable Entry admitted; // whose connection it counts as

    Admission(ClientConnection client) {
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
            client.deadlines.await(PROXY_HEADER_NANOS);
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

    /// The peer closed in the middle of its header. One that sent nothing only looked whether anybody listens.
    void onProxyHeaderEnd(int received) {
        if (received == 0) client.close();
        else onBadProxyHeader(ProxyOutcome.TRUNCATED);
    }

    void onBadProxyHeader(ProxyOutcome outcome) {
        client.asker.describePeer();
        refuse(Objects.requireNonNull(BAD_PROXY_HEADER.get(outcome)));
    }

    private boolean letIn() {
        Entry entry = client.asker.remember();
        Verdict verdict = client.worker.gate.onConnection(client.exchange, client.loop.now());
        if (verdict instanceof Verdict.Drop drop) {
            refuse(drop.ground());
            return false;
        }
        admitted = entry;
        client.socket.owner(client.asker.self().quota());
        client.deadlines.await(client.config.head().toNanos());
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
