package boma.demo;

import boma.demo.Caller.Answer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What became of a request, as its client sees it.
sealed interface Outcome {
    /// The node did what was asked.
    record Served() implements Outcome {}

    /// The node answered that it failed.
    record Failed() implements Outcome {}

    /// Boma refused it.
    ///
    /// @param reason  the word for it, such as `rate-limited`
    /// @param by      the rule or limit behind it; the reason again where there is none
    /// @param seconds until a retry makes sense, 0 if it never does
    record Refused(String reason, String by, int seconds) implements Outcome {
        String text() {
            if (by.equals(reason)) return reason;
            return (reason.equals("rate-limited") ? "limit \"" : "rule \"") + by + '"';
        }
    }

    /// The connection was refused, reset or closed: there was no answer.
    record Cut() implements Outcome {}

    /// How a refusal says what it is, and what it stands on; names in the demo's file need no escapes.
    Pattern REFUSAL = Pattern.compile("\"name\":\"firewall_([a-z_]+)\"");
    Pattern BY = Pattern.compile("\"method\":\"([^\"]+)\"");

    Outcome SERVED = new Served();
    Outcome FAILED = new Failed();
    Outcome CUT = new Cut();

    static Outcome of(Answer answer) {
        Matcher refusal = REFUSAL.matcher(answer.body());
        if (refusal.find()) {
            String reason = refusal.group(1).replace('_', '-');
            Matcher by = BY.matcher(answer.body());
            return new Refused(reason, by.find() ? by.group(1) : reason, answer.retryAfterSeconds());
        }
        boolean failed = answer.status() >= 400 || answer.body().contains("\"except\":{");
        return failed ? FAILED : SERVED;
    }
}
