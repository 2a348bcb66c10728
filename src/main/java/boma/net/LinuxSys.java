package boma.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.Objects;

/// [Sys] by the C library, through `java.lang.foreign`: glibc and musl, x86-64 and aarch64.
///
/// Pointers are passed as numbers after a bounds check, so that no slice is made per call. Ordinary downcalls, not
/// critical ones: those hold up safepoints and were measured to gain nothing.
///
/// One instance per thread, for it owns the memory in which the error number is captured.
@SuppressWarnings("restricted") // calling C is what this class is for
public final class LinuxSys implements Sys {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final boolean PACKED_EVENTS = isX86(); // the kernel packs `struct epoll_event` on x86-64 only
    private static final int EVENT_BYTES = PACKED_EVENTS ? 12 : 16;
    private static final int EVENT_DATA = PACKED_EVENTS ? 4 : 8;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SO_LINGER = 13;
    private static final int SHUT_WR = 1;

    private static final MethodHandle SOCKET = handle("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = handle("bind", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle LISTEN = handle("listen", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT = handle("accept4", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CONNECT = handle("connect", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV = handle("recv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND = handle("send", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SHUTDOWN = handle("shutdown", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = handle("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKOPT =
            handle("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle GETSOCKNAME = handle("getsockname", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle EPOLL_CREATE = handle("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL =
            handle("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle EPOLL_WAIT =
            handle("epoll_wait", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD = handle("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle READ = handle("read", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WRITE = handle("write", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);

    private final MemorySegment errno = Arena.global().allocate(Linker.Option.captureStateLayout());
    private final MemorySegment small = Arena.global().allocate(32, 8); // option values and events

    private static boolean isX86() {
        return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> true;
            default -> false;
        };
    }

    private static MethodHandle handle(String name, ValueLayout result, ValueLayout... parameters) {
        var address = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new IllegalStateException("the C library lacks " + name));
        var descriptor = FunctionDescriptor.of(result, (MemoryLayout[]) parameters);
        return LINKER.downcallHandle(address, descriptor, Linker.Option.captureCallState("errno"));
    }

    @Override
    public int socket(int family) {
        try {
            return result((int) SOCKET.invokeExact(errno, family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int bind(int fd, MemorySegment address, int length) {
        try {
            return result((int) BIND.invokeExact(errno, fd, pointer(address, 0, length), length));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int listen(int fd, int backlog) {
        try {
            return result((int) LISTEN.invokeExact(errno, fd, backlog));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int accept(int fd, MemorySegment address, MemorySegment addressLength) {
        try {
            return result((int) ACCEPT.invokeExact(
                    errno, fd, address.address(), addressLength.address(), SOCK_NONBLOCK | SOCK_CLOEXEC));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int connect(int fd, MemorySegment address, int length) {
        try {
            return result((int) CONNECT.invokeExact(errno, fd, pointer(address, 0, length), length));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int receive(int fd, MemorySegment into, int at, int max) {
        try {
            return result((int) (long) RECV.invokeExact(errno, fd, pointer(into, at, max), (long) max, 0));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int send(int fd, MemorySegment from, int at, int length) {
        try {
            return result(
                    (int) (long) SEND.invokeExact(errno, fd, pointer(from, at, length), (long) length, MSG_NOSIGNAL));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int shutdownOutput(int fd) {
        try {
            return result((int) SHUTDOWN.invokeExact(errno, fd, SHUT_WR));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int close(int fd) {
        try {
            return result((int) CLOSE.invokeExact(errno, fd));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int setOption(int fd, int level, int option, int value) {
        small.set(JAVA_INT, 0, value);
        return setOption(fd, level, option, small, 4);
    }

    @Override
    public int lingerZero(int fd) {
        small.set(JAVA_INT, 0, 1);
        small.set(JAVA_INT, 4, 0);
        return setOption(fd, SOL_SOCKET, SO_LINGER, small, 8);
    }

    private int setOption(int fd, int level, int option, MemorySegment value, int length) {
        try {
            return result((int) SETSOCKOPT.invokeExact(errno, fd, level, option, pointer(value, 0, length), length));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int option(int fd, int level, int option) {
        small.set(JAVA_INT, 8, 4);
        try {
            int r = result(
                    (int) GETSOCKOPT.invokeExact(errno, fd, level, option, pointer(small, 0, 4), pointer(small, 8, 4)));
            return r < 0 ? r : small.get(JAVA_INT, 0);
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int localAddress(int fd, MemorySegment address, MemorySegment addressLength) {
        try {
            return result((int) GETSOCKNAME.invokeExact(errno, fd, address.address(), addressLength.address()));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int epollCreate() {
        try {
            return result((int) EPOLL_CREATE.invokeExact(errno, SOCK_CLOEXEC));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int epollControl(int epoll, int operation, int fd, int events) {
        small.set(JAVA_INT, 0, events);
        small.set(JAVA_LONG_UNALIGNED, EVENT_DATA, fd);
        try {
            return result((int) EPOLL_CTL.invokeExact(errno, epoll, operation, fd, pointer(small, 0, EVENT_BYTES)));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int epollWait(int epoll, MemorySegment events, int max, int timeoutMillis) {
        try {
            return result((int)
                    EPOLL_WAIT.invokeExact(errno, epoll, pointer(events, 0, eventBytes(max)), max, timeoutMillis));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int eventFd(MemorySegment events, int index) {
        return events.get(JAVA_INT_UNALIGNED, (long) index * EVENT_BYTES + EVENT_DATA);
    }

    @Override
    public int eventBits(MemorySegment events, int index) {
        return events.get(JAVA_INT_UNALIGNED, (long) index * EVENT_BYTES);
    }

    @Override
    public int eventBytes(int max) {
        return max * EVENT_BYTES;
    }

    @Override
    public int wakeCounter() {
        try {
            return result((int) EVENTFD.invokeExact(errno, 0, SOCK_NONBLOCK | SOCK_CLOEXEC));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int wake(int fd) {
        small.set(JAVA_LONG, 0, 1);
        try {
            return result((int) (long) WRITE.invokeExact(errno, fd, pointer(small, 0, 8), 8L));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    @Override
    public int unwake(int fd) {
        try {
            return result((int) (long) READ.invokeExact(errno, fd, pointer(small, 0, 8), 8L));
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    private int result(int r) {
        return r >= 0 ? r : -(int) ERRNO.get(errno, 0L);
    }

    private static long pointer(MemorySegment segment, int at, int length) {
        Objects.checkFromIndexSize(at, length, segment.byteSize());
        return segment.address() + at;
    }

    private static RuntimeException failed(Throwable t) {
        if (t instanceof RuntimeException e) return e;
        if (t instanceof Error e) throw e;
        return new IllegalStateException("a system call could not be made", t);
    }

    static {
        if (ADDRESS.byteSize() != 8) throw new ExceptionInInitializerError("Boma needs a 64-bit system");
    }
}
