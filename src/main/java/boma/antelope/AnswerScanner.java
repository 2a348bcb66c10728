package boma.antelope;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Finds out from the node's JSON answer what became of a call.
///
/// nodeos hides failures: most come as status 500 although the caller is at fault, and those of transactions also as
/// 202 or 200 with `processed.except`, or inside the array that answers `push_transactions`. This reads `error.code`,
/// and of `processed` (in old answers `result`) the receipt, `elapsed`, `except` and `error`, in any order, and passes
/// over everything else without looking, so that the traces in between cost little.
///
/// It takes the body in pieces cut anywhere, allocates nothing, and never throws: what it cannot read is counted as
/// the HTTP status says. A node is trusted to write right JSON; what clients and contracts put into an answer sits in
/// strings and in the traces.
///
/// Confined to one event loop.
public final class AnswerScanner {
    /// What [#errorCode] gives when no number was found.
    public static final int NO_CODE = -1;

    private static final ErrorClass[] CLASSES = ErrorClass.values();
    private static final ErrorClass[] WORST_FIRST = {
        ErrorClass.SIGNATURE, ErrorClass.CALLER, ErrorClass.INVALID, ErrorClass.NODE, ErrorClass.DUPLICATE
    };

    private final AnswerReader reader = new AnswerReader();
    private final TransactionAnswer answer = new TransactionAnswer();
    private final int[] failed = new int[ErrorClass.COUNT];
    private final int[] firstCode = new int[ErrorClass.COUNT];
    private Endpoint call = Endpoint.UNKNOWN;
    private int executed;
    private long cpuMicros;
    private ErrorClass errorClass = ErrorClass.NONE;

    /// Gets ready for the answer to a call of this endpoint.
    public void reset(Endpoint endpoint) {
        call = endpoint;
        reader.reset(endpoint.bodyForm() == BodyForm.MANY);
        answer.reset();
        Arrays.fill(failed, 0);
        Arrays.fill(firstCode, NO_CODE);
        executed = 0;
        cpuMicros = 0;
        errorClass = ErrorClass.NONE;
    }

    /// Reads the next piece of the body, without transfer coding. Answers to calls without transactions need feeding
    /// only if their status is no success.
    public void feed(MemorySegment s, int from, int to) {
        int at = from;
        while (at < to && !reader.ended()) {
            at = reader.read(s, at, to, answer);
            if (reader.takeElement()) endElement();
        }
    }

    private void endElement() {
        settle();
        answer.reset();
    }

    /// Whether the rest of the body cannot change the outcome, so that feeding may stop.
    public boolean satisfied() {
        return reader.ended() || (!reader.inList() && answer.isSettled());
    }

    /// Concludes, whether the body came to its end or not, and returns [#errorClass].
    ///
    /// @param status of the HTTP answer
    public ErrorClass finish(int status) {
        if (status < 200 || status > 299) {
            fail(answer.refusalClass(status, call));
        } else if (!reader.inList()) {
            settle();
        }
        errorClass = worst();
        return errorClass;
    }

    private void settle() {
        cpuMicros += answer.cpuMicros();
        ErrorClass c = answer.errorClass(call);
        if (c != ErrorClass.NONE) {
            fail(c);
        } else if (call.carriesTransactions()) {
            executed++;
        }
    }

    private void fail(ErrorClass c) {
        if (failed[c.id()]++ == 0) firstCode[c.id()] = answer.code();
    }

    private ErrorClass worst() {
        for (int i = 0; i < WORST_FIRST.length; i++) {
            if (failed(WORST_FIRST[i]) > 0) return WORST_FIRST[i];
        }
        return ErrorClass.NONE;
    }

    /// Whose fault the failure is, for logs and metrics. If several transactions failed, the first of `SIGNATURE`,
    /// `CALLER`, `INVALID`, `NODE` and `DUPLICATE` that occurs; who is charged for how many, [#clientFailures] and
    /// [#namedFailures] say.
    public ErrorClass errorClass() {
        return errorClass;
    }

    /// The first `error.code` or `except.code` of [#errorClass], or [#NO_CODE].
    public int errorCode() {
        return firstCode[errorClass.id()];
    }

    /// Transactions that were executed; for the tests, which count them a second time in another way.
    public int executed() {
        return executed;
    }

    /// Transactions that failed, for whatever reason. A refused call counts once, however many it carried.
    public int failed() {
        int sum = 0;
        for (int i = 0; i < failed.length; i++) sum += failed[i];
        return sum;
    }

    /// Transactions that failed in this way.
    public int failed(ErrorClass c) {
        return failed[c.id()];
    }

    /// Transactions that failed so that the client is to be charged for them.
    public int clientFailures() {
        int sum = 0;
        for (ErrorClass c : CLASSES) if (c.chargesClient()) sum += failed(c);
        return sum;
    }

    /// Those of [#clientFailures] that the contracts and accounts which the request names had a part in.
    public int namedFailures() {
        int sum = 0;
        for (ErrorClass c : CLASSES) if (c.chargesNamed()) sum += failed(c);
        return sum;
    }

    /// Microseconds that all transactions cost the node: billed if executed, elapsed if failed, 0 if unknown.
    public long cpuMicros() {
        return cpuMicros;
    }
}
