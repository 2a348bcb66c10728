package boma.http;

import boma.bytes.Label;

/// Why a chunked body is refused.
public enum ChunkFault {
    NONE("The chunks are in order."),
    BAD_CHUNK_SIZE("A chunk size is not one to eight hexadecimal digits."),
    CHUNK_TOO_LARGE("A chunk is larger than 2 GiB."),
    BAD_CHUNK_END("A chunk or its size does not end in CR LF."),
    BAD_CHUNK_EXTENSION("A chunk extension is too long or has quotes or control characters."),
    TOO_MANY_SMALL_CHUNKS("The body is mostly framing."),
    BAD_TRAILER("A trailer is not a valid field line."),
    TRAILERS_TOO_LARGE("The trailers are too large.");

    private final String reason;
    private final String sentence;

    ChunkFault(String sentence) {
        this.reason = Label.of(this);
        this.sentence = sentence;
    }

    /// The stable word for metrics, log and refusals, such as `bad-chunk-size`.
    public String reason() {
        return reason;
    }

    /// One English sentence for the refused client.
    public String sentence() {
        return sentence;
    }
}
