package boma.telemetry;

import boma.antelope.Endpoint;
import boma.antelope.ErrorClass;
import boma.antelope.NodeosError;
import boma.exchange.Ground;
import boma.exchange.Reason;
import boma.ledger.Ledger;
import boma.limit.LimitTables;
import boma.upstream.Node;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;

/// Sums up at each scrape what the event loops have counted, and asks the rest of the process how it is.
@SuppressWarnings("EnumOrdinal") // places in arrays, which never leave the process
public final class Metrics {
    private static final Endpoint[] ENDPOINTS = Endpoint.values();
    private static final ErrorClass[] CLASSES = ErrorClass.values();
    private static final NodeosError[] ERRORS = NodeosError.values();
    private static final Reason[] REASONS = Reason.values();

    private final List<Counters> loops;
    private final AccessLog log;
    private final Gauges gauges;

    /// @param recorders of all event loops
    public Metrics(List<Recorder> recorders, AccessLog log, Gauges gauges) {
        this.loops = recorders.stream().map(Recorder::counters).toList();
        this.log = log;
        this.gauges = gauges;
    }

    /// All values of now. For any thread; two scrapes at a time are one after the other.
    public synchronized MetricSnapshots scrape() {
        var page = new Page();
        page.info(Metric.BUILD_INFO, gauges.version());
        Roster roster = log.roster();
        fillListeners(page, roster);
        fillGrounds(page);
        fillOutcomes(page);
        for (Node node : roster.nodes()) fillNode(page, node);
        fillTops(page);
        fillClients(page);
        fillLogs(page);
        ProcessFacts.fill(page);
        return page.snapshots();
    }

    private interface Part {
        long of(Counters loop);
    }

    private long sum(Part part) {
        long sum = 0;
        for (Counters loop : loops) sum += part.of(loop);
        return sum;
    }

    private void fillListeners(Page page, Roster roster) {
        var durations = new Histogram();
        for (Counters loop : loops) durations.addAll(loop.durations);
        page.histogram(Metric.REQUEST_DURATION, durations);
        for (int i = 0; i < roster.listeners(); i++) {
            var sum = new ListenerCounters();
            for (Counters loop : loops) if (i < loop.listeners().length) sum.addAll(loop.listeners()[i]);
            String name = roster.listener(i);
            page.count(Metric.REQUEST_BYTES, sum.bytesIn, name);
            page.count(Metric.ANSWER_BYTES, sum.bytesOut, name);
            page.count(Metric.CONNECTIONS, sum.connectionsOpened, name);
            page.gauge(Metric.CONNECTIONS_OPEN, open(sum.connectionsOpened, sum.connectionsClosed), name);
            fillRequests(page, sum, name);
        }
    }

    private static void fillRequests(Page page, ListenerCounters sum, String listener) {
        for (Endpoint endpoint : ENDPOINTS) {
            for (int status = 0; status < ListenerCounters.STATUS_CLASSES; status++) {
                long n = sum.requests[endpoint.id() * ListenerCounters.STATUS_CLASSES + status];
                if (n == 0) continue;
                page.count(Metric.REQUESTS, n, listener, endpoint.call(), ListenerCounters.statusText(status));
            }
        }
    }

    /// The two were read at different moments.
    private static long open(long opened, long closed) {
        return Math.max(0, opened - closed);
    }

    private void fillGrounds(Page page) {
        for (Ground ground : Ground.all()) {
            int id = ground.id();
            fillGround(page, Metric.REFUSALS, sum(loop -> loop.refusals[id]), ground);
            fillGround(page, Metric.OBSERVED, sum(loop -> loop.observed[id]), ground);
            fillGround(page, Metric.CONNECTIONS_REFUSED, sum(loop -> loop.connectionsRefused[id]), ground);
        }
    }

    private static void fillGround(Page page, Metric metric, long n, Ground ground) {
        if (n > 0) page.count(metric, n, ground.reason().label(), ground.by());
    }

    private void fillOutcomes(Page page) {
        for (Endpoint endpoint : ENDPOINTS) {
            for (ErrorClass c : CLASSES) {
                long n = sum(loop -> loop.failures[endpoint.id() * Counters.ERROR_CLASSES + c.id()]);
                if (n > 0) page.count(Metric.FAILURES, n, endpoint.call(), c.word());
            }
        }
        for (NodeosError error : ERRORS) {
            long n = sum(loop -> loop.errors[error.ordinal()]);
            String code = error == NodeosError.OTHER ? "other" : Integer.toString(error.code());
            if (n > 0) page.count(Metric.NODE_ERRORS, n, code, error.word());
        }
        page.count(Metric.TRANSACTIONS, sum(loop -> loop.transactions));
        page.count(Metric.TRANSACTIONS_FAILED, sum(loop -> loop.transactionsFailed));
        page.count(Metric.ACTIONS, sum(loop -> loop.actions));
        page.count(Metric.BILLED_CPU, sum(loop -> loop.cpuMicros) / 1e6);
        page.count(Metric.RETRIES, sum(loop -> loop.retries));
        page.count(Metric.CONNECTIONS_DISPLACED, sum(loop -> loop.connectionsDisplaced));
        page.count(Metric.ACCEPT_PAUSES, sum(loop -> loop.acceptPauses));
        page.count(Metric.BUGS, sum(loop -> loop.bugs));
    }

    private void fillNode(Page page, Node node) {
        String pool = node.pool();
        String name = node.name();
        var sum = new NodeCounters();
        for (Counters loop : loops) if (node.index() < loop.nodes().length) sum.addAll(loop.nodes()[node.index()]);
        page.gauge(Metric.NODE_UP, node.state() == Node.State.UP ? 1 : 0, pool, name);
        page.gauge(Metric.NODE_IN_FLIGHT, node.inFlight(), pool, name);
        if (node.headAgeMillis() >= 0) page.gauge(Metric.NODE_HEAD_AGE, node.headAgeMillis() / 1e3, pool, name);
        page.gauge(Metric.NODE_CONNECTIONS, open(sum.connectionsOpened, sum.connectionsClosed), pool, name);
        page.histogram(Metric.NODE_ANSWER, sum.answers, pool, name);
        for (int status = 0; status < ListenerCounters.STATUS_CLASSES; status++) {
            long n = sum.requests[status];
            if (n > 0) page.count(Metric.NODE_REQUESTS, n, pool, name, ListenerCounters.statusText(status));
        }
        for (Reason reason : REASONS) {
            long n = sum.failures[reason.ordinal()];
            if (n > 0) page.count(Metric.NODE_FAILURES, n, pool, name, reason.label());
        }
    }

    private void fillTops(Page page) {
        for (TopSeries.Row row : log.tops().contracts()) {
            page.count(Metric.TOP_CONTRACTS, row.requests(), row.name());
            page.count(Metric.TOP_CONTRACT_FAILURES, row.failures(), row.name());
        }
        for (TopSeries.Row row : log.tops().accounts()) page.count(Metric.TOP_ACCOUNTS, row.requests(), row.name());
    }

    private void fillClients(Page page) {
        Ledger ledger = gauges.ledger();
        page.gauge(Metric.CLIENTS, ledger.size());
        page.count(Metric.CLIENTS_FORGOTTEN, ledger.forgotten());
        page.gauge(Metric.BANS_RUNNING, ledger.banned());
        page.count(Metric.BANS, ledger.bansSpoken());
        page.count(Metric.BANS_FORGOTTEN, ledger.bansForgotten());
        for (LimitTables.Use use : gauges.limitTables().get()) {
            page.gauge(Metric.LIMIT_KEYS, use.keys(), use.limit());
            page.gauge(Metric.LIMIT_KEYS_MAX, use.keysMax(), use.limit());
            page.count(Metric.LIMIT_FORGOTTEN, use.forgotten(), use.limit());
        }
    }

    private void fillLogs(Page page) {
        page.gauge(Metric.BUFFERED, gauges.buffered().getAsLong());
        page.gauge(Metric.BUFFERED_MAX, gauges.bufferedMax().getAsLong());
        page.count(Metric.LOG_DROPPED, log.dropped());
        page.count(Metric.LOG_LEFT_OUT, sum(loop -> loop.linesLeftOut));
        page.count(Metric.LOG_ERRORS, log.errors());
        page.count(Metric.EVENTS_LOST, EventLog.QUEUE.lost());
    }
}
