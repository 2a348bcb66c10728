package boma.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One thread that waits for sockets and deadlines and serves them in turn. A Boma process runs one loop per core,
/// and a connection stays on its loop for life.
///
/// The loop lends its connections one read buffer, valid until the connection returns from its callback. The room
/// in front of [#READ_FROM] lets a head grow in place.
public final class EventLoop implements Runnable {
    /// Where reads begin in [#readBuffer].
    public static final int READ_FROM = Buffer.HEADROOM;

    /// Bytes of one read at most.
    public static final int READ_MAX = 128 * 1024;

    private static final int EVENTS = 4096;
    private static final int SLACK = 64; // behind the data, for word-wise scanning

    private final int index;
    private final Sys sys;
    private final Buffers buffers;
    private final Timers timers;
    private final Arena memory = Arena.ofAuto(); // whoever keeps a part of it keeps it alive
    private final MemorySegment readBuffer = memory.allocate(READ_FROM + READ_MAX + SLACK, 64);
    private final MemorySegment scratch = memory.allocate(READ_MAX, 64);
    private final MemorySegment events;
    private final int epoll;
    private final int wakeFd;
    private final Sys wakeSys;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Consumer<Throwable> onBug;
    private @Nullable Socket[] sockets = new @Nullable Socket[1024]; // by file descriptor
    private @Nullable Acceptor[] acceptors = new @Nullable Acceptor[0];
    private @Nullable Socket begun; // made for the connection that an acceptor is handing over
    private long now = System.nanoTime();
    private final Queue<Socket> again = new ArrayDeque<>();
    private long turns;
    private boolean stopped;
    private boolean closed; // guarded by wakeSys

    /// @param sys   used by the loop's thread only
    /// @param onBug told of exceptions that a callback let through; the loop goes on
    public EventLoop(int index, Sys sys, Buffers.Budget budget, Consumer<Throwable> onBug) {
        this.index = index;
        this.sys = sys;
        this.onBug = onBug;
        buffers = new Buffers(budget);
        timers = new Timers(now);
        events = memory.allocate(sys.eventBytes(EVENTS), 8);
        epoll = checked(sys.epollCreate(), "epoll_create1");
        wakeFd = checked(sys.wakeCounter(), "eventfd");
        wakeSys = new LinuxSys();
        checked(sys.epollControl(epoll, Sys.EPOLL_ADD, wakeFd, Sys.EPOLLIN), "epoll_ctl");
    }

    private static int checked(int r, String call) {
        if (r < 0) throw new IllegalStateException(call + ": " + Errno.text(-r));
        return r;
    }

    /// Which of the process's loops this is, from 0.
    public int index() {
        return index;
    }

    /// The time at which this turn of the loop began, in nanoseconds of [System#nanoTime].
    public long now() {
        return now;
    }

    public Sys sys() {
        return sys;
    }

    public Buffers buffers() {
        return buffers;
    }

    public Timers timers() {
        return timers;
    }

    /// Lent to one callback at a time; data is read to [#READ_FROM] and behind.
    public MemorySegment readBuffer() {
        return readBuffer;
    }

    /// As large as one read, for composing heads and refusals; used within one callback.
    public MemorySegment scratch() {
        return scratch;
    }

    /// Counts the turns of the loop.
    public long turns() {
        return turns;
    }

    int epoll() {
        return epoll;
    }

    /// Runs a task on this loop soon; never once it is closed. For other threads.
    public void execute(Runnable task) {
        tasks.add(task);
        synchronized (wakeSys) {
            if (!closed) wakeSys.wake(wakeFd);
        }
    }

    /// A socket for a descriptor that [Acceptor] accepted.
    public Socket accepted(int fd, Handler handler) {
        var socket = new Socket(this, fd, handler, false);
        begun = socket;
        return socket;
    }

    /// Hands a new connection over. A bug ends that connection, and no other.
    void begin(Acceptor.Target target, int fd, long high, long low, int port) {
        begun = null;
        try {
            target.onConnection(fd, high, low, port);
        } catch (RuntimeException | AssertionError e) {
            onBug.accept(e);
            if (begun == null) sys.close(fd);
            else begun.endAfterBug();
        }
    }

    /// Begins to connect.
    ///
    /// @return the socket, which is connecting or connected, or null with the reason in `failed[0]`
    public @Nullable Socket connect(SocketAddress address, Handler handler, int[] failed) {
        int fd = sys.socket(address.family());
        if (fd < 0) {
            failed[0] = -fd;
            return null;
        }
        if (address.family() != Sys.AF_UNIX) sys.setOption(fd, Sys.IPPROTO_TCP, Sys.TCP_NODELAY, 1);
        int r;
        try {
            r = sys.connect(fd, address.bytes(), address.length());
        } finally {
            Reference.reachabilityFence(address); // the system is given a bare pointer to its memory
        }
        boolean connecting = r == -Errno.EINPROGRESS || r == -Errno.EINTR; // interrupted, it goes on by itself
        if (r < 0 && !connecting) {
            failed[0] = -r;
            sys.close(fd);
            return null;
        }
        var socket = new Socket(this, fd, handler, connecting);
        if (socket.register()) return socket;
        failed[0] = socket.errno();
        socket.close();
        return null;
    }

    /// Has the socket's handler called once more in the next turn, after everybody else had theirs.
    void again(Socket socket) {
        again.add(socket);
    }

    void add(Socket socket) {
        int fd = socket.fd();
        if (fd >= sockets.length) sockets = Arrays.copyOf(sockets, Math.max(fd + 1, sockets.length * 2));
        sockets[fd] = socket;
    }

    void remove(Socket socket) {
        sockets[socket.fd()] = null;
    }

    /// Watches a listening socket. On the loop's thread, or before it runs.
    ///
    /// @return 0 or minus the error number
    int watch(Acceptor acceptor, int fd, int bits) {
        int r = sys.epollControl(epoll, Sys.EPOLL_ADD, fd, bits);
        if (r < 0) return r;
        if (fd >= acceptors.length) acceptors = Arrays.copyOf(acceptors, fd + 1);
        acceptors[fd] = acceptor;
        return 0;
    }

    void unwatch(int fd) {
        acceptors[fd] = null;
        sys.epollControl(epoll, Sys.EPOLL_DELETE, fd, 0);
    }

    /// Ends [#run] after the current turn. On the loop's thread.
    public void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        while (!stopped) turn();
    }

    /// Gives back what it has of the system, when [#run] has returned or was never called.
    public void close() {
        synchronized (wakeSys) {
            if (closed) return;
            closed = true; // before its descriptor can be somebody else's
            sys.close(epoll);
            sys.close(wakeFd);
        }
        buffers.close();
    }

    /// Waits for events or a deadline, and serves what there is.
    void turn() {
        int patience = again.isEmpty() ? timers.millisToNext(System.nanoTime()) : 0;
        int n = sys.epollWait(epoll, events, EVENTS, patience);
        now = System.nanoTime();
        turns++;
        for (int i = 0; i < n; i++) dispatchIfIdle(sys.eventFd(events, i), sys.eventBits(events, i));
        for (int i = 0; i < n; i++) dispatch(sys.eventFd(events, i), sys.eventBits(events, i));
        for (int i = again.size(); i > 0; i--) readAgain(again.remove());
        boolean advanced = false;
        while (!advanced) advanced = advanceTimers();
    }

    private void readAgain(Socket socket) {
        try {
            socket.onAgain();
        } catch (RuntimeException | AssertionError e) {
            onBug.accept(e);
            socket.endAfterBug();
        }
    }

    private boolean advanceTimers() {
        try {
            timers.advance(now);
            return true;
        } catch (RuntimeException | AssertionError e) {
            onBug.accept(e);
            if (timers.fired() instanceof Handler handler) tell(handler);
            return false;
        }
    }

    private void tell(Handler handler) {
        try {
            handler.onBug();
        } catch (RuntimeException | AssertionError e) {
            onBug.accept(e);
        }
    }

    private void dispatchIfIdle(int fd, int bits) {
        Socket socket = fd < sockets.length ? sockets[fd] : null;
        if (socket != null && socket.idle()) dispatch(fd, bits);
    }

    private void dispatch(int fd, int bits) {
        Socket socket = fd < sockets.length ? sockets[fd] : null;
        try {
            if (socket != null) {
                // Why: an event of this batch may belong to a descriptor that was closed and given out again since.
                if (!socket.doneInThisTurn()) socket.onEvents(bits);
            } else if (fd < acceptors.length && acceptors[fd] != null) {
                acceptors[fd].onReadable();
            } else if (fd == wakeFd) {
                sys.unwake(wakeFd);
                for (Runnable task; (task = tasks.poll()) != null; ) runTask(task);
            }
        } catch (RuntimeException | AssertionError e) {
            onBug.accept(e);
            if (socket != null) socket.endAfterBug();
        }
    }

    private void runTask(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | AssertionError e) {
            onBug.accept(e);
        }
    }
}
