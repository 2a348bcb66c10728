package boma.server;

import boma.exchange.Exchange;
import boma.net.Socket;

/// Whether one client takes what waits for it: looked at when something begins to wait, and again after the time
/// `write`.
///
/// Confined to one event loop.
final class Pace {
    private static final int LEAST = 32 * 1024; // bytes that a reader takes in that time, or else

    private final Exchange exchange;
    private final Socket socket;
    private boolean watched;
    private long takenBefore; // at the last look

    Pace(Exchange exchange, Socket socket) {
        this.exchange = exchange;
        this.socket = socket;
    }

    /// Whether a deadline runs for what the client has to take.
    boolean watched() {
        return watched;
    }

    void watch() {
        watched = true;
        takenBefore = taken();
    }

    /// There is nothing to take any more, or another deadline counts.
    void stop() {
        watched = false;
    }

    /// Whether the client took next to nothing since [#watch].
    boolean tooSlow() {
        return taken() - takenBefore < LEAST;
    }

    private long taken() {
        return exchange.bytesOut - socket.pending();
    }
}
