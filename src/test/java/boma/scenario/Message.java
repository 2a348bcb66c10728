package boma.scenario;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// One request or answer, read strictly from a [Wire] with a parser that shares nothing with Boma's.
///
/// @param start  request line or status line
/// @param fields lines as they came, without their ends
/// @param body   without chunk framing; bytes as ISO-8859-1
/// @param raw    everything as it came
record Message(String start, List<String> fields, String body, String raw) {
    private static final String LINE = "[\\x20-\\x7e]+";
    private static final String FIELD = "[\\x21-\\x39\\x3b-\\x7e]+:[\\x20-\\x7e]*";

    /// What can be told from the start line and the asker about the body.
    private enum Kind {
        REQUEST,
        ANSWER,
        ANSWER_TO_HEAD
    }

    /// The next request; null when the peer ended the connection in good order before it.
    static Message request(Wire wire) throws IOException {
        return read(wire, Kind.REQUEST);
    }

    static Message answer(Wire wire) throws IOException {
        return read(wire, Kind.ANSWER);
    }

    static Message answerToHead(Wire wire) throws IOException {
        return read(wire, Kind.ANSWER_TO_HEAD);
    }

    private static Message read(Wire wire, Kind kind) throws IOException {
        int from = wire.position();
        String head = wire.until("\r\n\r\n");
        if (head == null && kind == Kind.REQUEST) return null;
        if (head == null) throw new EOFException("the connection ended without an answer");
        List<String> lines = List.of(head.substring(0, head.length() - 4).split("\r\n", -1));
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).matches(i == 0 ? LINE : FIELD)) throw new AssertionError("odd line: " + head);
        }
        var message = new Message(lines.getFirst(), lines.subList(1, lines.size()), "", "");
        String body = message.readBody(wire, kind);
        return new Message(message.start, message.fields, body, wire.taken(from));
    }

    private String readBody(Wire wire, Kind kind) throws IOException {
        String length = field("Content-Length");
        String coding = field("Transfer-Encoding");
        if (length != null && coding != null) throw new AssertionError("two framings: " + this);
        boolean bodyless = kind == Kind.ANSWER_TO_HEAD || (kind == Kind.ANSWER && isBodyless());
        if (bodyless) return "";
        if (coding != null) return chunks(wire, coding);
        if (length != null) return wire.read(Integer.parseInt(length));
        return kind == Kind.REQUEST ? "" : wire.rest();
    }

    private boolean isBodyless() {
        return status() < 200 || status() == 204 || status() == 304;
    }

    /// Neither extensions nor trailers: Boma lets none through, in either direction.
    private String chunks(Wire wire, String coding) throws IOException {
        if (!coding.equals("chunked")) throw new AssertionError("odd transfer coding: " + coding);
        var body = new StringBuilder();
        while (true) {
            String line = wire.until("\r\n");
            if (line == null) throw new EOFException("ended between chunks");
            if (!line.matches("[0-9a-fA-F]{1,8}\r\n")) throw new AssertionError("odd chunk line: " + line);
            int size = Integer.parseInt(line.strip(), 16);
            body.append(wire.read(size));
            String end = wire.read(2);
            if (!end.equals("\r\n")) throw new AssertionError("odd end of chunk: " + end);
            if (size == 0) return body.toString();
        }
    }

    int status() {
        if (!start.matches("HTTP/1\\.1 [1-5][0-9][0-9]( .*)?")) throw new AssertionError("odd status line: " + start);
        return Integer.parseInt(start.substring(9, 12));
    }

    /// `GET /path`
    String asked() {
        return start.substring(0, start.lastIndexOf(' '));
    }

    /// The field's only value; null when there is none.
    String field(String name) {
        List<String> values = fields(name);
        if (values.size() > 1) throw new AssertionError("several " + name + ": " + fields);
        return values.isEmpty() ? null : values.getFirst();
    }

    List<String> fields(String name) {
        List<String> values = new ArrayList<>();
        for (String line : fields) {
            int colon = line.indexOf(':');
            if (line.substring(0, colon).equalsIgnoreCase(name))
                values.add(line.substring(colon + 1).strip());
        }
        return values;
    }

    boolean has(String name) {
        return !fields(name).isEmpty();
    }

    /// `error.name` of one of Boma's refusals without its prefix, such as `bad_request`; empty for other answers.
    String refusal() {
        String before = "\"name\":\"firewall_";
        int from = body.indexOf(before);
        if (from < 0) return "";
        return body.substring(from + before.length(), body.indexOf('"', from + before.length()));
    }

    /// What a test usually wants to know: `200 hello`, or `400 bad_request` of a refusal.
    String gist() {
        return status() + " " + (refusal().isEmpty() ? body : refusal());
    }
}
