package boma.server;

import boma.net.EventLoop;
import boma.net.Socket;

/// The end of one connection after its last answer: the client takes what is left, and is then given the time to
/// finish, lest a reset destroy the answer.
///
/// What still comes is read and thrown away, since many clients read no answer before they have sent all. That may last
/// as long as a body may take, and ends when the client falls silent.
///
/// Confined to one event loop.
final class Parting {
    private static final long SILENCE_NANOS = 2_000_000_000L;
    private static final int BYTES_MAX = 16 * 1024 * 1024;

    private final ClientConnection client;
    private boolean restUnknown; // what follows on the connection makes no sense any more
    private long endNanos;
    private int lingered;

    Parting(ClientConnection client) {
        this.client = client;
    }

    /// Nothing that still comes on this connection can be understood.
    void restIsUnknown() {
        restUnknown = true;
    }

    /// All is said; what came of a refused request, and what was sent behind the last one, is of no use any more.
    void begin() {
        client.intake.release();
        if (client.socket.pending() == 0) {
            flushed();
        } else {
            client.state = State.FLUSH;
            client.deadlines.awaitReader();
            client.register();
        }
    }

    /// The client has taken everything.
    void flushed() {
        // Why: a client that did not ask for the end may be sending its next request, which a reset would answer.
        boolean silent = !client.keepAlive && client.intake.body().done() && !restUnknown;
        if (silent && !client.socket.readable()) {
            client.close();
            return;
        }
        client.state = State.LINGER;
        client.socket.shutdownOutput();
        endNanos = client.loop.now() + client.config.body().toNanos();
        awaitMore();
        client.register();
    }

    private void awaitMore() {
        client.deadlines.await(Math.min(SILENCE_NANOS, endNanos - client.loop.now()));
    }

    /// Throws away what still comes, until the client ends too.
    void linger() {
        EventLoop loop = client.loop;
        int n = client.socket.read(loop.readBuffer(), EventLoop.READ_FROM, EventLoop.READ_MAX);
        lingered += Math.max(n, 0);
        if (n == Socket.END || n == Socket.FAILED || lingered > BYTES_MAX) client.close();
        else if (n > 0) awaitMore();
    }
}
