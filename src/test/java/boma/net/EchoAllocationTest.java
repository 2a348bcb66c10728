package boma.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// What the engine allocates when warm: nothing.
class EchoAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MESSAGE = 64;
    private static final int MESSAGES = 100_000;
    private static final int ROUND = 20_000;
    private static final int ROUNDS_MAX = 20; // until the compiler has done its best

    private final EventLoop loop = new EventLoop(0, new LinuxSys(), new Buffers.Budget(1 << 20), bug -> {
        throw new AssertionError(bug);
    });
    private long left;

    /// One end of a conversation: sends back what it gets, and has a deadline like every connection.
    private final class End implements Handler, Timer.Action {
        private final Timer timer = new Timer(this);
        private final boolean counts;
        private Socket socket;

        End(boolean counts) {
            this.counts = counts;
        }

        @Override
        public void onReadable() {
            while (socket.readable()) {
                int n = socket.read(loop.readBuffer(), EventLoop.READ_FROM, MESSAGE);
                if (n == Socket.WOULD_BLOCK) return;
                if (n < 0) throw new AssertionError("the conversation has ended");
                if (counts) left--;
                loop.timers().set(timer, loop.now() + 1_000_000_000L);
                socket.write(loop.readBuffer(), EventLoop.READ_FROM, n);
            }
        }

        @Override
        public void onWritable() {}

        @Override
        public void onFailed(int errno) {
            throw new AssertionError(Errno.text(errno));
        }

        @Override
        public void onBug() {}

        @Override
        public void onDeadline() {
            throw new AssertionError("the conversation stands still");
        }
    }

    @Test
    void aMessageAllocatesNothing() throws IOException {
        assumeThat(optimises()).as("run with the second compiler").isTrue();
        var listening = ListenSocket.open(loop.sys(), SocketAddress.parse("127.0.0.1:0"));
        var server = new End(false);
        var client = new End(true);
        new Acceptor(loop, listening, new Acceptor.Target() {
                    @Override
                    public void onConnection(int fd, long high, long low, int port) {
                        server.socket = loop.accepted(fd, server);
                        server.socket.register();
                    }

                    @Override
                    public void onExhausted(int errno) {
                        throw new AssertionError(Errno.text(errno));
                    }
                })
                .watch();
        client.socket = loop.connect(listening.address(), client, new int[1]);

        client.socket.write(loop.scratch(), 0, MESSAGE);
        for (int i = 0; i < ROUNDS_MAX && allocatedIn(ROUND) > 0; i++) {
            // warming up
        }

        // Less than a byte each: whatever it is, it is not made per message.
        assertThat(allocatedIn(MESSAGES)).isLessThan(MESSAGES);
        client.socket.close();
        server.socket.close();
        listening.close(loop.sys());
    }

    private long allocatedIn(int messages) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        left = messages;
        while (left > 0) loop.turn();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /// Why: calling C makes a slice of the segment for the error number, which only the second compiler takes away.
    private static boolean optimises() {
        var vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return vm.getVMOption("TieredStopAtLevel").getValue().equals("4");
    }
}
