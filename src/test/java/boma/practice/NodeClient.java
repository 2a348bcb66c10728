package boma.practice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A connection to a practice node that sees every byte.
final class NodeClient implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;

    NodeClient(PracticeNode node) throws IOException {
        this(
                node.port() == 0
                        ? UnixDomainSocketAddress.of(node.address().substring("unix:".length()))
                        : new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()));
    }

    private NodeClient(SocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        in = Channels.newInputStream(channel);
        out = Channels.newOutputStream(channel);
    }

    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }
    }

    void send(String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.UTF_8));
    }

    void sendPost(String path, String body) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        send("POST " + path + " HTTP/1.1\r\nHost: node\r\nContent-Length: " + length + "\r\n\r\n" + body);
    }

    /// Sends and reads one answer.
    Answer post(String path, String body) throws IOException {
        sendPost(path, body);
        return answer();
    }

    Answer get(String path) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: node\r\n\r\n");
        return answer();
    }

    /// The next answer, which has to have a length.
    Answer answer() throws IOException {
        String text = head();
        Matcher length = LENGTH.matcher(text);
        if (!length.find()) throw new IOException("no length: " + text);
        byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
        return new Answer(text, new String(body, StandardCharsets.UTF_8));
    }

    private String head() throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) throw new IOException("ended after " + head.size() + " bytes");
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /// The next head, which has no body.
    String answerContinue() throws IOException {
        return head();
    }

    /// All that comes until the node closes or resets.
    String restOrReset() {
        try {
            return rest();
        } catch (IOException _) { // what the node has not read makes a reset of its closing
            return "";
        }
    }

    /// All that comes until the node closes.
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
