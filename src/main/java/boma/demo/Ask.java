package boma.demo;

/// One request of the demo's traffic.
///
/// @param body JSON text, empty for none
record Ask(Kind kind, String path, String body) {
    enum Kind {
        PUSH,
        TABLE,
        OTHER
    }

    static Ask push(String call, String body) {
        return new Ask(Kind.PUSH, "/v1/chain/" + call, body);
    }

    static Ask table(String body) {
        return new Ask(Kind.TABLE, "/v1/chain/get_table_rows", body);
    }

    static Ask read(String call, String body) {
        return new Ask(Kind.OTHER, "/v1/chain/" + call, body);
    }
}
