package boma.server;

import boma.client.Peer;
import boma.exchange.Ground;
import boma.http.RequestReader;
import boma.net.Acceptor;
import boma.net.Errno;
import boma.net.EventLoop;
import boma.telemetry.EventLog;
import org.jspecify.annotations.Nullable;

/// One listener on one event loop: makes a [ClientConnection] of every connection that it accepts.
///
/// The number of connections is that of the listener as a whole; the loops count it together, in its [Capacity].
public final class Listener implements Acceptor.Target {
    private static final int FIELDS_MAX = 100;

    final Worker worker;
    final ListenerConfig config;
    final int index;
    final RequestReader requestReader;
    final Callers callers;
    private final Capacity capacity;
    private final OpenConnections open = new OpenConnections();

    /// @param capacity of this listener on all loops
    public Listener(Worker worker, ListenerConfig config, int index, Capacity capacity) {
        this.worker = worker;
        this.config = config;
        this.index = index;
        this.capacity = capacity;
        this.callers = new Callers(worker, index);
        worker.listeners.add(this);
        this.requestReader = new RequestReader(config.maxHead(), FIELDS_MAX);
    }

    @Override
    public void onConnection(int fd, long high, long low, int port) {
        // Unix sockets have no address: high and low are 0 there, and never for IP.
        Peer peer = high == 0 && low == 0 ? Peer.unknown(index) : Peer.ofTcp(high, low, port);
        Ground full = enter();
        var connection = new ClientConnection(this, fd, peer);
        if (full != null) {
            connection.admission.turnAway(full);
            return;
        }
        open.add(connection);
        worker.recorder.connectionOpened(index);
        connection.start();
    }

    /// Null, or why there is no room.
    private @Nullable Ground enter() {
        Ground full = capacity.enter();
        if (full == null || !makeRoom()) return full;
        worker.recorder.connectionDisplaced();
        return capacity.enter();
    }

    private boolean makeRoom() {
        OpenConnections crowd = crowded();
        return crowd.makeRoom() || (crowd != open && open.makeRoom());
    }

    /// Who makes room: the listener itself or, when the process has no more, the one with the most connections. Else
    /// whoever fills one listener would keep others out.
    private OpenConnections crowded() {
        if (capacity.isFull()) return open;
        OpenConnections most = open;
        for (Listener other : worker.listeners) if (other.open.size() > most.size()) most = other.open;
        return most;
    }

    @Override
    public void onExhausted(int errno) {
        worker.recorder.acceptPaused();
        EventLog.acceptPaused(Errno.text(errno));
    }

    /// The loop that its connections live on.
    public EventLoop loop() {
        return worker.loop;
    }

    void remove(ClientConnection connection) {
        open.remove(connection);
        capacity.leave();
        worker.recorder.connectionClosed(index);
    }

    /// Closes the connections on which no request is in flight. On the loop's thread.
    ///
    /// @return how many are left
    public int closeIdle() {
        return open.closeIdle();
    }

    /// Closes all connections, whatever they are at. On the loop's thread.
    public void closeAll() {
        open.closeAll();
    }
}
