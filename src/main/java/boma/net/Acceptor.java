package boma.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Accepts the connections of one listening socket on one event loop.
///
/// When the process runs out of file descriptors it stops accepting for a tenth of a second and says so; the
/// connections wait in the kernel's queue meanwhile.
public final class Acceptor {
    private static final int BATCH = 64; // before other sockets get their turn
    private static final long PAUSE_NANOS = 100_000_000;

    /// What becomes of new connections.
    public interface Target {
        /// A connection was accepted; its descriptor belongs to the target from now on.
        ///
        /// @param high upper half of the peer's address, see [SocketAddress#high]
        void onConnection(int fd, long high, long low, int port);

        /// Accepting failed and pauses.
        void onExhausted(int errno);
    }

    private final EventLoop loop;
    private final ListenSocket listening;
    private final Target target;
    private final Timer resume = new Timer(this::watch);
    private final MemorySegment peer = ListenSocket.addressRoom();
    private final MemorySegment peerLength = Arena.global().allocate(ValueLayout.JAVA_INT);
    private boolean watched;
    private boolean closed;

    public Acceptor(EventLoop loop, ListenSocket listening, Target target) {
        this.loop = loop;
        this.listening = listening;
        this.target = target;
    }

    /// Begins to accept. On the loop's thread, or before it runs.
    public void watch() {
        if (watched || closed) return;
        int exclusive = listening.address().isUnix() ? Sys.EPOLLEXCLUSIVE : 0; // one loop wakes, not all
        int r = loop.watch(this, listening.fd(), Sys.EPOLLIN | exclusive);
        watched = r == 0;
        if (!watched) later(-r);
    }

    private void later(int errno) {
        loop.timers().set(resume, loop.now() + PAUSE_NANOS);
        target.onExhausted(errno);
    }

    private void pause() {
        if (!watched) return;
        watched = false;
        loop.unwatch(listening.fd());
    }

    void onReadable() {
        acceptSome(BATCH);
    }

    private boolean acceptSome(int max) {
        for (int i = 0; i < max; i++) {
            peerLength.set(ValueLayout.JAVA_INT, 0, (int) peer.byteSize());
            int fd = loop.sys().accept(listening.fd(), peer, peerLength);
            if (fd < 0) return onAcceptFailed(-fd);
            if (listening.address().isUnix()) loop.begin(target, fd, 0, 0, 0);
            else begin(fd);
        }
        return true;
    }

    private void begin(int fd) {
        loop.begin(target, fd, SocketAddress.high(peer), SocketAddress.low(peer), SocketAddress.port(peer));
    }

    /// Whether others may be waiting. Errors of the one connection, such as ECONNABORTED, say nothing about the next;
    /// Linux hands any network error of it out here, see `accept(2)`.
    private boolean onAcceptFailed(int errno) {
        if (!Errno.isExhausted(errno)) return errno != Errno.EAGAIN;
        pause();
        later(errno);
        return false;
    }

    /// Takes in what waits in the kernel's queue, then accepts no more. An IP socket, which is this loop's own, is
    /// closed; a Unix socket, which the loops share, stays open.
    public void stop() {
        if (closed) return;
        int batches = 0;
        while (acceptSome(BATCH) && batches++ < 1024) {
            // a queue holds 16,384 connections at most
        }
        // At once, for whoever connects between the last accept and the close is reset by the kernel.
        pause();
        if (!listening.address().isUnix()) listening.close(loop.sys());
        loop.timers().cancel(resume);
        closed = true;
    }

    /// The loop that it accepts on.
    public EventLoop loop() {
        return loop;
    }
}
