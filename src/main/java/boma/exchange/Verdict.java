package boma.exchange;

/// What was decided about an exchange. Verdicts are built when a configuration is loaded, never per request.
public sealed interface Verdict {
    Verdict PASS = new Pass();

    /// Go on to the next step.
    record Pass() implements Verdict {}

    /// Answer here, without a node: a preflight, for example.
    ///
    /// @param response whole answer but for the fields that depend on the request
    record Answer(LocalAnswer response) implements Verdict {}

    /// Refuse with an answer that says why.
    ///
    /// @param banNanos how long the client is banned for it, 0 for not at all
    record Deny(Ground ground, Refusal refusal, long banNanos) implements Verdict {
        public Deny {
            if (banNanos < 0) throw new IllegalArgumentException("banNanos is negative");
        }
    }

    /// End the connection by a reset, without a word.
    record Drop(Ground ground) implements Verdict {}

    /// Wait until the limit allows, then ask again; how long stands in [Exchange#waitNanos].
    record Stall(Ground ground) implements Verdict {}
}
