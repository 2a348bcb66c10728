package boma.practice;

import java.nio.charset.StandardCharsets;

/// What a practice node says to a request.
///
/// @param body JSON text
record PracticeAnswer(int status, String body) {
    /// As the recordings have it.
    static final String SERVER = "nodeos/v1.2.2";

    private static final String KEEP_ALIVE = "Connection: keep-alive\r\n";

    static final PracticeAnswer OPTIONS = new PracticeAnswer(200, "{}");
    static final PracticeAnswer BAD_TARGET = brief(400, "Illegal request-target");
    static final PracticeAnswer BAD_HOST = brief(400, "Disallowed HTTP HOST header in the request");
    static final PracticeAnswer NOT_FOUND = error(
            404,
            "Not Found",
            new Failure(0, "exception", "unspecified", "Unknown Endpoint"),
            "beast_http_session.hpp:186 handle_request");
    static final PracticeAnswer NO_BODY = invalid("A Request body is required", "http_plugin.hpp:257 parse_params");
    static final PracticeAnswer BAD_BODY =
            invalid("Unable to parse valid input from POST body", "http_plugin.hpp:278 parse_params");
    static final PracticeAnswer BAD_TRANSACTION = internal(
            new Failure(
                    3_010_010,
                    "packed_transaction_type_exception",
                    "Invalid packed transaction",
                    "Invalid packed transaction"),
            "chain_plugin.cpp:2242 send_transaction_gen");

    /// What a node says whose machine is in trouble.
    static final PracticeAnswer BROKEN = internal(
            new Failure(3_060_000, "database_exception", "Database exception", "the disk is full"),
            "practice_node:0 answer");

    static PracticeAnswer duplicate(String id) {
        return internal(
                new Failure(3_040_008, "tx_duplicate", "Duplicate transaction", "duplicate transaction " + id),
                "producer_plugin.cpp:1102 process_incoming_transaction_async");
    }

    /// A contract has said no.
    static PracticeAnswer asserted() {
        return internal(
                new Failure(
                        3_050_003,
                        "eosio_assert_message_exception",
                        "eosio_assert_message assertion failure",
                        "assertion failure with message: " + TraceText.ASSERTION),
                "cf_system.cpp:14 eosio_assert");
    }

    private record Failure(int code, String name, String what, String detail) {}

    private static PracticeAnswer invalid(String detail, String where) {
        return error(
                400,
                "Invalid Request",
                new Failure(3_200_006, "invalid_http_request", "invalid http request", detail),
                where);
    }

    private static PracticeAnswer internal(Failure failure, String where) {
        return error(500, "Internal Service Error", failure, where);
    }

    /// nodeos's shape, without `verbose-http-errors`.
    ///
    /// @param where such as `file.cpp:12 method`
    private static PracticeAnswer error(int status, String message, Failure failure, String where) {
        int colon = where.indexOf(':');
        int space = where.indexOf(' ');
        return new PracticeAnswer(
                status,
                "{\"code\":" + status + ",\"message\":\"" + message + "\",\"error\":{\"code\":" + failure.code
                        + ",\"name\":\"" + failure.name + "\",\"what\":\"" + failure.what
                        + "\",\"details\":[{\"message\":\"" + failure.detail + "\",\"file\":\""
                        + where.substring(0, colon) + "\",\"line_number\":" + where.substring(colon + 1, space)
                        + ",\"method\":\"" + where.substring(space + 1) + "\"}]}}");
    }

    private static PracticeAnswer brief(int status, String message) {
        return new PracticeAnswer(
                status,
                "{\"code\":" + status + ",\"message\":\"" + message
                        + "\",\"error\":{\"code\":0,\"name\":\"\",\"what\":\"\",\"details\":[]}}");
    }

    /// The bytes on the wire.
    byte[] toBytes(PracticeRequest request) {
        byte[] text = body.getBytes(StandardCharsets.UTF_8);
        String connection = !request.keepAlive() ? "Connection: close\r\n" : request.minor() == 0 ? KEEP_ALIVE : "";
        byte[] head = ("HTTP/1." + request.minor() + ' ' + status + ' ' + phrase(status) + "\r\n" + connection
                        + "Server: " + SERVER + "\r\nContent-Type: application/json\r\nContent-Length: " + text.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[head.length + text.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(text, 0, all, head.length, text.length);
        return all;
    }

    private static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            default -> "Internal Server Error";
        };
    }
}
