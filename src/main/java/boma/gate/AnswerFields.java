package boma.gate;

import boma.exchange.LocalAnswer;

/// Header lines of the answers that we give ourselves. Without the fields of CORS a web app never sees status or
/// text of a refusal, only that fetching failed.
final class AnswerFields {
    private static final String CORS = """
        Access-Control-Allow-Origin: *\r
        Access-Control-Expose-Headers: Retry-After, RateLimit, RateLimit-Policy, X-Request-Id\r
        """;

    /// Why names beside the `*`: it does not cover Authorization, and older browsers take it for a name.
    private static final String PREFLIGHT = """
        Content-Type: application/json\r
        Access-Control-Allow-Methods: GET, HEAD, POST, OPTIONS\r
        Access-Control-Allow-Headers: *, Authorization, Content-Type, X-Api-Key, X-Requested-With\r
        Access-Control-Max-Age: 86400\r
        """;

    private static final String NO_PREFLIGHT = "Content-Type: application/json\r\n";

    private AnswerFields() {}

    static String of(boolean cors) {
        return cors ? CORS : "";
    }

    /// The answer to OPTIONS, with the body that nodeos gives.
    static LocalAnswer preflight(boolean cors) {
        return LocalAnswer.of(200, cors ? CORS + PREFLIGHT : NO_PREFLIGHT, "{}");
    }
}
