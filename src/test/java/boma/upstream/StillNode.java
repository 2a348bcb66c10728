package boma.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// A node that does nothing by itself: the test accepts, reads and answers, in its own thread.
final class StillNode implements AutoCloseable {
    private final ServerSocketChannel listening;
    final int port;

    StillNode() {
        try {
            listening = ServerSocketChannel.open();
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /// The next connection that was made to it.
    Line accept() {
        try {
            return new Line(listening.accept());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The node's end of a connection.
    record Line(SocketChannel channel) {
        /// Waits for something, and reads it.
        String read() {
            var buffer = ByteBuffer.allocate(64 * 1024);
            try {
                channel.read(buffer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
        }

        void write(String text) {
            var buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            try {
                while (buffer.hasRemaining()) channel.write(buffer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void reset() {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            end();
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
