package boma.http;

/// The header fields that Boma understands. Everything else, common or not, is [#OTHER].
///
/// [FieldTable] maps names to these; names are compared without regard to case.
public enum Field {
    OTHER,
    HOST,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
    CONNECTION,
    KEEP_ALIVE,
    PROXY_CONNECTION,
    TE,
    TRAILER,
    UPGRADE,
    EXPECT,

    /// `Proxy-Authorization`, `Proxy-Authenticate` and their like, which are for the next hop only.
    PROXY_AUTHORIZATION,

    /// A field that is not known here and was named by `Connection`, and so ends here.
    HOP_BY_HOP,

    /// Exactly `X-Forwarded-For`.
    FORWARDED_FOR,

    /// Exactly `X-Forwarded-Proto`.
    FORWARDED_PROTO,

    /// Other fields by which somebody says who the client is or what it asked for: `Forwarded`, `X-Real-IP`,
    /// `X-Forwarded-…`, `X-Circuit-ID` and so on.
    FORWARDING,

    /// A name that would be one of the fields here if its marks were `-`, such as `Content_Length` or `X.Api.Key`.
    /// Upstreams that hand fields on in the CGI way cannot tell them apart, so these never pass.
    ALIAS,

    REQUEST_ID,
    API_KEY,
    AUTHORIZATION,
    COOKIE,
    ORIGIN,
    ACCEPT,
    ACCEPT_ENCODING,
    USER_AGENT,
    CONTENT_TYPE,
    CONTENT_ENCODING,

    /// `Access-Control-…` of answers.
    CORS,

    /// `Access-Control-Request-…` of requests.
    CORS_REQUEST,

    DATE,
    SERVER,
    RETRY_AFTER;

    private static final Field[] ALL = values();

    /// The field with this number, without the copy that `values()` makes.
    static Field of(int number) {
        return ALL[number];
    }

    /// A small number for tables in memory; another one in the next build.
    @SuppressWarnings("EnumOrdinal")
    int number() {
        return ordinal();
    }

    /// The field as one bit of a set.
    long bit() {
        return 1L << number();
    }
}
