package boma.upstream;

import boma.config.Section;
import java.time.Duration;

/// `health = { … }` of a pool.
///
/// @param kind    how to ask; see [Kind]
/// @param path    what to ask for with kind `http`; any 2xx is well
/// @param every   time between two questions
/// @param timeout time for one answer
/// @param headAge how old the head block may be with kind `antelope`
/// @param rise    good answers in a row that bring a node back
/// @param fall    failures in a row, of questions or of requests, that take a node out
public record HealthConfig(
        Kind kind, String path, Duration every, Duration timeout, Duration headAge, int rise, int fall) {
    public enum Kind {
        /// `get_info`, and the head block must be young.
        ANTELOPE,
        /// A GET that is answered 2xx.
        HTTP,
        /// No questions; a node that failed is tried again after `every`.
        NONE
    }

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration HEAD_AGE = Duration.ofSeconds(5);
    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofHours(1);
    private static final Duration HEAD_AGE_MOST = Duration.ofDays(36_500); // "never mind the age" for test chains
    private static final int COUNT_MAX = 100;

    static HealthConfig read(Section s, Kind usual) {
        return new HealthConfig(
                s.oneOf("kind", Kind.class, usual),
                s.text("path", "/"),
                s.duration("every", LEAST, MOST, EVERY),
                s.duration("timeout", LEAST, MOST, TIMEOUT),
                s.duration("head-age", LEAST, HEAD_AGE_MOST, HEAD_AGE),
                s.count("rise", 1, COUNT_MAX, 2),
                s.count("fall", 1, COUNT_MAX, 3));
    }
}
