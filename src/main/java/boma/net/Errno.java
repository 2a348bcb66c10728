package boma.net;

/// Error numbers of Linux, the same on x86-64 and aarch64. Source: `asm-generic/errno.h`.
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOSPC = 28;
    public static final int EPIPE = 32;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETUNREACH = 101;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTUNREACH = 113;
    public static final int EINPROGRESS = 115;

    private Errno() {}

    /// Words for people, such as `connection refused`.
    public static String text(int errno) {
        return switch (errno) {
            case EPERM -> "operation not permitted";
            case ENOENT -> "no such file or directory";
            case EINTR -> "interrupted";
            case EAGAIN -> "not ready";
            case ENOMEM -> "out of memory";
            case EACCES -> "permission denied";
            case EINVAL -> "invalid argument";
            case ENFILE -> "too many open files in the system";
            case EMFILE -> "too many open files";
            case ENOSPC -> "no space for more watches"; // the only call of ours that says it is epoll_ctl
            case EPIPE -> "closed by the other side";
            case EADDRINUSE -> "address already in use";
            case EADDRNOTAVAIL -> "address not available";
            case ENETUNREACH -> "network unreachable";
            case ECONNABORTED -> "connection aborted";
            case ECONNRESET -> "connection reset";
            case ENOBUFS -> "no buffer space";
            case ETIMEDOUT -> "timed out";
            case ECONNREFUSED -> "connection refused";
            case EHOSTUNREACH -> "host unreachable";
            case EINPROGRESS -> "in progress";
            default -> "error " + errno;
        };
    }

    /// Whether the process has run out of file descriptors, watches or memory, which waiting can cure.
    public static boolean isExhausted(int errno) {
        return switch (errno) {
            case EMFILE, ENFILE, ENOSPC, ENOBUFS, ENOMEM -> true;
            default -> false;
        };
    }
}
