package boma.server;

import boma.exchange.Exchange;
import boma.net.Socket;
import boma.net.Timer;

/// How long one client is waited for: the one deadline of its connection, and whether it takes what waits for it, which
/// is looked at when something begins to wait and again after the time `write`.
///
/// Confined to one event loop.
final class Deadlines {
    private static final int LEAST = 32 * 1024; // bytes that a reader takes in that time, or else

    private final ClientConnection client;
    private final Exchange exchange;
    private final Socket socket;
    private final Timer timer;
    private long bodyEndNanos; // when a streamed body has to be there
    private boolean watched;
    private long takenBefore; // at the last look

    Deadlines(ClientConnection client) {
        this.client = client;
        this.exchange = client.exchange;
        this.socket = client.socket;
        this.timer = new Timer(client);
    }

    void await(long nanosFromNow) {
        client.loop.timers().set(timer, client.loop.now() + nanosFromNow);
    }

    /// Somebody else has the next deadline.
    void awaitOthers() {
        client.loop.timers().set(timer, Timer.NEVER);
    }

    void end() {
        client.loop.timers().cancel(timer);
    }

    // ---- for the body of a request

    void awaitBody() {
        bodyEndNanos = client.loop.now() + client.config.body().toNanos();
        goOnWithBody();
    }

    /// Back to the deadline of the body, after one for the reader.
    void goOnWithBody() {
        await(untilBody());
    }

    boolean bodyIsDue() {
        return untilBody() <= 0;
    }

    private long untilBody() {
        return bodyEndNanos - client.loop.now();
    }

    // ---- for the reader of an answer

    /// The client does not take what is sent: gives it a while.
    void awaitReader() {
        if (watched) return;
        watched = true;
        takenBefore = taken();
        long write = client.config.write().toNanos();
        await(client.state == State.STREAM ? Math.min(write, untilBody()) : write);
    }

    /// Whether a deadline runs for what the client has to take.
    boolean watched() {
        return watched;
    }

    /// There is nothing to take any more, or another deadline counts.
    void stopWatching() {
        watched = false;
    }

    /// Whether the client took next to nothing since [#awaitReader].
    boolean readerIsTooSlow() {
        return taken() - takenBefore < LEAST;
    }

    private long taken() {
        return exchange.bytesOut - socket.pending();
    }
}
