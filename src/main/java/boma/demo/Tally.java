package boma.demo;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// What one client has asked and what became of it. Its thread counts, any thread may look.
final class Tally {
    private static final String BANNED = "banned: connection reset";

    private long asked;
    private long served;
    private long failed;
    private long cut;
    private long answeredNanos;
    private final Map<String, Long> reasons = new LinkedHashMap<>();
    private final Map<Ask.Kind, Long> refused = new EnumMap<>(Ask.Kind.class);
    private Outcome last = Outcome.SERVED;
    private long retryNanos;

    /// All numbers of a moment.
    ///
    /// @param passed      requests that the node answered
    /// @param failed      those of them that failed there
    /// @param refused     requests that Boma refused, with or without an answer
    /// @param cut         those of them without
    /// @param reasons     refused requests by what they were refused for
    /// @param meanMicros  mean time until an answer from the node
    /// @param last        what became of the last request
    /// @param retryNanos  when the last refusal said that a retry makes sense
    record Numbers(
            long asked,
            long passed,
            long failed,
            long refused,
            long cut,
            long refusedPushes,
            long refusedTables,
            Map<String, Long> reasons,
            long meanMicros,
            Outcome last,
            long retryNanos) {
        /// Whether Boma resets all connections at this moment.
        boolean banned() {
            return last instanceof Outcome.Cut;
        }

        /// Seconds until a ban ends.
        long banSeconds(long nowNanos) {
            return Math.max(0, Math.ceilDiv(retryNanos - nowNanos, 1_000_000_000L));
        }

        /// What most requests were refused for, empty if none were.
        String mainReason() {
            return reasons.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse("");
        }
    }

    synchronized void count(Ask ask, Outcome outcome, long tookNanos, long nowNanos) {
        asked++;
        last = outcome;
        switch (outcome) {
            case Outcome.Served _ -> {
                served++;
                answeredNanos += tookNanos;
            }
            case Outcome.Failed _ -> {
                failed++;
                answeredNanos += tookNanos;
            }
            case Outcome.Refused r -> {
                retryNanos = nowNanos + r.seconds() * 1_000_000_000L;
                refused(ask, r.text());
            }
            case Outcome.Cut _ -> {
                cut++;
                refused(ask, BANNED);
            }
        }
    }

    private void refused(Ask ask, String why) {
        reasons.merge(why, 1L, Long::sum);
        refused.merge(ask.kind(), 1L, Long::sum);
    }

    synchronized Numbers numbers() {
        long passed = served + failed;
        return new Numbers(
                asked,
                passed,
                failed,
                asked - passed,
                cut,
                refused.getOrDefault(Ask.Kind.PUSH, 0L),
                refused.getOrDefault(Ask.Kind.TABLE, 0L),
                new LinkedHashMap<>(reasons),
                passed == 0 ? 0 : answeredNanos / passed / 1000,
                last,
                retryNanos);
    }
}
