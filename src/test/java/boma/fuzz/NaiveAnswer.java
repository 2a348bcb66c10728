package boma.fuzz;

import boma.antelope.ErrorClass;
import boma.antelope.NodeosError;
import boma.fuzz.StrictJson.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What became of a call, as somebody finds out who has the whole answer as a tree.
final class NaiveAnswer {
    /// @param code      of the first failure of this class, -1 if there is none
    /// @param cpuMicros of all transactions together
    record Outcome(ErrorClass errorClass, int code, int executed, int failed, long cpuMicros) {}

    private record Failure(ErrorClass errorClass, int code) {}

    private static final List<ErrorClass> WORST_FIRST =
            List.of(ErrorClass.SIGNATURE, ErrorClass.CALLER, ErrorClass.INVALID, ErrorClass.NODE, ErrorClass.DUPLICATE);
    private static final Pattern FIRST_DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final int NO_CODE = -1;
    private static final int OF_CHAIN = 3_000_000;
    private static final long CPU_MICROS_MAX = 3_600_000_000L;

    private final boolean transaction;
    private final List<Failure> failures = new ArrayList<>();
    private int executed;
    private long cpuMicros;

    private NaiveAnswer(boolean transaction) {
        this.transaction = transaction;
    }

    /// @param transaction whether the call carries transactions
    /// @param many        whether their answers come in a list
    static Outcome of(Object answer, boolean transaction, boolean many, int status) {
        var naive = new NaiveAnswer(transaction);
        boolean success = status >= 200 && status <= 299;
        boolean list = many && answer instanceof List;
        if (list) {
            naive.elements((List<?>) answer);
        } else if (success) {
            naive.settle(members(answer));
        }
        if (!success) naive.failures.add(naive.refusal(status, list ? Map.of() : members(answer)));
        return naive.outcome();
    }

    /// Whether no member of an answer contradicts another: nodeos says one thing at a time.
    static boolean isPlain(Object answer) {
        if (answer instanceof List<?> list) return list.stream().allMatch(NaiveAnswer::isPlain);
        Map<?, ?> members = members(answer);
        Map<?, ?> processed = processed(members);
        boolean both = members.containsKey("processed") && members.containsKey("result");
        boolean twice = processed.containsKey("except") && processed.containsKey("error");
        boolean mixed = members.containsKey("error") && !processed.isEmpty();
        return !both && !twice && !mixed;
    }

    /// What is no answer ends the reading.
    private void elements(List<?> answers) {
        for (Object answer : answers) {
            if (answer instanceof Map<?, ?> members) {
                settle(members);
            } else if (!(answer instanceof List)) {
                return;
            }
        }
    }

    private void settle(Map<?, ?> members) {
        Map<?, ?> processed = processed(members);
        Map<?, ?> receipt = members(processed.get("receipt"));
        long billed = number(receipt.get("cpu_usage_us"));
        long elapsed = number(processed.get("elapsed"));
        cpuMicros += Math.clamp(billed >= 0 ? billed : elapsed, 0, CPU_MICROS_MAX);
        Failure failure = failure(members, processed, receipt);
        if (failure.errorClass != ErrorClass.NONE) {
            failures.add(failure);
        } else if (transaction) {
            executed++;
        }
    }

    private Failure failure(Map<?, ?> members, Map<?, ?> processed, Map<?, ?> receipt) {
        Object except = except(processed);
        if (says(except)) {
            int code = exceptCode(except);
            return new Failure(code == NO_CODE ? ErrorClass.CALLER : NodeosError.classOfTransaction(code), code);
        }
        int status = code(members.get("code"));
        if (says(members.get("error")) && (status >= 400 || errorCode(members) != NO_CODE)) {
            return refusal(Math.max(status, 0), members);
        }
        Object said = receipt.get("status");
        boolean failed = isText(said) && says(said) && !"executed".equals(said) && !"delayed".equals(said);
        return new Failure(failed ? ErrorClass.CALLER : ErrorClass.NONE, NO_CODE);
    }

    /// The class goes by the number in `error`; the number told may be that of the transaction.
    private Failure refusal(int status, Map<?, ?> members) {
        int errorCode = errorCode(members);
        Object except = except(processed(members));
        ErrorClass c = switch (status) {
            case 408, 429, 502, 503, 504 -> ErrorClass.NODE;
            case 401, 403, 405, 407, 413 -> errorCode == NO_CODE ? ErrorClass.NODE : badRequest(errorCode);
            case 404 -> errorCode == NO_CODE || errorCode == 0 ? ErrorClass.NODE : badRequest(errorCode);
            default -> status >= 400 && status < 500 ? badRequest(errorCode) : serverError(errorCode);
        };
        return new Failure(c, says(except) ? exceptCode(except) : errorCode);
    }

    private static @Nullable Object except(Map<?, ?> processed) {
        return processed.containsKey("except") ? processed.get("except") : processed.get("error");
    }

    private static int exceptCode(@Nullable Object except) {
        return code(except instanceof Map<?, ?> object ? object.get("code") : except);
    }

    private ErrorClass badRequest(int code) {
        if (code >= OF_CHAIN) return NodeosError.classOf(code);
        return transaction ? ErrorClass.INVALID : ErrorClass.CALLER;
    }

    private ErrorClass serverError(int code) {
        if (code == NO_CODE) return ErrorClass.NODE;
        return transaction ? NodeosError.classOfTransaction(code) : NodeosError.classOf(code);
    }

    private Outcome outcome() {
        for (ErrorClass worst : WORST_FIRST) {
            for (Failure failure : failures) {
                if (failure.errorClass == worst) {
                    return new Outcome(worst, failure.code, executed, failures.size(), cpuMicros);
                }
            }
        }
        return new Outcome(ErrorClass.NONE, NO_CODE, executed, 0, cpuMicros);
    }

    private static int errorCode(Map<?, ?> members) {
        return code(members(members.get("error")).get("code"));
    }

    private static Map<?, ?> processed(Map<?, ?> members) {
        return members(members.containsKey("processed") ? members.get("processed") : members.get("result"));
    }

    private static Map<?, ?> members(@Nullable Object value) {
        return value instanceof Map<?, ?> members ? members : Map.of();
    }

    /// Whether there is something and it is not null, false or a list.
    private static boolean says(@Nullable Object value) {
        boolean nothing = value instanceof Literal(String text) && (text.equals("null") || text.equals("false"));
        return value != null && !nothing && !(value instanceof List);
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String || value instanceof Literal;
    }

    private static int code(@Nullable Object value) {
        return (int) Math.min(number(value), Integer.MAX_VALUE);
    }

    /// The number with which a text begins, or -1.
    private static long number(@Nullable Object value) {
        String text = value instanceof Literal(String literal) ? literal : value instanceof String string ? string : "";
        Matcher digits = FIRST_DIGITS.matcher(text);
        return digits.lookingAt() ? Long.parseLong(digits.group()) : -1;
    }
}
