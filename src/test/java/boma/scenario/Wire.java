package boma.scenario;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/// One end of a connection, raw and blocking: what a client or a node has in its hands. Text is ISO-8859-1.
final class Wire implements AutoCloseable {
    /// How a connection came to its end.
    enum Ending {
        /// In good order.
        CLOSED,
        /// By a reset.
        RESET
    }

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private byte[] bytes = new byte[4096]; // all that came
    private int size;
    private int position; // behind what was read of it
    private Ending ending;
    private Consumer<Message> onRequest = _ -> {};

    /// Every send is a segment of its own, as far as the network has a say in it.
    Wire(SocketChannel channel) throws IOException {
        this.channel = channel;
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    /// @param address `host:port`, `[ipv6]:port` or `unix:/path`, as Boma writes where it listens
    static Wire to(String address) throws IOException {
        return new Wire(SocketChannel.open(parse(address)));
    }

    /// A reader whose kernel takes next to nothing for it.
    static Wire narrow(String address) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        channel.connect(parse(address));
        return new Wire(channel);
    }

    private static SocketAddress parse(String address) throws IOException {
        if (address.startsWith("unix:")) return UnixDomainSocketAddress.of(address.substring(5));
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replace("[", "").replace("]", "");
        return new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(address.substring(colon + 1)));
    }

    /// From now on shows every request that was read.
    void onRequest(Consumer<Message> watcher) {
        onRequest = watcher;
    }

    // ---- sending

    Wire send(String text) throws IOException {
        var out = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (out.hasRemaining()) channel.write(out);
        return this;
    }

    /// Sends, for which the other side may have no ear any more.
    void sendQuietly(String text) {
        try {
            send(text);
        } catch (IOException _) {
            // then it has not
        }
    }

    /// Sends it again and again until the other side ends the connection.
    void sendUntilRefused(String text) {
        try {
            while (true) send(text);
        } catch (IOException _) {
            // that is what was waited for
        }
    }

    /// Sends bytes one by one in the background until the connection ends.
    void dribble(String text, Duration pause) {
        Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < text.length(); i++) {
                    send(text.substring(i, i + 1));
                    Thread.sleep(pause);
                }
            } catch (IOException _) {
                // the connection ended
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    // ---- receiving

    /// The next request; null when the peer ended the connection before it.
    Message request() throws IOException {
        Message request = Message.request(this);
        if (request != null) onRequest.accept(request);
        return request;
    }

    Message answer() throws IOException {
        return Message.answer(this);
    }

    Message answerToHead() throws IOException {
        return Message.answerToHead(this);
    }

    /// Exactly `length` bytes.
    String read(int length) throws IOException {
        while (size - position < length) {
            if (!receive()) throw new EOFException(ending + " after " + unread());
        }
        return take(length);
    }

    /// Text up to and with `end`; null when the connection ended in good order before its first byte.
    String until(String end) throws IOException {
        byte[] wanted = end.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = position; ; at++) {
            while (size - at < wanted.length) {
                if (receive()) continue;
                if (ending == Ending.CLOSED && size == position) return null;
                throw new EOFException(ending + " after " + unread());
            }
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return take(at + wanted.length - position);
            }
        }
    }

    /// Some bytes, as soon as there are any; null when the connection has ended.
    String some() throws IOException {
        if (size == position && !receive()) return null;
        return take(size - position);
    }

    /// Everything until the connection ends in good order.
    String rest() throws IOException {
        if (ending() == Ending.RESET) throw new EOFException(ending + " after " + unread());
        return take(size - position);
    }

    /// Reads until the end; what came before it is looked at with [#unread].
    Ending ending() throws IOException {
        while (receive()) {
            // on
        }
        return ending;
    }

    /// What came and was not read as a message.
    String unread() {
        return received(position);
    }

    int position() {
        return position;
    }

    /// All that came from this position on.
    String received(int from) {
        return new String(bytes, from, size - from, StandardCharsets.ISO_8859_1);
    }

    /// All that was read from this position on.
    String taken(int from) {
        return new String(bytes, from, position - from, StandardCharsets.ISO_8859_1);
    }

    private String take(int length) {
        position += length;
        return taken(position - length);
    }

    private boolean receive() throws IOException {
        if (ending != null) return false;
        buffer.clear();
        int n;
        try {
            n = channel.read(buffer);
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("reset")) throw e;
            ending = Ending.RESET;
            return false;
        }
        if (n < 0) {
            ending = Ending.CLOSED;
            return false;
        }
        if (bytes.length - size < n) bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + n));
        buffer.get(0, bytes, size, n);
        size += n;
        return true;
    }

    // ---- ending

    /// Says that no more will be sent.
    void halfClose() throws IOException {
        channel.shutdownOutput();
    }

    void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
