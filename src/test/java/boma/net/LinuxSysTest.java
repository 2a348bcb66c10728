package boma.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class LinuxSysTest {
    private static final int NO_FD = -1;
    private static final int EBADF = 9;

    private final LinuxSys sys = new LinuxSys();

    @Test
    void theErrorNumberIsTheResult() {
        var memory = Arena.global().allocate(16);

        assertThat(sys.receive(NO_FD, memory, 0, 16)).isEqualTo(-EBADF);
        assertThat(sys.send(NO_FD, memory, 0, 16)).isEqualTo(-EBADF);
        assertThat(sys.close(NO_FD)).isEqualTo(-EBADF);
        assertThat(sys.listen(NO_FD, 1)).isEqualTo(-EBADF);
        assertThat(sys.shutdownOutput(NO_FD)).isEqualTo(-EBADF);
        assertThat(sys.lingerZero(NO_FD)).isEqualTo(-EBADF);
        assertThat(sys.option(NO_FD, Sys.SOL_SOCKET, Sys.SO_ERROR)).isEqualTo(-EBADF);
        assertThat(sys.epollControl(NO_FD, Sys.EPOLL_ADD, NO_FD, 0)).isEqualTo(-EBADF);
        assertThat(sys.wake(NO_FD)).isEqualTo(-EBADF);
        assertThat(sys.unwake(NO_FD)).isEqualTo(-EBADF);
    }

    @Test
    void noByteOutsideOfASegmentIsReadOrWritten() {
        var memory = Arena.global().allocate(16);

        assertThatThrownBy(() -> sys.receive(NO_FD, memory, 1, 16)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> sys.receive(NO_FD, memory, -1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> sys.send(NO_FD, memory, 8, 9)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> sys.send(NO_FD, memory, 0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> sys.connect(NO_FD, memory, 17)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> sys.epollWait(NO_FD, memory, 2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void epollTellsTheDescriptorAndWhatIsTheMatterWithIt() {
        int epoll = sys.epollCreate();
        int first = sys.wakeCounter();
        int second = sys.wakeCounter();
        var events = Arena.global().allocate(sys.eventBytes(4), 8);
        sys.epollControl(epoll, Sys.EPOLL_ADD, first, Sys.EPOLLIN);
        sys.epollControl(epoll, Sys.EPOLL_ADD, second, Sys.EPOLLIN);

        assertThat(sys.epollWait(epoll, events, 4, 0)).isZero();
        sys.wake(first);
        sys.wake(second);

        assertThat(sys.epollWait(epoll, events, 4, 0)).isEqualTo(2);
        assertThat(sys.eventFd(events, 0)).isEqualTo(first);
        assertThat(sys.eventFd(events, 1)).isEqualTo(second);
        assertThat(sys.eventBits(events, 1)).isEqualTo(Sys.EPOLLIN);
        sys.unwake(first);
        assertThat(sys.epollWait(epoll, events, 4, 0)).isEqualTo(1);

        for (int fd : new int[] {epoll, first, second})
            assertThat(sys.close(fd)).isZero();
    }

    @Test
    void anOptionThatWasSetIsRead() {
        int fd = sys.socket(Sys.AF_INET);

        assertThat(sys.option(fd, Sys.IPPROTO_TCP, Sys.TCP_NODELAY)).isZero();
        sys.setOption(fd, Sys.IPPROTO_TCP, Sys.TCP_NODELAY, 1);
        assertThat(sys.option(fd, Sys.IPPROTO_TCP, Sys.TCP_NODELAY)).isEqualTo(1);

        sys.close(fd);
    }

    @Test
    void everyErrorNumberHasAWordForPeople() {
        assertThat(Errno.text(Errno.ECONNREFUSED)).isEqualTo("connection refused");
        assertThat(Errno.text(4711)).isEqualTo("error 4711");
        int[] known = {
            Errno.EPERM,
            Errno.ENOENT,
            Errno.EINTR,
            Errno.EAGAIN,
            Errno.ENOMEM,
            Errno.EACCES,
            Errno.ENFILE,
            Errno.EMFILE,
            Errno.ENOSPC,
            Errno.EPIPE,
            Errno.EADDRINUSE,
            Errno.EADDRNOTAVAIL,
            Errno.ENETUNREACH,
            Errno.ECONNABORTED,
            Errno.ECONNRESET,
            Errno.ENOBUFS,
            Errno.ETIMEDOUT,
            Errno.ECONNREFUSED,
            Errno.EHOSTUNREACH,
            Errno.EINPROGRESS
        };
        for (int errno : known) assertThat(Errno.text(errno)).doesNotStartWith("error ");
    }
}
