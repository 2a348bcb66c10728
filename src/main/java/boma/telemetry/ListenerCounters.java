package boma.telemetry;

import boma.antelope.Endpoint;

/// What one event loop counts of one listener. One thread counts, others read.
final class ListenerCounters {
    /// `none`, `1xx`, `2xx`, …, `5xx`.
    static final int STATUS_CLASSES = 6;

    /// By call and class of the status.
    final long[] requests = new long[Endpoint.COUNT * STATUS_CLASSES];

    long bytesIn;
    long bytesOut;
    long connectionsOpened;
    long connectionsClosed;

    /// Adds another one's counts: for a sum over event loops.
    void addAll(ListenerCounters other) {
        for (int i = 0; i < requests.length; i++) requests[i] += other.requests[i];
        bytesIn += other.bytesIn;
        bytesOut += other.bytesOut;
        connectionsOpened += other.connectionsOpened;
        connectionsClosed += other.connectionsClosed;
    }

    static int statusClass(int status) {
        int hundreds = status / 100;
        return hundreds < STATUS_CLASSES ? hundreds : 0;
    }

    static String statusText(int statusClass) {
        return statusClass == 0 ? "none" : statusClass + "xx";
    }
}
