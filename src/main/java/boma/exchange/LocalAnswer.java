package boma.exchange;

import java.nio.charset.StandardCharsets;

/// An answer that needs no node, built when a configuration is loaded.
public final class LocalAnswer {
    private final int status;
    private final byte[] fields;
    private final byte[] body;

    private LocalAnswer(int status, byte[] fields, byte[] body) {
        this.status = status;
        this.fields = fields;
        this.body = body;
    }

    /// An answer with these parts.
    ///
    /// @param fields header lines with their CRLF, without Content-Length, Connection and X-Request-Id
    /// @param body   may be empty
    public static LocalAnswer of(int status, String fields, String body) {
        return new LocalAnswer(
                status, fields.getBytes(StandardCharsets.ISO_8859_1), body.getBytes(StandardCharsets.UTF_8));
    }

    /// HTTP status.
    public int status() {
        return status;
    }

    /// The header lines, not to be changed.
    public byte[] fields() {
        return fields;
    }

    /// The body, not to be changed.
    public byte[] body() {
        return body;
    }
}
