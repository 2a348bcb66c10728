package boma.net;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// The real system, with faults on order or by lot, and a record of the calls.
///
/// A short or refused send or receive leaves bytes or room behind, so the real epoll has nothing to report though the
/// caller waits for it. Such a fault therefore has epoll look at the descriptor again, as it would after a real one.
public final class FaultySys implements Sys {
    /// The calls that can fail, and are counted.
    public enum Call {
        SOCKET,
        BIND,
        LISTEN,
        ACCEPT,
        CONNECT,
        RECEIVE,
        SEND,
        SHUTDOWN,
        CLOSE,
        EPOLL_CONTROL,
        EPOLL_WAIT
    }

    private static final int EPOLL_MODIFY = 3;

    private final Sys real = new LinuxSys();
    private final Map<Call, Integer> counts = new EnumMap<>(Call.class);
    private final Map<Call, Deque<Integer>> orders = new EnumMap<>(Call.class); // error numbers; 0 for "let it pass"
    private final Map<Call, Integer> longest = new EnumMap<>(Call.class);
    private final Map<Integer, Integer> watched = new HashMap<>(); // events by descriptor
    private final Set<Integer> full = new HashSet<>(); // descriptors that took a part of a send just now
    private final Set<Integer> open = new HashSet<>();
    private final Set<Integer> strayCloses = new HashSet<>();
    private final int[] softFaults = {Errno.EINTR, Errno.EAGAIN};
    private Random lot = new Random(0);
    private int softPercent;
    private int hardPerMille;
    private int waitMaxMillis = Integer.MAX_VALUE;
    private int epoll;

    // ---- orders

    /// The next `times` calls fail.
    public FaultySys fail(Call call, int times, int errno) {
        for (int i = 0; i < times; i++) queue(call).add(errno);
        return this;
    }

    /// The `nth` call from now, counted from 1, fails.
    public FaultySys failAt(Call call, int nth, int errno) {
        for (int i = 1; i < nth; i++) queue(call).add(0);
        queue(call).add(errno);
        return this;
    }

    private Deque<Integer> queue(Call call) {
        return orders.computeIfAbsent(call, _ -> new ArrayDeque<>());
    }

    /// Receives at most so many bytes at once, or sends so many and then is not ready for once.
    public FaultySys shorten(Call call, int bytes) {
        longest.put(call, bytes);
        return this;
    }

    /// Sends and receives are shortened, interrupted or not ready by lot, and now and then the connection breaks.
    public FaultySys byLot(long seed, int softPercent, int hardPerMille) {
        lot = new Random(seed);
        this.softPercent = softPercent;
        this.hardPerMille = hardPerMille;
        return this;
    }

    /// No faults any more.
    public void heal() {
        orders.clear();
        longest.clear();
        full.clear();
        softPercent = 0;
        hardPerMille = 0;
    }

    /// The longest that epoll waits, so that a test looks at its condition again.
    public FaultySys waitMax(int millis) {
        waitMaxMillis = millis;
        return this;
    }

    // ---- what happened

    public int calls(Call call) {
        return counts.getOrDefault(call, 0);
    }

    /// Sockets that were opened or accepted and not closed.
    public Set<Integer> open() {
        return Set.copyOf(open);
    }

    /// Descriptors that were closed though they were not open: with bad luck somebody else's.
    public Set<Integer> strayCloses() {
        return Set.copyOf(strayCloses);
    }

    // ---- faults

    /// Minus the error number of a fault that is due, or 0.
    private int fault(Call call) {
        counts.merge(call, 1, Integer::sum);
        Deque<Integer> queue = orders.get(call);
        return queue == null || queue.isEmpty() ? 0 : -queue.poll();
    }

    private int streamFault(Call call, int fd, int... hard) {
        int r = fault(call);
        if (r == 0 && lot.nextInt(1000) < hardPerMille) r = -hard[lot.nextInt(hard.length)];
        if (r == 0 && lot.nextInt(100) < softPercent) r = -softFaults[lot.nextInt(softFaults.length)];
        if (r == -Errno.EAGAIN) lookAgain(fd);
        return r;
    }

    private int shortened(Call call, int fd, int length) {
        int max = longest.getOrDefault(call, length);
        if (length > 1 && lot.nextInt(100) < softPercent) max = 1 + lot.nextInt(length);
        if (max >= length) return length;
        lookAgain(fd);
        return max;
    }

    private void lookAgain(int fd) {
        Integer events = watched.get(fd);
        if (events != null) real.epollControl(epoll, EPOLL_MODIFY, fd, events);
    }

    private int opened(int fd) {
        if (fd >= 0) open.add(fd);
        return fd;
    }

    // ---- the calls

    @Override
    public int socket(int family) {
        int r = fault(Call.SOCKET);
        return r < 0 ? r : opened(real.socket(family));
    }

    @Override
    public int bind(int fd, MemorySegment address, int length) {
        int r = fault(Call.BIND);
        return r < 0 ? r : real.bind(fd, address, length);
    }

    @Override
    public int listen(int fd, int backlog) {
        int r = fault(Call.LISTEN);
        return r < 0 ? r : real.listen(fd, backlog);
    }

    @Override
    public int accept(int fd, MemorySegment address, MemorySegment addressLength) {
        int r = fault(Call.ACCEPT);
        return r < 0 ? r : opened(real.accept(fd, address, addressLength));
    }

    @Override
    public int connect(int fd, MemorySegment address, int length) {
        int r = fault(Call.CONNECT);
        if (r == -Errno.EINTR) real.connect(fd, address, length); // interrupted, but begun
        return r < 0 ? r : real.connect(fd, address, length);
    }

    @Override
    public int receive(int fd, MemorySegment into, int at, int max) {
        int r = streamFault(Call.RECEIVE, fd, Errno.ECONNRESET, Errno.ETIMEDOUT);
        return r < 0 ? r : real.receive(fd, into, at, shortened(Call.RECEIVE, fd, max));
    }

    @Override
    public int send(int fd, MemorySegment from, int at, int length) {
        int r = streamFault(Call.SEND, fd, Errno.ECONNRESET, Errno.EPIPE, Errno.ENOBUFS);
        if (r < 0) return r;
        if (full.remove(fd)) {
            lookAgain(fd);
            return -Errno.EAGAIN;
        }
        int max = shortened(Call.SEND, fd, length);
        if (max < length) full.add(fd);
        return real.send(fd, from, at, max);
    }

    @Override
    public int shutdownOutput(int fd) {
        int r = fault(Call.SHUTDOWN);
        return r < 0 ? r : real.shutdownOutput(fd);
    }

    @Override
    public int close(int fd) {
        int r = fault(Call.CLOSE);
        watched.remove(fd);
        full.remove(fd);
        if (!open.remove(fd)) strayCloses.add(fd);
        return r < 0 ? r : real.close(fd);
    }

    @Override
    public int setOption(int fd, int level, int option, int value) {
        return real.setOption(fd, level, option, value);
    }

    @Override
    public int option(int fd, int level, int option) {
        return real.option(fd, level, option);
    }

    @Override
    public int lingerZero(int fd) {
        return real.lingerZero(fd);
    }

    @Override
    public int localAddress(int fd, MemorySegment address, MemorySegment addressLength) {
        return real.localAddress(fd, address, addressLength);
    }

    @Override
    public int epollCreate() {
        return real.epollCreate();
    }

    @Override
    public int epollControl(int epoll, int operation, int fd, int events) {
        int r = fault(Call.EPOLL_CONTROL);
        if (r < 0) return r;
        this.epoll = epoll;
        r = real.epollControl(epoll, operation, fd, events);
        boolean stream = operation == EPOLL_ADD && (events & EPOLLET) != 0;
        if (r == 0 && stream) watched.put(fd, events);
        return r;
    }

    @Override
    public int epollWait(int epoll, MemorySegment events, int max, int timeoutMillis) {
        int r = fault(Call.EPOLL_WAIT);
        if (r < 0) return r;
        boolean longer = timeoutMillis < 0 || timeoutMillis > waitMaxMillis;
        return real.epollWait(epoll, events, max, longer ? waitMaxMillis : timeoutMillis);
    }

    @Override
    public int eventFd(MemorySegment events, int index) {
        return real.eventFd(events, index);
    }

    @Override
    public int eventBits(MemorySegment events, int index) {
        return real.eventBits(events, index);
    }

    @Override
    public int eventBytes(int max) {
        return real.eventBytes(max);
    }

    @Override
    public int wakeCounter() {
        return real.wakeCounter();
    }

    @Override
    public int wake(int fd) {
        return real.wake(fd);
    }

    @Override
    public int unwake(int fd) {
        return real.unwake(fd);
    }

    /// The calls so far, for the message of a failing test.
    @Override
    public String toString() {
        return List.copyOf(counts.entrySet()) + " open=" + open;
    }
}
