package boma.exchange;

import boma.http.ResponseEdit.Connection;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// An answer that needs no node, built when a configuration is loaded.
public final class LocalAnswer {
    private static final int BODY_MAX = 60 * 1024; // fits, with its head, into what is composed at once

    private final int status;
    private final AnswerHead head;
    private final byte[] body;

    private LocalAnswer(int status, String fields, byte[] body) {
        if (body.length > BODY_MAX) throw new IllegalArgumentException("a body of " + body.length + " bytes");
        this.status = status;
        this.head = new AnswerHead(status, fields);
        this.body = body;
    }

    /// An answer with these parts.
    ///
    /// @param fields header lines with their CRLF, without Content-Length, Connection and X-Request-Id
    /// @param body   may be empty
    public static LocalAnswer of(int status, String fields, String body) {
        return new LocalAnswer(status, fields, body.getBytes(StandardCharsets.UTF_8));
    }

    /// HTTP status.
    public int status() {
        return status;
    }

    /// Writes the whole answer.
    ///
    /// @param withBody false for the answer to a HEAD request
    /// @return the position behind the last byte
    public int write(MemorySegment into, int at, long requestId, Connection connection, boolean withBody) {
        at = head.writeBegin(into, at);
        at = AnswerHead.writeEnd(into, at, requestId, connection, body.length);
        return withBody ? AnswerHead.put(into, at, body) : at;
    }
}
