package boma.upstream;

import boma.antelope.AnswerScanner;
import boma.exchange.Exchange;
import boma.http.ChunkFault;
import boma.http.ChunkedBody;
import boma.http.Response;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The body of one answer: where it ends, and what it says about transactions. Reused by its connection.
final class AnswerBody {
    private enum Kind {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private final MemorySegment scratch;
    private Kind kind = Kind.NONE;
    private long left;
    private boolean excess;
    private boolean scanned;
    private boolean decodes;
    private @Nullable ChunkedBody chunks;
    private @Nullable ChunkedBody payload; // takes the framing off for the scanner only
    private @Nullable AnswerScanner scanner;
    private String fault = "";
    private int status;

    /// @param scratch room for as much as one read gives; used within one call
    AnswerBody(MemorySegment scratch) {
        this.scratch = scratch;
    }

    void begin(Response head, Exchange x, boolean decodeChunks) {
        excess = false;
        fault = "";
        status = head.status();
        left = 0;
        if (head.bodyless(x.method)) {
            kind = Kind.NONE;
        } else if (head.chunked()) {
            kind = Kind.CHUNKED;
            if (chunks == null) chunks = new ChunkedBody();
            chunks.reset(decodeChunks);
            decodes = decodeChunks;
        } else if (head.untilClose()) {
            kind = Kind.UNTIL_CLOSE;
        } else {
            kind = Kind.LENGTH;
            left = head.contentLength();
        }
        beginScan(x, decodeChunks);
    }

    private void beginScan(Exchange x, boolean decodeChunks) {
        scanned = x.endpoint.carriesTransactions() || status >= 400;
        if (!scanned) return;
        if (scanner == null) scanner = new AnswerScanner();
        scanner.reset(x.endpoint);
        if (kind != Kind.CHUNKED || decodeChunks) return;
        if (payload == null) payload = new ChunkedBody();
        payload.reset(true);
    }

    /// Takes what was read.
    ///
    /// @return bytes to pass on, from `from` on; -1 when the node broke the rules, see [#fault]
    int take(MemorySegment bytes, int from, int to) {
        return switch (kind) {
            case NONE -> {
                excess |= to > from;
                yield 0;
            }
            case LENGTH -> {
                int n = (int) Math.min(left, to - from);
                left -= n;
                excess |= from + n < to;
                scan(bytes, from, from + n);
                yield n;
            }
            case CHUNKED -> takeChunks(bytes, from, to);
            case UNTIL_CLOSE -> {
                scan(bytes, from, to);
                yield to - from;
            }
        };
    }

    private int takeChunks(MemorySegment bytes, int from, int to) {
        ChunkedBody c = chunks;
        if (c == null) throw new IllegalStateException("no chunked body was begun");
        if (scanned && !decodes && payload != null) scanPayload(payload, bytes, from, to);
        int kept = c.walk(bytes, from, to);
        if (c.fault() != ChunkFault.NONE) {
            fault = c.fault().reason();
            return -1;
        }
        excess |= c.consumed() < to - from;
        if (decodes) scan(bytes, from, from + kept);
        return kept;
    }

    private void scanPayload(ChunkedBody decoder, MemorySegment bytes, int from, int to) {
        MemorySegment.copy(bytes, from, scratch, 0, to - from);
        int n = decoder.walk(scratch, 0, to - from);
        if (n > 0) scan(scratch, 0, n);
    }

    private void scan(MemorySegment bytes, int from, int to) {
        if (scanned && scanner != null && to > from && !scanner.satisfied()) scanner.feed(bytes, from, to);
    }

    /// Whether nothing of the body is missing.
    boolean done() {
        return switch (kind) {
            case NONE -> true;
            case LENGTH -> left == 0;
            case CHUNKED -> chunks != null && chunks.done();
            case UNTIL_CLOSE -> false;
        };
    }

    boolean endsAtClose() {
        return kind == Kind.UNTIL_CLOSE;
    }

    /// Whether the node sent more than it had announced.
    boolean excess() {
        return excess;
    }

    String fault() {
        return fault;
    }

    /// Writes down what the answer says about the exchange.
    void finish(Exchange x) {
        if (!scanned || scanner == null) return;
        x.errorClass = scanner.finish(status);
        x.errorCode = scanner.errorCode();
        x.failedTransactions = scanner.failed();
        x.clientFailures = scanner.clientFailures();
        x.namedFailures = scanner.namedFailures();
        x.cpuMicros = scanner.cpuMicros();
        scanned = false;
    }
}
