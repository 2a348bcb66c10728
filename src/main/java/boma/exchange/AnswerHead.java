package boma.exchange;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import boma.bytes.Ascii;
import boma.bytes.Hex;
import boma.http.ResponseEdit.Connection;
import java.lang.foreign.MemorySegment;

/// The head of an answer of our own. Its first lines are built when a configuration is loaded; what depends on the
/// request is written behind them.
final class AnswerHead {
    private static final byte[] ID = Ascii.bytes("X-Request-Id: ");
    private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");
    private static final byte[] LENGTH = Ascii.bytes("Content-Length: ");
    private static final byte[] CRLF = Ascii.bytes("\r\n");

    private final byte[] begin;

    /// @param fields header lines with CRLF, without Content-Length, Connection and X-Request-Id
    AnswerHead(int status, String fields) {
        begin = Ascii.bytes("HTTP/1.1 " + status + " " + phrase(status) + "\r\n" + fields);
    }

    int writeBegin(MemorySegment into, int at) {
        return put(into, at, begin);
    }

    /// The rest of the head, with its empty line.
    ///
    /// @param length of the body
    static int writeEnd(MemorySegment into, int at, long requestId, Connection connection, int length) {
        at = put(into, at, ID);
        at = put(into, Hex.write(into, at, requestId), CRLF);
        at = switch (connection) {
            case UNSAID -> at;
            case CLOSE -> put(into, at, CLOSE);
            case KEEP_ALIVE -> put(into, at, KEEP_ALIVE);
            case UPGRADE -> throw new IllegalArgumentException("only nodes change the protocol");
        };
        at = writeField(into, at, LENGTH, length);
        return put(into, at, CRLF);
    }

    /// @param name with the colon and a space behind it
    static int writeField(MemorySegment into, int at, byte[] name, long value) {
        at = put(into, at, name);
        return put(into, Ascii.writeDecimal(into, at, value), CRLF);
    }

    static int put(MemorySegment into, int at, byte[] bytes) {
        MemorySegment.copy(bytes, 0, into, JAVA_BYTE, at, bytes.length);
        return at + bytes.length;
    }

    /// Reason phrase of a status, for people who read the wire.
    private static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 204 -> "No Content";
            case 400 -> "Bad Request";
            case 402 -> "Payment Required";
            case 403 -> "Forbidden";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 417 -> "Expectation Failed";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> throw new IllegalArgumentException("no phrase for " + status);
        };
    }
}
