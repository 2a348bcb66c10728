package boma.telemetry;

/// How full the table of one limit is.
///
/// @param limit     name of the limit
/// @param keys      keys that it remembers
/// @param keysMax   keys that it can remember
/// @param forgotten keys that made room too early, since the start
public record TableUse(String limit, long keys, long keysMax, long forgotten) {}
