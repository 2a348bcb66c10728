package boma.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Answers every question with the same text, which may change, and keeps the connection if told so; an empty text
/// stands for "never".
final class Respondent implements AutoCloseable {
    private final ServerSocketChannel listening;
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    final BlockingQueue<String> waiting = new LinkedBlockingQueue<>();
    final BlockingQueue<String> over = new LinkedBlockingQueue<>();
    volatile String answer;
    volatile boolean keepsOpen;

    Respondent(ServerSocketChannel listening, String answer) {
        this.listening = listening;
        this.answer = answer;
        Thread.ofVirtual().start(this::serve);
    }

    static Respondent onPort(String answer) throws IOException {
        return new Respondent(
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), answer);
    }

    String url() throws IOException {
        return switch (listening.getLocalAddress()) {
            case InetSocketAddress a -> "http://127.0.0.1:" + a.getPort();
            case UnixDomainSocketAddress a -> "unix:" + a.getPath();
            default -> throw new IllegalStateException();
        };
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel channel = listening.accept();
                Thread.ofVirtual().start(() -> reply(channel));
            }
        } catch (IOException _) {
            // closed: the test is over
        }
    }

    private void reply(SocketChannel channel) {
        try (channel) {
            var question = ByteBuffer.allocate(4096);
            channel.read(question);
            asked.add(new String(question.array(), 0, question.position(), StandardCharsets.ISO_8859_1));
            String text = answer;
            if (!text.isEmpty()) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
                if (!keepsOpen) return;
            }
            waiting.add(text);
            if (channel.read(ByteBuffer.allocate(1)) < 0) over.add(text); // the other side has given up
        } catch (IOException _) {
            // the other side has given up
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
