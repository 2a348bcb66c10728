package boma.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
    public static final int READ_MAX = 64 * 1024;

    private static final int EVENTS = 512;
    private static final int SLACK = 64; // behind the data, for word-wise scanning

    private final int index;
    private final Sys sys;
    private final Buffers buffers;
    private final Timers timers;
    private final MemorySegment readBuffer = Arena.global().allocate(READ_FROM + READ_MAX + SLACK, 64);
    private final MemorySegment scratch = Arena.global().allocate(64 * 1024, 64);
    private final MemorySegment events;
    private final int epoll;
    private final int wakeFd;
    private final Sys wakeSys;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Consumer<Throwable> onBug;
    private @Nullable Socket[] sockets = new @Nullable Socket[1024]; // by file descriptor
    private @Nullable Acceptor[] acceptors = new @Nullable Acceptor[0];
    private long now = System.nanoTime();
    private boolean stopped;

    /// @param sys   used by the loop's thread only
    /// @param onBug told of exceptions that a callback let through; the loop goes on
    public EventLoop(int index, Sys sys, Buffers.Budget budget, Consumer<Throwable> onBug) {
        this.index = index;
        this.sys = sys;
        this.onBug = onBug;
        buffers = new Buffers(budget);
        timers = new Timers(now);
        events = Arena.global().allocate(sys.eventBytes(EVENTS), 8);
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

    /// 64 KiB for composing heads and refusals; used within one callback.
    public MemorySegment scratch() {
        return scratch;
    }

    int epoll() {
        return epoll;
    }

    /// Runs a task on this loop soon. For other threads.
    public void execute(Runnable task) {
        tasks.add(task);
        synchronized (wakeSys) {
            wakeSys.wake(wakeFd);
        }
    }

    /// A socket for a descriptor that [Acceptor] accepted.
    public Socket accepted(int fd, Handler handler) {
        return new Socket(this, fd, handler, false);
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
        int r = sys.connect(fd, address.bytes(), address.length());
        var socket = new Socket(this, fd, handler, r == -Errno.EINPROGRESS);
        if ((r < 0 && r != -Errno.EINPROGRESS) || !socket.register()) {
            failed[0] = r < 0 && r != -Errno.EINPROGRESS ? -r : socket.errno();
            socket.close();
            return null;
        }
        return socket;
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
    void watch(Acceptor acceptor, int fd, int bits) {
        if (fd >= acceptors.length) acceptors = Arrays.copyOf(acceptors, fd + 1);
        acceptors[fd] = acceptor;
        checked(sys.epollControl(epoll, Sys.EPOLL_ADD, fd, bits), "epoll_ctl");
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

    private void turn() {
        int n = sys.epollWait(epoll, events, EVENTS, timers.millisToNext(System.nanoTime()));
        now = System.nanoTime();
        for (int i = 0; i < n; i++) {
            dispatch(sys.eventFd(events, i), sys.eventBits(events, i));
        }
        try {
            timers.advance(now);
        } catch (RuntimeException | AssertionError e) {
            onBug.accept(e);
        }
    }

    private void dispatch(int fd, int bits) {
        Socket socket = fd < sockets.length ? sockets[fd] : null;
        try {
            if (socket != null) {
                socket.onEvents(bits);
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
