package boma.practice;

import java.nio.charset.StandardCharsets;

/// Ways of a practice node to answer so that nobody should believe it.
public enum Garbage {
    /// Two different Content-Length fields.
    TWO_LENGTHS,
    /// A Content-Length and chunks.
    LENGTH_AND_CHUNKED,
    /// A chunk whose size is no number.
    BAD_CHUNK,
    /// A status that is no number.
    BAD_STATUS,
    /// Lines that end without a carriage return.
    BARE_LF,
    /// Something else altogether.
    NO_HTTP;

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    /// An answer with this body, spoilt.
    byte[] spoil(String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String fields = "Server: " + PracticeAnswer.SERVER + "\r\nContent-Type: application/json\r\n";
        String lengthField = "Content-Length: " + length + "\r\n";
        String chunkedField = "Transfer-Encoding: chunked\r\n";
        String chunks = Integer.toHexString(length) + "\r\n" + body + "\r\n0\r\n\r\n";
        String text = switch (this) {
            case TWO_LENGTHS -> OK + fields + lengthField + "Content-Length: " + (length + 7) + "\r\n\r\n" + body;
            case LENGTH_AND_CHUNKED -> OK + fields + lengthField + chunkedField + "\r\n" + chunks;
            case BAD_CHUNK -> OK + fields + chunkedField + "\r\nsoon\r\n" + body + "\r\n0\r\n\r\n";
            case BAD_STATUS -> "HTTP/1.1 2OO OK\r\n" + fields + lengthField + "\r\n" + body;
            case BARE_LF -> (OK + fields + lengthField + "\r\n").replace("\r", "") + body;
            case NO_HTTP -> "220 mail.example ESMTP\r\n";
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
