package boma.net;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// A handler that writes down what it is told, and does what a test wants at each occasion.
final class Notes implements Handler {
    int readable;
    int writable;
    int failures;
    int bugs;
    int errno;
    Runnable whenReadable = () -> {};
    Runnable whenWritable = () -> {};
    Runnable whenFailed = () -> {};
    Runnable whenBug = () -> {};

    /// Bytes that [#readAll] found.
    final ByteArrayOutputStream received = new ByteArrayOutputStream();

    /// What [#readAll] found behind them.
    int last = Socket.WOULD_BLOCK;

    /// Reads whatever comes, in reads of at most `max` bytes.
    Notes reading(EventLoop loop, int max) {
        whenReadable = () -> readAll(loop, max);
        return this;
    }

    @Nullable
    Socket socket;

    void readAll(EventLoop loop, int max) {
        Socket s = socket;
        if (s == null) return;
        MemorySegment into = loop.readBuffer();
        while (s.readable()) {
            int n = s.read(into, EventLoop.READ_FROM, max);
            if (n <= 0) {
                last = n;
                continue;
            }
            byte[] bytes = into.asSlice(EventLoop.READ_FROM, n).toArray(ValueLayout.JAVA_BYTE);
            received.write(bytes, 0, n);
        }
    }

    @Override
    public void onReadable() {
        readable++;
        whenReadable.run();
    }

    @Override
    public void onWritable() {
        writable++;
        whenWritable.run();
    }

    @Override
    public void onFailed(int errno) {
        failures++;
        this.errno = errno;
        whenFailed.run();
    }

    @Override
    public void onBug() {
        bugs++;
        whenBug.run();
    }
}
