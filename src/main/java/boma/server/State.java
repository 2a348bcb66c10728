package boma.server;

/// What one client's connection is at.
enum State {
    /// Waits for the PROXY header.
    PROXY_HEADER,
    /// Waits for a head, or for the rest of one.
    HEAD,
    /// Gathers a body that must be seen whole.
    COLLECT,
    /// Waits until a limit allows the request.
    STALLED,
    /// Throws the rest of a refused request's body away.
    DISCARD,
    /// Passes a body on as it comes.
    STREAM,
    /// Waits for the answer.
    WAIT,
    TUNNEL,
    /// All is said; waits until the client has taken it.
    FLUSH,
    /// Has said that it will say no more, and lets the client finish, lest a reset destroy the answer.
    LINGER,
    CLOSED
}
