package boma.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/// Bytes of which each place has its own value, so that a lost, doubled or swapped one is found.
final class Bytes {
    private Bytes() {}

    /// The byte at a place of an endless stream; `stream` makes streams differ.
    static byte at(int stream, long place) {
        long mixed = (place + 1) * 0x9e3779b97f4a7c15L + stream * 0xc2b2ae3d27d4eb4fL;
        return (byte) (mixed >>> 56);
    }

    static byte[] of(int stream, long from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = at(stream, from + i);
        return bytes;
    }

    static byte[] of(int length) {
        return of(0, 0, length);
    }

    /// What the peer has got by now, at most `max` bytes; waits for at least one, and is empty at the end.
    static byte[] some(SocketChannel peer, int max) throws IOException {
        var buffer = ByteBuffer.allocate(max);
        int n = peer.read(buffer);
        return Arrays.copyOf(buffer.array(), Math.max(n, 0));
    }

    /// All that the peer gets until the end.
    static byte[] untilEnd(SocketChannel peer) throws IOException {
        var buffer = ByteBuffer.allocate(16 * 1024 * 1024);
        while (peer.read(buffer) >= 0) {
            assertThat(buffer.hasRemaining()).isTrue();
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /// All that the peer gets until the connection ends, in whatever way.
    static byte[] untilEndOrReset(SocketChannel peer) {
        var buffer = ByteBuffer.allocate(16 * 1024 * 1024);
        try {
            while (buffer.hasRemaining() && peer.read(buffer) >= 0) {
                // on to the end
            }
        } catch (IOException _) {
            // a reset is an end too
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    static void write(SocketChannel peer, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) peer.write(buffer);
    }
}
