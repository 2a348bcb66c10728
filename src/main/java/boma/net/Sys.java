package boma.net;

import java.lang.foreign.MemorySegment;

/// The system calls that the engine makes. Every result is what the call returned, or minus the error number.
///
/// One instance belongs to one thread. Tests put a double in front of [LinuxSys] to inject faults.
public interface Sys {
    int AF_UNIX = 1;
    int AF_INET = 2;
    int AF_INET6 = 10;
    int EPOLL_ADD = 1;
    int EPOLL_DELETE = 2;
    int EPOLLIN = 0x1;
    int EPOLLOUT = 0x4;
    int EPOLLERR = 0x8;
    int EPOLLHUP = 0x10;
    int EPOLLRDHUP = 0x2000;
    int EPOLLEXCLUSIVE = 1 << 28;
    int EPOLLET = 1 << 31;
    int SOL_SOCKET = 1;
    int SO_REUSEADDR = 2;
    int SO_ERROR = 4;
    int SO_REUSEPORT = 15;
    int IPPROTO_TCP = 6;
    int TCP_NODELAY = 1;
    int TCP_NOTSENT_LOWAT = 25;
    int IPPROTO_IPV6 = 41;
    int IPV6_V6ONLY = 26;
    int MSG_NOSIGNAL = 0x4000;

    /// A stream socket, non-blocking and closed on exec.
    int socket(int family);

    int bind(int fd, MemorySegment address, int length);

    int listen(int fd, int backlog);

    /// Takes the next waiting connection, non-blocking and closed on exec.
    ///
    /// @param address       receives the peer's socket address
    /// @param addressLength in: room at `address`, out: bytes used
    int accept(int fd, MemorySegment address, MemorySegment addressLength);

    int connect(int fd, MemorySegment address, int length);

    int receive(int fd, MemorySegment into, int at, int max);

    int send(int fd, MemorySegment from, int at, int length);

    /// Closes the sending direction only.
    int shutdownOutput(int fd);

    int close(int fd);

    int setOption(int fd, int level, int option, int value);

    /// Reads an option of type `int`, such as [#SO_ERROR].
    int option(int fd, int level, int option);

    /// Makes the next [#close] send a reset instead of an orderly end.
    int lingerZero(int fd);

    int localAddress(int fd, MemorySegment address, MemorySegment addressLength);

    int epollCreate();

    int epollControl(int epoll, int operation, int fd, int events);

    /// Waits for events; read them with [#eventFd] and [#eventBits].
    int epollWait(int epoll, MemorySegment events, int max, int timeoutMillis);

    int eventFd(MemorySegment events, int index);

    int eventBits(MemorySegment events, int index);

    /// Bytes that `max` events need.
    int eventBytes(int max);

    /// A counter that wakes an event loop from other threads.
    int wakeCounter();

    /// Adds one to a wake counter.
    int wake(int fd);

    /// Sets a wake counter back to zero.
    int unwake(int fd);
}
