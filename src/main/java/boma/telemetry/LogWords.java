package boma.telemetry;

import boma.antelope.Endpoint;
import boma.antelope.ErrorClass;
import boma.antelope.NodeosError;
import boma.bytes.JsonWriter;
import boma.exchange.Ground;
import boma.exchange.Moment;
import boma.exchange.Reason;
import boma.exchange.Side;
import boma.http.Method;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The words that log lines are made of, as JSON members such as `"method":"GET"`, so that a line is little more than
/// copies. Confined to the log's thread.
@SuppressWarnings("EnumOrdinal") // places in arrays, which never leave the process
final class LogWords {
    private final byte[][] methods = members(LogField.METHOD, Method.values(), Method::name);
    private final byte[][] reasons = members(LogField.REASON, Reason.values(), Reason::label);
    private final byte[][] moments = members(LogField.FAILURE_MOMENT, Moment.values(), Moment::label);
    private final byte[][] sides = members(LogField.FAILURE_SIDE, Side.values(), LogWords::lower);
    private final byte[][] verdicts = members(LogField.VERDICT, LogEntry.Decision.values(), LogWords::lower);
    private final byte[][] errorClasses = members(LogField.ERROR_CLASS, ErrorClass.values(), ErrorClass::word);
    private final byte[][] errors = members(LogField.ERROR_NAME, NodeosError.values(), NodeosError::word);
    private final byte[][] calls = members(LogField.CALL, Endpoint.values(), Endpoint::call);
    private List<GroundWords> grounds = List.of();

    private static final class GroundWords {
        final Ground ground;
        final byte[] reason;
        final byte[] by; // empty when nobody gave it a name
        final byte[] observed; // by its name, else by its reason

        GroundWords(Ground g) {
            ground = g;
            reason = member(LogField.REASON, g.reason().label());
            by = g.by().isEmpty() ? new byte[0] : member(LogField.BY, g.by());
            observed = member(LogField.OBSERVED, g.by().isEmpty() ? g.reason().label() : g.by());
        }
    }

    byte[] method(LogEntry e) {
        return methods[e.method().ordinal()];
    }

    byte[] call(LogEntry e) {
        return calls[e.endpoint().id()];
    }

    byte[] verdict(LogEntry e) {
        return verdicts[e.decision().ordinal()];
    }

    byte[] failureReason(LogEntry e) {
        return reasons[e.failureReason()];
    }

    byte[] errorClass(LogEntry e) {
        return errorClasses[e.errorClass().id()];
    }

    byte[] errorName(LogEntry e) {
        return errors[NodeosError.of(e.errorCode()).ordinal()];
    }

    byte[] side(LogEntry e) {
        return sides[e.failureSide().ordinal()];
    }

    byte[] moment(LogEntry e) {
        return moments[e.failureMoment().ordinal()];
    }

    /// The ground of this id.
    Ground ground(int id) {
        return words(id).ground;
    }

    byte[] reason(int ground) {
        return words(ground).reason;
    }

    /// Empty when the ground has no name.
    byte[] by(int ground) {
        return words(ground).by;
    }

    byte[] observed(int ground) {
        return words(ground).observed;
    }

    /// Grounds only come, when a configuration is loaded, and never go.
    private GroundWords words(int id) {
        if (id >= grounds.size())
            grounds = Ground.all().stream().map(GroundWords::new).toList();
        return grounds.get(id);
    }

    private static <T> byte[][] members(LogField field, T[] values, Function<T, String> word) {
        var members = new byte[values.length][];
        for (int i = 0; i < values.length; i++) members[i] = member(field, word.apply(values[i]));
        return members;
    }

    private static byte[] member(LogField field, @Nullable String word) {
        return new JsonWriter(64)
                .name(field.label())
                .text(word == null ? "" : word)
                .toBytes();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
