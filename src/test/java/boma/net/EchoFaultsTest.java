package boma.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sends bytes through an echo while the system misbehaves by lot: every byte comes back in order, or the connection
/// ends. Never is one wrong, and never does one wait for ever.
class EchoFaultsTest {
    private static final int SO_SNDBUF = 7;
    private static final int OPERATIONS = 10_000;
    private static final int SESSIONS = 12;
    private static final int PENDING_MAX = 20_000;

    private final HandLoop hand = new HandLoop(2 * 1024 * 1024);
    private final List<Session> sessions = new ArrayList<>();
    private final ListenSocket listening = hand.listen();
    private final Random random = new Random();
    private int names;
    private long echoed;
    private int brokenOff; // connections that ended before everything had come back, though their client stayed

    /// Says what it hears, as the product's connections do: reads while the other side takes.
    private final class Echo implements Handler {
        private Socket socket;
        private boolean ended;

        @Override
        public void onReadable() {
            MemorySegment bytes = hand.loop.readBuffer();
            while (socket.readable() && socket.pending() < PENDING_MAX) {
                int n = socket.read(bytes, EventLoop.READ_FROM, 4096);
                if (n == Socket.END) ended = true;
                if (n == Socket.FAILED || (n > 0 && !socket.write(bytes, EventLoop.READ_FROM, n))) {
                    end();
                    return;
                }
            }
            if (ended && socket.pending() == 0) socket.close();
            else if (!socket.register()) end();
        }

        @Override
        public void onWritable() {
            onReadable();
        }

        @Override
        public void onFailed(int errno) {
            end();
        }

        @Override
        public void onBug() {
            end();
        }

        private void end() {
            if (random.nextBoolean()) socket.reset();
            else socket.close();
        }
    }

    private final class Door implements Acceptor.Target {
        @Override
        public void onConnection(int fd, long high, long low, int port) {
            var echo = new Echo();
            echo.socket = hand.loop.accepted(fd, echo);
            if (random.nextBoolean()) hand.sys.setOption(fd, Sys.SOL_SOCKET, SO_SNDBUF, 1); // the system's least
            echo.onReadable();
        }

        @Override
        public void onExhausted(int errno) {
            throw new AssertionError(Errno.text(errno));
        }
    }

    /// The test's end of a connection.
    private final class Session {
        private final int name = names++;
        private final SocketChannel channel;
        private long sent;
        private long got;
        private boolean saidAll;
        private boolean over;
        private boolean left;

        Session() throws IOException {
            channel = hand.peer(listening);
            channel.configureBlocking(false);
        }

        void send(int length) {
            if (over || saidAll) return;
            try {
                sent += channel.write(ByteBuffer.wrap(Bytes.of(name, sent, length)));
            } catch (IOException _) {
                over = true;
            }
        }

        void receive(int max) {
            if (over) return;
            var buffer = ByteBuffer.allocate(max);
            try {
                int n = channel.read(buffer);
                check(buffer);
                if (n < 0) over = true;
            } catch (IOException _) {
                over = true;
            }
        }

        private void check(ByteBuffer buffer) {
            for (int i = 0; i < buffer.position(); i++) {
                if (buffer.get(i) == Bytes.at(name, got + i)) continue;
                throw new AssertionError("session " + name + ": byte " + (got + i) + " of " + sent + " is wrong");
            }
            got += buffer.position();
            echoed += buffer.position();
            assertThat(got).isLessThanOrEqualTo(sent);
        }

        void sayAll() throws IOException {
            if (over || saidAll) return;
            saidAll = true;
            try {
                channel.shutdownOutput();
            } catch (IOException _) {
                over = true;
            }
        }

        void leave() throws IOException {
            over = true;
            left = true;
            if (random.nextBoolean()) channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }
    }

    @AfterEach
    void closeAll() throws IOException {
        for (Session session : sessions) session.channel.close();
        hand.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0", "2, 30, 0", "3, 60, 0", "4, 30, 2", "5, 10, 20"})
    void everyByteComesBackInOrderOrTheConnectionEnds(long seed, int softPercent, int hardPerMille) throws IOException {
        random.setSeed(seed);
        new Acceptor(hand.loop, listening, new Door()).watch();
        hand.turn();
        hand.sys.waitMax(0).byLot(seed, softPercent, hardPerMille);
        for (int i = 0; i < SESSIONS; i++) sessions.add(new Session());

        for (int i = 0; i < OPERATIONS; i++) operate();
        for (Session session : sessions) session.sayAll();
        hand.turnUntil(this::allAreOver);
        sessions.forEach(this::note);

        assertThat(echoed).isGreaterThan(1_000_000);
        assertThat(brokenOff > 0).isEqualTo(hardPerMille > 0);
        hand.turnUntil(() -> hand.sys.open().size() == 1); // the listening socket
        assertThat(hand.bugs).isEmpty();
        assertThat(hand.budget.used()).isZero();
        assertThat(hand.sys.strayCloses()).isEmpty();
    }

    private void operate() throws IOException {
        int i = random.nextInt(SESSIONS);
        Session session = sessions.get(i);
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> session.send(1 + random.nextInt(20_000));
            case 4, 5, 6 -> session.receive(1 + random.nextInt(20_000));
            case 7 -> {
                if (random.nextInt(20) == 0) session.sayAll();
            }
            case 8 -> {
                if (random.nextInt(20) == 0) session.leave();
            }
            default -> hand.turn();
        }
        if (!session.over) return;
        note(session);
        session.channel.close();
        sessions.set(i, new Session());
    }

    private void note(Session session) {
        if (!session.left && session.got < session.sent) brokenOff++;
    }

    private boolean allAreOver() {
        boolean all = true;
        for (Session session : sessions) {
            session.receive(20_000);
            all &= session.over;
        }
        return all;
    }
}
