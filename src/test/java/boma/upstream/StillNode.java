package boma.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A node that does nothing by itself: the test accepts, reads and answers, in its own thread.
final class StillNode implements AutoCloseable {
    private final ServerSocketChannel listening;
    private final String url;

    StillNode() {
        try {
            listening = ServerSocketChannel.open();
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            url = "http://127.0.0.1:" + ((InetSocketAddress) listening.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// On a Unix socket, which hands over in one piece what was written in one.
    StillNode(Path path) {
        try {
            listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listening.bind(UnixDomainSocketAddress.of(path), 1024);
            url = "unix:" + path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return url;
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
