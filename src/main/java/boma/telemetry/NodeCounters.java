package boma.telemetry;

import boma.exchange.Reason;

/// What one event loop counts of one node. One thread counts, others read.
final class NodeCounters {
    static final int REASONS = Reason.values().length;

    /// Answers by class of the status.
    final long[] requests = new long[ListenerCounters.STATUS_CLASSES];

    /// By ordinal of the reason.
    final long[] failures = new long[REASONS];

    /// From the request to the first byte of the answer.
    final Histogram answers = new Histogram();

    long connectionsOpened;
    long connectionsClosed;

    /// Adds another one's counts: for a sum over event loops.
    void addAll(NodeCounters other) {
        for (int i = 0; i < requests.length; i++) requests[i] += other.requests[i];
        for (int i = 0; i < failures.length; i++) failures[i] += other.failures[i];
        answers.addAll(other.answers);
        connectionsOpened += other.connectionsOpened;
        connectionsClosed += other.connectionsClosed;
    }
}
