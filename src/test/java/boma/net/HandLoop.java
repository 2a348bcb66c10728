package boma.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// An event loop that a test turns by hand, in the test's own thread.
public final class HandLoop implements AutoCloseable {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();
    private static final int LOOK_MILLIS = 5;

    public final FaultySys sys = new FaultySys().waitMax(LOOK_MILLIS);
    public final Buffers.Budget budget;
    public final EventLoop loop;

    /// Exceptions that callbacks let through.
    public final List<Throwable> bugs = new ArrayList<>();

    private final List<Closeable> closed = new ArrayList<>();

    public HandLoop() {
        this(64 * 1024 * 1024);
    }

    public HandLoop(long budgetBytes) {
        budget = new Buffers.Budget(budgetBytes);
        loop = new EventLoop(0, sys, budget, bugs::add);
    }

    public void turn() {
        loop.turn();
    }

    /// Turns until the condition holds.
    public void turnUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still waiting; %s", sys).isLessThan(end);
            loop.turn();
        }
    }

    /// Turns until nothing happens any more.
    public void settle() {
        int before;
        do {
            before = sys.calls(FaultySys.Call.RECEIVE)
                    + sys.calls(FaultySys.Call.SEND)
                    + sys.calls(FaultySys.Call.CLOSE);
            loop.turn();
            loop.turn();
        } while (before
                != sys.calls(FaultySys.Call.RECEIVE)
                        + sys.calls(FaultySys.Call.SEND)
                        + sys.calls(FaultySys.Call.CLOSE));
    }

    /// Listens on a loopback port of the system's choice.
    public ListenSocket listen() {
        return listen("127.0.0.1:0");
    }

    public ListenSocket listen(String address) {
        try {
            var listening = ListenSocket.open(sys, SocketAddress.parse(address));
            closed.add(() -> listening.close(sys));
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A connection whose one end is a [Socket] of this loop, and whose other end is the test's.
    public Pair pair(Handler handler) {
        try {
            ListenSocket listening = ListenSocket.open(sys, SocketAddress.parse("127.0.0.1:0"));
            SocketChannel peer = peer(listening);
            Pair pair = new Pair(loop.accepted(acceptOne(listening), handler), peer);
            listening.close(sys);
            return pair;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A blocking connection to a listening socket; it is made before anybody accepts it.
    public SocketChannel peer(ListenSocket listening) throws IOException {
        SocketChannel peer = SocketChannel.open();
        closed.add(peer);
        SocketAddress address = listening.address();
        peer.connect(new InetSocketAddress(address.inetAddress(), address.port()));
        return peer;
    }

    private int acceptOne(ListenSocket listening) {
        var address = ListenSocket.addressRoom();
        var length = Arena.global().allocate(ValueLayout.JAVA_INT);
        length.set(ValueLayout.JAVA_INT, 0, (int) address.byteSize());
        int fd;
        do fd = sys.accept(listening.fd(), address, length);
        while (fd == -Errno.EAGAIN);
        assertThat(fd).isPositive();
        return fd;
    }

    /// Bytes in memory that the system can read.
    public static MemorySegment bytes(byte[] content) {
        MemorySegment s = Arena.ofAuto().allocate(Math.max(content.length, 1));
        MemorySegment.copy(content, 0, s, ValueLayout.JAVA_BYTE, 0, content.length);
        return s;
    }

    /// One end is the loop's, the other the test's.
    public record Pair(Socket socket, SocketChannel peer) {}

    @Override
    public void close() throws IOException {
        for (Closeable c : closed) c.close();
    }
}
