package boma.upstream;

import boma.antelope.AnswerScanner;
import boma.exchange.Exchange;
import boma.http.ChunkedBody;
import boma.http.Response;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The body of one answer: where it ends, and what it says about transactions. Reused by its connection.
final class AnswerBody {
    private final MemorySegment scratch;
    private final AnswerFraming framing = new AnswerFraming();
    private boolean scanned;
    private boolean framed; // chunk framing stays on what is passed on
    private @Nullable ChunkedBody payload; // takes the framing off for the scanner only
    private @Nullable AnswerScanner scanner;
    private int status;

    /// @param scratch room for as much as one read gives; used within one call
    AnswerBody(MemorySegment scratch) {
        this.scratch = scratch;
    }

    void begin(Response head, Exchange x, boolean decodeChunks) {
        status = head.status();
        framing.begin(head, x.method, decodeChunks);
        framed = framing.chunked() && !decodeChunks;
        scanned = x.endpoint.carriesTransactions() || status >= 400;
        if (!scanned) return;
        if (scanner == null) scanner = new AnswerScanner();
        scanner.reset(x.endpoint);
        if (!framed) return;
        if (payload == null) payload = new ChunkedBody();
        payload.reset(true);
    }

    /// Takes what was read.
    ///
    /// @return bytes to pass on, from `from` on; -1 when the node broke the rules, see [#fault]
    int take(MemorySegment bytes, int from, int to) {
        if (scanned && framed && payload != null) scanPayload(payload, bytes, from, to);
        int kept = framing.take(bytes, from, to);
        if (scanned && !framed) scan(bytes, from, from + kept);
        return kept;
    }

    private void scanPayload(ChunkedBody decoder, MemorySegment bytes, int from, int to) {
        MemorySegment.copy(bytes, from, scratch, 0, to - from);
        int n = decoder.walk(scratch, 0, to - from);
        if (n > 0) scan(scratch, 0, n);
    }

    private void scan(MemorySegment bytes, int from, int to) {
        if (scanner != null && to > from && !scanner.satisfied()) scanner.feed(bytes, from, to);
    }

    /// Whether nothing of the body is missing.
    boolean done() {
        return framing.done();
    }

    boolean endsAtClose() {
        return framing.endsAtClose();
    }

    /// Whether the node sent more than it had announced.
    boolean excess() {
        return framing.excess();
    }

    String fault() {
        return framing.fault();
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
