package boma.ledger;

import boma.client.Client;
import java.time.Duration;

/// One alteration of what is remembered of clients. [Ledger#apply] is the only way to make one, whoever wishes it: a
/// limit, an operator, a file of earlier bans or another instance.
public sealed interface Change {
    Client client();

    /// The client's identity is refused from now on, for the duration.
    ///
    /// @param duration more than nothing and at most [#LONGEST]
    /// @param reason   a stable word for logs and refusals, such as the name of the limit
    record Banned(Client client, Duration duration, String reason) implements Change {
        /// Whoever means "for ever" says a hundred years: a sum of two of these still fits in 64 bits of nanoseconds.
        public static final Duration LONGEST = Duration.ofDays(36_500);

        static final int REASON_MAX = 200;

        public Banned {
            if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a ban lasts more than 0 and at most 36500 days, not " + duration);
            }
            if (reason.isEmpty() || reason.length() > REASON_MAX) {
                throw new IllegalArgumentException("a ban's reason has 1 to 200 characters, not " + reason.length());
            }
        }
    }

    /// The client is let in again, before its ban has ended.
    record Unbanned(Client client) implements Change {}
}
