package boma.telemetry;

import boma.antelope.ErrorClass;
import java.util.List;

/// Which contracts and accounts make the load: fed by the log's thread, read by whoever asks for metrics.
final class TopTables {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final TopNames contracts = new TopNames();
    private final TopNames accounts = new TopNames();
    private final TopSeries contractSeries = new TopSeries();
    private final TopSeries accountSeries = new TopSeries();
    private long agedNanos;

    TopTables(long nowNanos) {
        this.agedNanos = nowNanos;
    }

    synchronized void add(LogEntry e) {
        boolean failed = e.errorClass() != ErrorClass.NONE && e.errorClass() != ErrorClass.DUPLICATE;
        for (int i = 0; i < e.contracts(); i++) contracts.add(e.contract(i), failed);
        for (int i = 0; i < e.accounts(); i++) accounts.add(e.account(i), failed);
        if (e.code() != 0) contracts.add(e.code(), failed);
        if (e.account() != 0) accounts.add(e.account(), failed);
    }

    synchronized void tick(long nowNanos) {
        if (nowNanos - agedNanos < MINUTE_NANOS) return;
        agedNanos = nowNanos;
        contracts.age();
        accounts.age();
        contractSeries.admitOneMore();
        accountSeries.admitOneMore();
    }

    synchronized List<TopSeries.Row> contracts() {
        return contractSeries.next(contracts);
    }

    synchronized List<TopSeries.Row> accounts() {
        return accountSeries.next(accounts);
    }
}
