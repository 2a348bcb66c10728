package boma.net;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A connected, or connecting, stream socket of one event loop.
///
/// It is registered with epoll once, edge-triggered, and only when something must be waited for: a connection that
/// is served at once never is. Reads that the owner does not make are the back-pressure; no system call says so.
///
/// Confined to one event loop.
public final class Socket {
    /// Nothing to read for now.
    public static final int WOULD_BLOCK = 0;

    /// The peer has closed its sending direction.
    public static final int END = -1;

    /// The connection is broken; [#errno] says how.
    public static final int FAILED = -2;

    private static final int INTEREST = Sys.EPOLLIN | Sys.EPOLLOUT | Sys.EPOLLRDHUP | Sys.EPOLLET;

    private final EventLoop loop;
    private final Handler handler;
    private int fd;
    private boolean registered;
    private long doneIn = -1; // turn of the loop
    private boolean connecting;
    private boolean readable = true;
    private boolean peerEnded;
    private boolean closed;
    private boolean gaveWay;
    private boolean idle;
    private int errno; // once it is set, the connection is broken
    private @Nullable Buffer out;
    private Buffers.@Nullable Owner owner;

    Socket(EventLoop loop, int fd, Handler handler, boolean connecting) {
        this.loop = loop;
        this.fd = fd;
        this.handler = handler;
        this.connecting = connecting;
    }

    /// Whether a read is worth trying.
    public boolean readable() {
        return readable && !closed;
    }

    public boolean closed() {
        return closed;
    }

    public boolean connecting() {
        return connecting;
    }

    /// Whether the peer has said that it will send no more.
    public boolean peerEnded() {
        return peerEnded;
    }

    /// Whether the events of this turn are not for it any more: it was registered in it, so they are meant for a socket
    /// that had the same descriptor before, or it had its event already.
    boolean doneInThisTurn() {
        return doneIn == loop.turns();
    }

    /// Tells for whom it keeps what the peer does not take.
    public void owner(Buffers.@Nullable Owner owner) {
        this.owner = owner;
    }

    /// Tells whether nobody uses the connection at the moment. Its events then come before those of other sockets: one
    /// that the peer has ended, or speaks on unasked, must not be taken into use by what else this turn brings.
    public void idle(boolean idle) {
        this.idle = idle;
    }

    boolean idle() {
        return idle;
    }

    /// Lets other sockets have their turn; the handler's [Handler#onReadable] is called again afterwards.
    public void giveWay() {
        if (gaveWay || closed) return;
        gaveWay = true;
        loop.again(this);
    }

    void onAgain() {
        gaveWay = false;
        if (!closed) handler.onReadable();
    }

    /// Whether nothing waits to be sent or read, as far as is known. Of what lies behind a read that filled its buffer
    /// nothing is.
    public boolean quiet() {
        return pending() == 0 && !readable() && !peerEnded && errno == 0;
    }

    /// Whether epoll watches it.
    public boolean registered() {
        return registered;
    }

    public int errno() {
        return errno;
    }

    public int fd() {
        return fd;
    }

    /// Bytes accepted by [#write] that the peer has not taken yet.
    public int pending() {
        return out == null ? 0 : out.length();
    }

    /// Reads once.
    ///
    /// @param max at least 1
    /// @return bytes read, [#WOULD_BLOCK], [#END] or [#FAILED]
    public int read(MemorySegment into, int at, int max) {
        if (max <= 0) throw new IllegalArgumentException("no room to read into");
        int r = loop.sys().receive(fd, into, at, max);
        while (r == -Errno.EINTR) r = loop.sys().receive(fd, into, at, max);
        if (r > 0) {
            if (r < max && !peerEnded) readable = false; // drained; epoll tells when there is more
            return r;
        }
        readable = false;
        if (r == -Errno.EAGAIN) return WOULD_BLOCK;
        peerEnded = true;
        // Why: the system tells an error once, after which a broken connection looks like one that ended well.
        if (r == 0 && errno == 0) return END;
        if (errno == 0) errno = -r;
        return FAILED;
    }

    /// Sends bytes; what the peer does not take now is kept and sent later.
    ///
    /// @return false when the connection is broken, or when no memory is left to keep the rest
    public boolean write(MemorySegment from, int at, int length) {
        if (errno != 0 || closed) return false; // lest bytes follow that do not belong behind the last ones
        int sent = 0;
        if (out == null && !connecting) {
            sent = send(from, at, length);
            if (sent < 0) return false;
            if (sent == length) return true;
        }
        if (!keep(from, at + sent, length - sent)) {
            errno = Errno.ENOBUFS;
            return false;
        }
        return register();
    }

    private int send(MemorySegment from, int at, int length) {
        int r = loop.sys().send(fd, from, at, length);
        while (r == -Errno.EINTR) r = loop.sys().send(fd, from, at, length);
        if (r >= 0) return r;
        if (r == -Errno.EAGAIN) return 0;
        errno = -r;
        return -1;
    }

    private boolean keep(MemorySegment from, int at, int length) {
        Buffer o = room(length, Integer.MAX_VALUE);
        if (o == null) return false;
        o.append(from, at, length);
        return true;
    }

    /// Provides, while there is memory to spare, for bytes that are about to be written though others wait already.
    ///
    /// @param max bytes that the memory for all that waits may have
    /// @return false when nothing waits, or when there is no room; all is as before then
    public boolean provide(int length, int max) {
        return out != null && !loop.buffers().scarce(owner) && room(length, max) != null;
    }

    /// What waits to be sent, with room for so much more; null when there is no memory.
    private @Nullable Buffer room(int length, int max) {
        Buffer o = out;
        if (o == null) return out = loop.buffers().take(length, owner);
        // Why: a peer that always takes a part, never all, must not make the buffer grow. Moves no more than was sent.
        if (o.room() < length && o.from >= o.length()) o.compact();
        if (o.room() >= length) return o;
        Buffer larger = o.to + length > max ? null : loop.buffers().grow(o, o.to + length);
        if (larger != null) out = larger;
        return larger;
    }

    /// Has epoll watch this socket. Needed whenever the owner stops reading and nothing else will wake it.
    ///
    /// @return false when the system refuses
    public boolean register() {
        if (registered || closed) return true;
        int r = loop.sys().epollControl(loop.epoll(), Sys.EPOLL_ADD, fd, INTEREST);
        if (r < 0) {
            errno = -r;
            return false;
        }
        registered = true;
        doneIn = loop.turns();
        loop.add(this);
        return true;
    }

    /// Called by the loop with what epoll reported.
    void onEvents(int bits) {
        doneIn = loop.turns();
        if ((bits & Sys.EPOLLERR) != 0) {
            int error = loop.sys().option(fd, Sys.SOL_SOCKET, Sys.SO_ERROR);
            errno = error > 0 ? error : Errno.ECONNRESET;
            peerEnded = true;
            readable = !connecting && (bits & Sys.EPOLLIN) != 0; // what came before the failure is still there
            handler.onFailed(errno);
            return;
        }
        if ((bits & Sys.EPOLLRDHUP) != 0) peerEnded = true;
        if ((bits & Sys.EPOLLOUT) != 0 && (connecting || out != null) && !flush()) {
            if (!closed) handler.onFailed(errno);
            return;
        }
        if (!closed && (bits & (Sys.EPOLLIN | Sys.EPOLLRDHUP | Sys.EPOLLHUP)) != 0) {
            readable = true;
            handler.onReadable();
        }
    }

    void endAfterBug() {
        try {
            handler.onBug();
        } catch (RuntimeException | AssertionError _) {
            close(); // the owner is beyond repair; the descriptor at least is not lost
        }
    }

    private boolean flush() {
        boolean wasConnecting = connecting;
        connecting = false;
        Buffer o = out;
        while (o != null && o.length() > 0) {
            int sent = send(o.bytes(), o.from, o.length());
            if (sent < 0) return false;
            if (sent == 0) break;
            o.from += sent;
        }
        boolean drained = o != null && o.length() == 0;
        if (o != null && drained) {
            loop.buffers().giveBack(o);
            out = null;
        }
        if (drained || wasConnecting) handler.onWritable();
        return true;
    }

    /// Says that no more will be sent.
    public void shutdownOutput() {
        if (!closed) loop.sys().shutdownOutput(fd);
    }

    /// Closes in good order.
    public void close() {
        if (closed) return;
        closed = true;
        readable = false;
        if (out != null) {
            loop.buffers().giveBack(out);
            out = null;
        }
        if (registered) loop.remove(this);
        loop.sys().close(fd);
        fd = -1; // whatever is called by mistake from now on hits nobody else's connection
    }

    /// Closes with a TCP reset, which costs the peer the most and us the least.
    public void reset() {
        if (closed) return;
        loop.sys().lingerZero(fd);
        close();
    }
}
