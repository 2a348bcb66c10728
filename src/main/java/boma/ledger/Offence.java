package boma.ledger;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a client did wrong. The label is the word in config, logs and metrics.
///
/// The first seven wrongs are those that Patroneos knew; its fail2ban filters look for [#patroneos()].
public enum Offence {
    NONE(false),
    INVALID_JSON(true),
    PARSE_ERROR(true),
    TOO_MANY_TRANSACTIONS(true),
    INVALID_TRANSACTION_SIZE(true),
    INVALID_NUMBER_SIGNATURES(true),
    BLACKLISTED_CONTRACT(true),
    /// The node took the transaction and it failed there by the caller's fault.
    TRANSACTION_FAILED(true),
    /// A limit refused the request.
    RATE_LIMITED(false),
    /// The request is not HTTP as this proxy accepts it.
    BAD_REQUEST(false),
    /// The path is not public, such as the node's own administration.
    FORBIDDEN_PATH(false),
    /// An operator's rule refused the request.
    RULE(false);

    private final String label;
    private final @Nullable String patroneos;

    Offence(boolean inPatroneos) {
        this.label = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.patroneos = inPatroneos ? name() : null;
    }

    /// `invalid-json`, `transaction-failed`, …
    public String label() {
        return label;
    }

    /// The word that Patroneos wrote for it (`TRANSACTION_FAILED`), or null when it knew no such thing.
    public @Nullable String patroneos() {
        return patroneos;
    }
}
