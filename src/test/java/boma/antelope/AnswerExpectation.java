package boma.antelope;

import static boma.antelope.AnswerRecord.object;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What becomes of a call by the rules, worked out slowly from the whole answer.
record AnswerExpectation(ErrorClass errorClass, int errorCode, int executed, int failed, long cpuMicros) {
    private static final AnswerExpectation NOTHING = new AnswerExpectation(ErrorClass.NONE, -1, 0, 0, 0);

    static AnswerExpectation of(AnswerRecord r) {
        if (!r.succeeded()) return refused(r);
        if (!r.endpoint().carriesTransactions() || !r.whole()) {
            return r.whole() ? NOTHING : new AnswerExpectation(ErrorClass.NONE, -1, 1, 0, 0);
        }
        Object body = AnswerRecord.parse(r.body());
        List<?> answers = body instanceof List<?> list ? list : List.of(object(body));
        AnswerExpectation sum = NOTHING;
        for (Object answer : answers)
            sum = sum.plus(transaction(object(object(answer).get("processed"))));
        return sum;
    }

    private static AnswerExpectation refused(AnswerRecord r) {
        Object code = r.body().startsWith("{")
                ? object(object(AnswerRecord.parse(r.body())).get("error")).get("code")
                : null;
        if (!(code instanceof Number number))
            return failure(r.status() >= 500 ? ErrorClass.NODE : badRequest(r), -1, 0);
        if (isMissingCall(r, number.intValue())) return failure(ErrorClass.NODE, number.intValue(), 0);
        if (r.status() < 500 && number.intValue() < 3000000) return failure(badRequest(r), number.intValue(), 0);
        return failure(classOf(r, number.intValue()), number.intValue(), 0);
    }

    private static ErrorClass badRequest(AnswerRecord r) {
        return r.endpoint().carriesTransactions() ? ErrorClass.INVALID : ErrorClass.CALLER;
    }

    private static boolean isMissingCall(AnswerRecord r, int code) {
        return r.status() == 404
                && code == 0
                && !r.endpoint().path().isEmpty()
                && r.body().contains("Unknown Endpoint");
    }

    private static ErrorClass classOf(AnswerRecord r, int code) {
        return r.endpoint().carriesTransactions() ? NodeosError.classOfTransaction(code) : NodeosError.classOf(code);
    }

    private static AnswerExpectation transaction(Map<String, @Nullable Object> processed) {
        Map<String, @Nullable Object> receipt = object(processed.get("receipt"));
        long elapsed = number(processed.get("elapsed"));
        if (processed.get("error") instanceof String text) {
            int code = Integer.parseInt(text.substring(0, text.indexOf(' ')));
            return failure(NodeosError.classOfTransaction(code), code, elapsed);
        }
        if (processed.get("except") != null) {
            int code = (int) number(object(processed.get("except")).get("code"));
            return failure(NodeosError.classOfTransaction(code), code, elapsed);
        }
        return new AnswerExpectation(ErrorClass.NONE, -1, 1, 0, number(receipt.getOrDefault("cpu_usage_us", elapsed)));
    }

    private static AnswerExpectation failure(ErrorClass c, int code, long micros) {
        return new AnswerExpectation(c, code, 0, 1, micros);
    }

    private AnswerExpectation plus(AnswerExpectation other) {
        boolean mine = errorClass != ErrorClass.NONE;
        return new AnswerExpectation(
                mine ? errorClass : other.errorClass,
                mine ? errorCode : other.errorCode,
                executed + other.executed,
                failed + other.failed,
                cpuMicros + other.cpuMicros);
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number n ? n.longValue() : 0;
    }
}
