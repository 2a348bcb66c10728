package boma.upstream;

import boma.http.HeadFault;
import boma.http.Method;
import boma.http.Response;
import boma.http.ResponseReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/// The answer to one health question, read as strictly as those that clients wait for: a node whose answers do not get
/// through to them is not well.
final class HealthAnswer {
    private static final int BYTES_MAX = 64 * 1024;
    private static final int SLACK = 64; // behind the data, for word-wise scanning
    private static final int INTERIM_MAX = 16;
    private static final int START_MAX = 12;

    private final byte[] array = new byte[BYTES_MAX + SLACK];
    private final MemorySegment bytes = MemorySegment.ofArray(array);
    private final ResponseReader reader = new ResponseReader();
    private final Response head = new Response();
    private final AnswerFraming framing = new AnswerFraming();
    private String start = "";
    private String fault = "";
    private boolean headRead;
    private boolean complete;
    private int interims;
    private int from; // of the head, and then of the body without its framing
    private int to;

    private HealthAnswer() {}

    /// Reads until the answer is complete, wrong, or so long that nobody wants to see the rest.
    ///
    /// @param enough whether this much of a body without an end tells all
    static HealthAnswer read(ReadableByteChannel channel, Predicate<String> enough) throws IOException {
        var answer = new HealthAnswer();
        while (!answer.isOver(enough)) {
            int read = channel.read(ByteBuffer.wrap(answer.array, answer.to, BYTES_MAX - answer.to));
            if (read < 0) {
                answer.end();
                break;
            }
            answer.take(read);
        }
        return answer;
    }

    private boolean isOver(Predicate<String> enough) {
        if (complete || !fault.isEmpty() || to == BYTES_MAX) return true;
        return headRead && (!good() || (framing.endsAtClose() && enough.test(body())));
    }

    private void take(int read) {
        int at = to;
        to += read;
        if (start.length() < START_MAX) start = text(0, Math.min(to, START_MAX));
        if (!headRead) readHeads();
        else takeBody(at);
    }

    private void readHeads() {
        while (fault.isEmpty() && !headRead) {
            HeadFault found = reader.read(bytes, from, to, head);
            if (found == HeadFault.INCOMPLETE) return;
            if (found.refused()) {
                fault = found.reason();
                return;
            }
            from += head.head().length();
            headRead = !head.interim();
            if (headRead) beginBody();
            else if (++interims > INTERIM_MAX) fault = "too many interim answers";
            else head.clear();
        }
    }

    private void beginBody() {
        if (head.upgrade()) fault = "another protocol, unasked";
        framing.begin(head, Method.GET, true);
        takeBody(from);
    }

    /// Takes what came to `at`; leaves nothing of the framing there, nor of what lies behind the end, which clients do
    /// not get either.
    private void takeBody(int at) {
        int kept = framing.take(bytes, at, to);
        if (kept < 0) fault = framing.fault();
        else to = at + kept;
        complete = framing.done();
    }

    private void end() {
        if (headRead && framing.endsAtClose()) complete = true;
        else if (!start.isEmpty()) fault = "closed early";
    }

    /// What is wrong with it, fit for a log; empty when it is valid and says 2xx.
    String trouble() {
        if (start.isEmpty()) return "no answer to the health question";
        String told =
                "health question answered " + start.replaceAll("[^ -~]", "?").strip();
        if (!fault.isEmpty()) return told + ": " + fault;
        return good() ? "" : told;
    }

    private boolean good() {
        return head.status() / 100 == 2;
    }

    /// What there is of the body.
    String body() {
        return text(from, to);
    }

    private String text(int first, int end) {
        return new String(array, first, end - first, StandardCharsets.ISO_8859_1);
    }
}
