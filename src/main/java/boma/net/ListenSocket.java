package boma.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// A bound, listening socket. With IP every event loop opens its own on the same port (`SO_REUSEPORT`, the kernel
/// spreads new connections); a Unix socket is opened once and watched by all loops.
public final class ListenSocket {
    private static final int BACKLOG = 16 * 1024;
    private static final int PRIVILEGED_PORTS = 1024; // unless the operator has set another bound
    private static final int FILE_TYPE = 0xf000; // S_IFMT, see inode(7)
    private static final int FILE_TYPE_SOCKET = 0xc000; // S_IFSOCK

    private final SocketAddress address;
    private final int fd;
    private boolean closed; // guarded by this

    private ListenSocket(SocketAddress address, int fd) {
        this.address = address;
        this.fd = fd;
    }

    /// Binds and listens.
    ///
    /// @throws IOException with a sentence for the operator, such as `cannot listen on …: address already in use`
    public static ListenSocket open(Sys sys, SocketAddress address) throws IOException {
        if (address.isUnix()) removeStale(sys, address);
        int fd = sys.socket(address.family());
        if (fd < 0) throw failed(address, fd);
        if (!address.isUnix()) {
            sys.setOption(fd, Sys.SOL_SOCKET, Sys.SO_REUSEADDR, 1);
            sys.setOption(fd, Sys.SOL_SOCKET, Sys.SO_REUSEPORT, 1);
            // Accepted sockets inherit both. Why the second: what a slow reader does not take must pile up where it is
            // counted and holds the node back, and not as megabytes in the kernel.
            sys.setOption(fd, Sys.IPPROTO_TCP, Sys.TCP_NODELAY, 1);
            sys.setOption(fd, Sys.IPPROTO_TCP, Sys.TCP_NOTSENT_LOWAT, EventLoop.READ_MAX);
            if (address.family() == Sys.AF_INET6) sys.setOption(fd, Sys.IPPROTO_IPV6, Sys.IPV6_V6ONLY, 1);
        }
        int r = sys.bind(fd, address.bytes(), address.length());
        if (r == 0) r = sys.listen(fd, BACKLOG);
        if (r < 0) {
            sys.close(fd);
            throw failed(address, r);
        }
        return new ListenSocket(address.port() == 0 ? address.withPort(boundPort(sys, fd)) : address, fd);
    }

    /// Says so when another process listens on the port already: with `SO_REUSEPORT` the kernel would let a second
    /// Boma of the same user share the port without a word.
    public static void requireFree(Sys sys, SocketAddress address) throws IOException {
        if (address.isUnix() || address.port() == 0) return;
        int fd = sys.socket(address.family());
        if (fd < 0) throw failed(address, fd);
        sys.setOption(fd, Sys.SOL_SOCKET, Sys.SO_REUSEADDR, 1);
        if (address.family() == Sys.AF_INET6) sys.setOption(fd, Sys.IPPROTO_IPV6, Sys.IPV6_V6ONLY, 1);
        int r = sys.bind(fd, address.bytes(), address.length());
        sys.close(fd);
        if (r < 0) throw failed(address, r);
    }

    /// A socket file that nobody listens on is left over from a process that died. One that is in use stays, and so
    /// does what is no socket: to connect to an ordinary file is refused too.
    private static void removeStale(Sys sys, SocketAddress address) throws IOException {
        var path = Path.of(address.path());
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
        if (!isSocket(path))
            throw new IOException("cannot listen on " + address + ": there is a file that is no socket");
        int fd = sys.socket(Sys.AF_UNIX);
        if (fd < 0) throw failed(address, fd);
        int r = sys.connect(fd, address.bytes(), address.length());
        sys.close(fd);
        if (r == 0 || r == -Errno.EAGAIN) throw failed(address, -Errno.EADDRINUSE); // alive, or alive and busy
        if (r != -Errno.ECONNREFUSED) throw failed(address, r);
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new IOException("cannot listen on " + address + ": the socket left over there cannot be removed", e);
        }
    }

    private static boolean isSocket(Path path) throws IOException {
        var mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & FILE_TYPE) == FILE_TYPE_SOCKET;
    }

    private static int boundPort(Sys sys, int fd) {
        var address = Arena.global().allocate(128, 8);
        var length = Arena.global().allocateFrom(ValueLayout.JAVA_INT, 128);
        int r = sys.localAddress(fd, address, length);
        return r < 0 ? 0 : SocketAddress.port(address);
    }

    private static IOException failed(SocketAddress address, int r) {
        return new IOException("cannot listen on " + address + ": " + Errno.text(-r) + hint(address, -r));
    }

    /// What the system's word alone would not make an operator think of.
    private static String hint(SocketAddress address, int errno) {
        if (errno == Errno.EINVAL && address.lacksZone()) {
            return "; a link-local address needs its zone, as in [fe80::1%eth0]:8080";
        }
        if (errno == Errno.EACCES && address.port() > 0 && address.port() < PRIVILEGED_PORTS) {
            return "; ports below " + PRIVILEGED_PORTS
                    + " need CAP_NET_BIND_SERVICE, or a lower net.ipv4.ip_unprivileged_port_start";
        }
        return "";
    }

    /// Where it listens, with the port that the system chose if the operator left it open.
    public SocketAddress address() {
        return address;
    }

    int fd() {
        return fd;
    }

    /// Closes it, once, and removes the file of a Unix socket.
    public synchronized void close(Sys sys) {
        if (closed) return;
        closed = true;
        sys.close(fd);
        if (!address.isUnix()) return;
        try {
            Files.deleteIfExists(Path.of(address.path()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MemorySegment addressRoom() {
        return Arena.global().allocate(128, 8);
    }
}
