package boma.exchange;

import java.nio.charset.StandardCharsets;

/// An answer that needs no node.
///
/// @param status HTTP status
/// @param fields header lines with their CRLF, without Content-Length, Connection and X-Request-Id
/// @param body   may be empty
public record LocalAnswer(int status, byte[] fields, byte[] body) {
    public static LocalAnswer of(int status, String fields, String body) {
        return new LocalAnswer(
                status, fields.getBytes(StandardCharsets.ISO_8859_1), body.getBytes(StandardCharsets.UTF_8));
    }
}
