package boma.antelope;

/// What an answer says about one transaction, or about the call when it carries none. Reused.
final class TransactionAnswer {
    /// An hour. No transaction runs for long, so a node that says so cannot spoil a sum.
    private static final long CPU_MICROS_MAX = 3_600_000_000L;

    private enum Receipt {
        UNSEEN,
        NULL,
        SUCCESS,
        FAILURE
    }

    /// The `code` beside `error`: the HTTP status once more. Hyperion answers 200 and leaves the status here.
    private int status;

    /// There is an `error`.
    private boolean error;

    private int errorCode;
    private Receipt receipt = Receipt.UNSEEN;

    /// `except` has been seen, be it null.
    private boolean exceptSeen;

    /// There is an `except`, or in a list an `error` in its stead.
    private boolean except;

    private int exceptCode;

    /// Microseconds, or -1.
    private long elapsed;

    /// Microseconds by the receipt, or -1.
    private long billed;

    TransactionAnswer() {
        reset();
    }

    void reset() {
        status = 0;
        error = false;
        errorCode = AnswerScanner.NO_CODE;
        receipt = Receipt.UNSEEN;
        exceptSeen = false;
        except = false;
        exceptCode = AnswerScanner.NO_CODE;
        elapsed = -1;
        billed = -1;
    }

    /// An `error` object has begun.
    void error() {
        error = true;
    }

    /// An `except` object has begun.
    void except() {
        exceptSeen = true;
        except = true;
    }

    void setLiteral(AnswerPlace.Member member, AnswerText value) {
        if (value.isNull()) {
            setNull(member);
        } else if (!value.isFalse()) {
            setText(member, value);
        }
    }

    private void setNull(AnswerPlace.Member member) {
        if (member == AnswerPlace.Member.EXCEPT) exceptSeen = true;
        if (member == AnswerPlace.Member.RECEIPT) receipt = Receipt.NULL;
    }

    void setText(AnswerPlace.Member member, AnswerText value) {
        switch (member) {
            case ANSWER_CODE -> status = value.code();
            case ERROR -> error = true;
            case ERROR_CODE -> errorCode = value.code();
            case ELAPSED -> elapsed = value.number();
            case EXCEPT -> {
                except();
                exceptCode = value.code();
            }
            case EXCEPT_CODE -> exceptCode = value.code();
            case STATUS -> receipt = value.isSuccess() ? Receipt.SUCCESS : Receipt.FAILURE;
            case CPU_USAGE -> billed = value.number();
            case OTHER, PROCESSED, RECEIPT -> {}
        }
    }

    /// Whether nothing that may follow can change the outcome.
    boolean isSettled() {
        if (errorCode != AnswerScanner.NO_CODE) return status != 0;
        boolean costKnown = receipt == Receipt.NULL ? elapsed >= 0 : receipt != Receipt.UNSEEN && billed >= 0;
        return costKnown && (except ? exceptCode != AnswerScanner.NO_CODE : exceptSeen);
    }

    /// Whose fault it is, when the HTTP status says success.
    ErrorClass errorClass(Endpoint call) {
        if (except) return exceptCode == AnswerScanner.NO_CODE ? ErrorClass.CALLER : ofTransaction(exceptCode);
        if (error && (status >= 400 || errorCode != AnswerScanner.NO_CODE)) return refusalClass(status, call);
        return receipt == Receipt.FAILURE ? ErrorClass.CALLER : ErrorClass.NONE;
    }

    /// Whose fault it is, when the HTTP status is this one and no success.
    ErrorClass refusalClass(int httpStatus, Endpoint call) {
        return switch (httpStatus) {
            case 408, 429, 502, 503, 504 -> ErrorClass.NODE; // old nodes say 429 when they are busy
            case 401, 403, 405, 407, 413 -> isOfNodeos() ? ofBadRequest(call) : ErrorClass.NODE;
            case 404 -> isOfNodeos() && !isMissingCall(call) ? ofBadRequest(call) : ErrorClass.NODE;
            default ->
                httpStatus >= 400 && httpStatus < 500 ? ofBadRequest(call) : ofServerError(call.carriesTransactions());
        };
    }

    /// Whether nodeos itself has said it. Without its number it was somebody between us and the node who refuses, does
    /// not know the path or wants smaller bodies: set up so by the operator, and no client's doing.
    private boolean isOfNodeos() {
        return errorCode != AnswerScanner.NO_CODE;
    }

    /// Whether the node does not have the call ("Unknown Endpoint"): its plugin is not loaded, or it is of another
    /// version. Another node may have it, and clients that try the newest call first are honest.
    ///
    /// Only exact paths are known to be calls. The trace API says the same of a block that it does not have.
    private boolean isMissingCall(Endpoint call) {
        return errorCode == NodeosError.EXCEPTION.code()
                && !call.path().isEmpty()
                && call.group() != EndpointGroup.TRACE;
    }

    /// By the number only if it is one of the chain: the HTTP layer of nodeos has small ones of its own, and has not
    /// looked at the transaction.
    private ErrorClass ofBadRequest(Endpoint call) {
        if (errorCode >= NodeosError.OF_CHAIN) return NodeosError.classOf(errorCode);
        return call.carriesTransactions() ? ErrorClass.INVALID : ErrorClass.CALLER;
    }

    /// nodeos says 500 to most of what callers do wrong; it is the node's own fault only if there is no number.
    private ErrorClass ofServerError(boolean transaction) {
        if (errorCode == AnswerScanner.NO_CODE) return ErrorClass.NODE;
        return transaction ? ofTransaction(errorCode) : NodeosError.classOf(errorCode);
    }

    private static ErrorClass ofTransaction(int code) {
        return NodeosError.classOfTransaction(code);
    }

    /// The number behind the failure, or [AnswerScanner#NO_CODE].
    int code() {
        return except ? exceptCode : errorCode;
    }

    /// Microseconds that it cost the node: billed if executed, else elapsed, else 0.
    long cpuMicros() {
        return Math.clamp(billed >= 0 ? billed : elapsed, 0, CPU_MICROS_MAX);
    }
}
