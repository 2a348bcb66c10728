package boma.http;

/// The request methods that rules can name; every other token is [#OTHER]. Methods are case-sensitive.
public enum Method {
    GET,
    HEAD,
    POST,
    PUT,
    DELETE,
    OPTIONS,
    PATCH,
    OTHER
}
