package boma.practice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A request as a practice node reads it: what nodeos takes it takes, and where nodeos closes the connection without
/// a word it throws.
///
/// @param head  the whole head as it came, for tests
/// @param minor 1 of HTTP/1.1, 0 of HTTP/1.0
/// @param host  the first Host field, empty for none
@SuppressWarnings("ArrayRecordComponent") // nobody compares requests
record PracticeRequest(
        String head, String target, String method, int minor, String host, boolean keepAlive, byte[] body) {
    /// What the node's HTTP library takes.
    private static final int HEAD_MAX = 8 * 1024;

    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\nServer: nodeos/v1.2.2\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /// Not HTTP, or too much of it.
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        Unreadable(String why) {
            super(why);
        }
    }

    /// Reads the next request of a connection; null when it ended before.
    static @Nullable PracticeRequest read(InputStream in, OutputStream out, int maxBody) throws IOException {
        String head = head(in);
        if (head.isEmpty()) return null;
        List<String> lines = List.of(head.substring(0, head.length() - 4).split("\r\n", -1));
        String[] words = lines.getFirst().split(" ", -1);
        require(words.length == 3 && words[2].matches("HTTP/1\\.[01]") && !words[0].isEmpty(), "request line");
        var fields = new ArrayList<Field>();
        for (String line : lines.subList(1, lines.size())) field(line, fields);
        int minor = words[2].charAt(7) - '0';
        var framing = framing(fields, maxBody);
        if (values(fields, "expect").equalsIgnoreCase("100-continue")) out.write(CONTINUE);
        byte[] body = framing.chunked ? chunks(in, maxBody) : in.readNBytes(framing.length);
        require(framing.chunked || body.length == framing.length, "body cut short");
        return new PracticeRequest(
                head, words[1], words[0], minor, first(fields, "host"), keepAlive(minor, fields), body);
    }

    private record Field(String name, String value) {}

    private record Framing(int length, boolean chunked) {}

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream(1024);
        int last4 = 0;
        for (int b; last4 != 0x0d0a0d0a; last4 = (last4 << 8) | b) {
            b = in.read();
            if (b < 0 && head.size() == 0) return "";
            require(b >= 0 && head.size() < HEAD_MAX, "head");
            require(b >= ' ' || b == '\r' || b == '\n' || b == '\t', "control byte");
            require((b == '\n') == ((last4 & 0xff) == '\r'), "line end");
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void field(String line, List<Field> fields) throws Unreadable {
        if (line.startsWith(" ") || line.startsWith("\t")) { // nodeos joins folded lines
            require(!fields.isEmpty(), "fold");
            Field last = fields.removeLast();
            fields.add(new Field(last.name, (last.value + ' ' + line.strip()).strip()));
            return;
        }
        int colon = line.indexOf(':');
        require(colon > 0 && line.substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"), "field name");
        fields.add(new Field(
                line.substring(0, colon).toLowerCase(Locale.ROOT),
                line.substring(colon + 1).strip()));
    }

    private static Framing framing(List<Field> fields, int maxBody) throws Unreadable {
        String lengths = values(fields, "content-length");
        String codings = values(fields, "transfer-encoding").toLowerCase(Locale.ROOT);
        require(lengths.isEmpty() || codings.isEmpty(), "two framings");
        boolean chunked = codings.endsWith("chunked");
        if (lengths.isEmpty()) return new Framing(0, chunked);
        List<String> distinct =
                List.of(lengths.split(" *, *", -1)).stream().distinct().toList();
        require(distinct.size() == 1 && distinct.getFirst().matches("\\d{1,9}"), "content length");
        int length = Integer.parseInt(distinct.getFirst());
        require(length <= maxBody, "body too large");
        return new Framing(length, false);
    }

    private static byte[] chunks(InputStream in, int maxBody) throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size; (size = chunkSize(line(in))) > 0; ) {
            require(body.size() + size <= maxBody, "body too large");
            byte[] data = in.readNBytes(size);
            body.write(data);
            require(data.length == size && line(in).isEmpty(), "chunk cut short");
        }
        while (!line(in).isEmpty()) {} // trailers
        return body.toByteArray();
    }

    private static int chunkSize(String line) throws Unreadable {
        String digits = line.replaceFirst("[ \t]*;.*", "");
        require(digits.matches("[0-9A-Fa-f]{1,8}"), "chunk size");
        long size = Long.parseLong(digits, 16);
        require(size <= Integer.MAX_VALUE / 2, "chunk size");
        return (int) size;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b; (b = in.read()) != '\n'; line.write(b)) require(b >= 0 && line.size() < HEAD_MAX, "chunk");
        String text = line.toString(StandardCharsets.ISO_8859_1);
        require(text.endsWith("\r"), "line end");
        return text.substring(0, text.length() - 1);
    }

    private static boolean keepAlive(int minor, List<Field> fields) {
        String options = values(fields, "connection").toLowerCase(Locale.ROOT);
        return minor == 1 ? !options.contains("close") : options.contains("keep-alive");
    }

    private static String first(List<Field> fields, String name) {
        for (Field field : fields) if (field.name.equals(name)) return field.value;
        return "";
    }

    /// All values, as the list that they are.
    private static String values(List<Field> fields, String name) {
        var values = new ArrayList<String>();
        for (Field field : fields) if (field.name.equals(name)) values.add(field.value);
        return String.join(",", values);
    }

    private static void require(boolean right, String what) throws Unreadable {
        if (!right) throw new Unreadable(what);
    }
}
