package boma.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A client of HTTP/1.1 with an address of its own: one connection that is kept, one call at a time. Linux lets a
/// client have any address of the loopback network.
///
/// Confined to one thread, which an interrupt frees from waiting.
final class Caller implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int EMPTY_LINE = 0x0d0a0d0a;
    private static final int HEAD_MAX = 16 * 1024;
    private static final int BODY_MAX = 16 * 1024 * 1024;

    private final InetAddress from;
    private final InetSocketAddress to;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    /// @param body as text
    record Answer(int status, int retryAfterSeconds, String body) {}

    Caller(InetAddress from, InetSocketAddress to) {
        this.from = from;
        this.to = to;
    }

    /// Posts a body, or gets a page if there is none.
    ///
    /// @throws IOException when there is no answer; the next call begins with a new connection
    Answer call(String path, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = (content.length == 0 ? "GET " : "POST ") + path + " HTTP/1.1\r\nHost: " + to.getHostString() + ':'
                + to.getPort() + "\r\nUser-Agent: boma-demo\r\n"
                + (content.length == 0 ? "" : "Content-Length: " + content.length + "\r\n") + "\r\n";
        var request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(content);
        try {
            InputStream answers = open();
            if (socket != null) socket.getOutputStream().write(request.toByteArray());
            return read(answers);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private InputStream open() throws IOException {
        if (in != null) return in;
        var fresh = new Socket();
        socket = fresh;
        fresh.bind(new InetSocketAddress(from, 0));
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout(TIMEOUT_MILLIS);
        fresh.connect(to, TIMEOUT_MILLIS);
        var answers = new BufferedInputStream(fresh.getInputStream());
        in = answers;
        return answers;
    }

    private Answer read(InputStream answers) throws IOException {
        var head = new ByteArrayOutputStream(512);
        int last4 = 0;
        for (int b; last4 != EMPTY_LINE; last4 = (last4 << 8) | b) {
            b = answers.read();
            if (b < 0 || head.size() == HEAD_MAX) throw new IOException("no answer");
            head.write(b);
        }
        List<String> lines = head.toString(StandardCharsets.ISO_8859_1).lines().toList();
        int length = number(field(lines, "content-length"));
        if (length > BODY_MAX) throw new IOException("too long an answer");
        byte[] body = answers.readNBytes(length);
        if (body.length < length) throw new IOException("half an answer");
        int retry = number(field(lines, "retry-after"));
        if (field(lines, "connection").equalsIgnoreCase("close")) close();
        return new Answer(number(lines.getFirst().split(" ", -1)[1]), retry, new String(body, StandardCharsets.UTF_8));
    }

    private static String field(List<String> lines, String name) {
        for (String line : lines) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ':'))
                return line.substring(name.length() + 1).strip();
        }
        return "";
    }

    private static int number(String digits) {
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
    }

    @Override
    public void close() {
        try {
            if (socket != null) socket.close();
        } catch (IOException _) {
            // it is as good as closed
        }
        socket = null;
        in = null;
    }
}
