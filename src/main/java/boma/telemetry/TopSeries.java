package boma.telemetry;

import boma.antelope.Name;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Counters for the names on top of a [TopNames], which come and go: each only ever grows, and the names that are not
/// shown are summed up as `(other)`. Whoever uses it holds its lock.
///
/// Each name is a series in somebody's monitoring, where it stays for months. So new ones come slowly, whatever clients
/// do: as many as are shown at first, and one in a minute from then on.
final class TopSeries {
    /// No Antelope name.
    static final String OTHER = "(other)";

    private static final int SHOWN = 20;

    /// Names whose counts are kept in case that they come back.
    private static final int KEPT = 1000;

    private int newcomers = SHOWN;
    private final LinkedHashMap<Long, Counts> byName = new LinkedHashMap<>(16, 0.75f, true);
    private final Counts other = new Counts();

    private static final class Counts {
        long requests;
        long failures;

        void add(TopNames.Share share) {
            requests += share.requests();
            failures += share.failures();
        }
    }

    /// One counter of the table that is shown.
    record Row(String name, long requests, long failures) {}

    /// A minute is over.
    void admitOneMore() {
        newcomers = Math.min(newcomers + 1, SHOWN);
    }

    List<Row> next(TopNames names) {
        TopNames.Taken taken = names.take(SHOWN, byName::containsKey, newcomers);
        List<Row> rows = new ArrayList<>();
        for (TopNames.Share share : taken.top()) {
            Counts counts = byName.computeIfAbsent(share.name(), _ -> admitted());
            counts.add(share);
            rows.add(new Row(Name.decode(share.name()), counts.requests, counts.failures));
        }
        other.add(taken.rest());
        rows.add(new Row(OTHER, other.requests, other.failures));
        forgetOldest();
        return rows;
    }

    private Counts admitted() {
        newcomers--;
        return new Counts();
    }

    private void forgetOldest() {
        for (Map.Entry<Long, Counts> first; byName.size() > KEPT; byName.remove(first.getKey())) {
            first = byName.firstEntry();
        }
    }
}
