package boma.exchange;

/// How the outside world failed, as a value: whose side, when, and whether asking again is safe.
///
/// @param retriable true only when no byte of an answer was seen, so that a request without a body may be sent again
/// @param detail    one phrase for logs, such as `closed after 0 bytes`
public record Failure(Side side, Moment moment, Reason reason, boolean retriable, String detail) {}
