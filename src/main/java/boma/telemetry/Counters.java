package boma.telemetry;

import boma.antelope.Endpoint;
import boma.antelope.ErrorClass;
import boma.antelope.NodeosError;
import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.exchange.Ground;
import boma.exchange.Side;
import boma.exchange.Summary;
import java.util.Arrays;

/// What one event loop counts, as plain numbers. The loop's thread counts; others read without any order, so that a
/// sum may be a moment old, but no count is ever lost.
@SuppressWarnings("EnumOrdinal") // places in arrays, which never leave the process
final class Counters {
    static final int ERROR_CLASSES = ErrorClass.values().length;
    static final int ERRORS = NodeosError.values().length;

    /// Volatile, so that whoever reads a new array also sees what is in it.
    private volatile ListenerCounters[] listeners = new ListenerCounters[0];

    private volatile NodeCounters[] nodes = new NodeCounters[0];

    /// By id of the ground.
    final long[] refusals = new long[Ground.MAX];

    final long[] observed = new long[Ground.MAX];
    final long[] connectionsRefused = new long[Ground.MAX];

    /// By call and error class.
    final long[] failures = new long[Endpoint.COUNT * ERROR_CLASSES];

    /// By ordinal of the error.
    final long[] errors = new long[ERRORS];

    final Histogram durations = new Histogram();
    long retries;
    long transactions;
    long transactionsFailed;
    long actions;
    long cpuMicros;
    long connectionsDisplaced;
    long acceptPauses;
    long linesLeftOut;
    long bugs;

    Counters(int listeners, int nodes) {
        if (listeners > 0) listener(listeners - 1);
        if (nodes > 0) node(nodes - 1);
    }

    ListenerCounters[] listeners() {
        return listeners;
    }

    NodeCounters[] nodes() {
        return nodes;
    }

    void count(Exchange x, long nowNanos) {
        int status = ListenerCounters.statusClass(x.status);
        ListenerCounters l = listener(x.listener);
        l.requests[x.endpoint.id() * ListenerCounters.STATUS_CLASSES + status]++;
        l.bytesIn += x.bytesIn;
        l.bytesOut += x.bytesOut;
        durations.add(Math.max(0, nowNanos - x.startNanos));
        retries += x.retries;
        Ground ground = EntryWriter.ground(x.verdict);
        if (ground != null) refusals[ground.id()]++;
        for (int i = 0; i < x.observed.size(); i++) observed[x.observed.get(i).id()]++;
        if (x.node >= 0) countNode(x, status);
        countOutcome(x);
    }

    /// A node failed, and another try follows.
    void countFailure(int node, Failure failure) {
        node(node).failures[failure.reason().ordinal()]++;
    }

    private void countNode(Exchange x, int status) {
        NodeCounters n = node(x.node);
        Failure failure = x.failure;
        if (failure != null && failure.side() == Side.NODE) {
            n.failures[failure.reason().ordinal()]++;
        } else if (x.answeredNanos != 0) {
            n.requests[status]++;
            if (x.sentNanos != 0) n.answers.add(Math.max(0, x.answeredNanos - x.sentNanos));
        }
    }

    private void countOutcome(Exchange x) {
        if (x.errorClass != ErrorClass.NONE) {
            failures[x.endpoint.id() * ERROR_CLASSES + x.errorClass.id()]++;
            errors[NodeosError.of(x.errorCode).ordinal()]++;
        }
        transactionsFailed += x.failedTransactions;
        cpuMicros += x.cpuMicros;
        Summary summary = x.summary;
        if (x.carriesTransactions && summary != null) {
            transactions += summary.transactions;
            actions += summary.actions;
        }
    }

    /// The counters of a listener; new ones appear when a configuration is loaded.
    ListenerCounters listener(int index) {
        ListenerCounters[] known = listeners;
        if (index >= known.length) {
            ListenerCounters[] more = Arrays.copyOf(known, index + 1);
            for (int i = known.length; i < more.length; i++) more[i] = new ListenerCounters();
            listeners = known = more;
        }
        return known[index];
    }

    NodeCounters node(int index) {
        NodeCounters[] known = nodes;
        if (index >= known.length) {
            NodeCounters[] more = Arrays.copyOf(known, index + 1);
            for (int i = known.length; i < more.length; i++) more[i] = new NodeCounters();
            nodes = known = more;
        }
        return known[index];
    }
}
