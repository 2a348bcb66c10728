package boma.limit;

import boma.table.GcraTable;
import boma.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What has been used of each limit, by the limit's name. It outlives every reload: a limit keeps its counts as long
/// as its name and its number of entries stay.
public final class LimitTables {
    private final Clock clock;
    private final Map<String, Sized> byName = new ConcurrentHashMap<>();

    /// @param entries as configured: a table rounds them up
    private record Sized(int entries, GcraTable table) {}

    public LimitTables(Clock clock) {
        this.clock = clock;
    }

    GcraTable of(String name, int entries) {
        return byName.compute(name, (_, old) -> old != null && old.entries() == entries ? old : sized(entries))
                .table();
    }

    /// How full the table of one limit is.
    ///
    /// @param limit     its name
    /// @param keys      that it remembers
    /// @param keysMax   that it can remember
    /// @param forgotten keys that made room too early, since the start
    public record Use(String limit, long keys, long keysMax, long forgotten) {}

    /// How full the tables are.
    public List<Use> uses() {
        List<Use> uses = new ArrayList<>();
        byName.forEach((name, sized) -> {
            GcraTable table = sized.table();
            uses.add(new Use(name, table.size(), table.entries(), table.forgotten()));
        });
        return uses;
    }

    /// Forgets the limits that are no longer configured.
    void retain(Set<String> names) {
        byName.keySet().retainAll(names);
    }

    private Sized sized(int entries) {
        return new Sized(entries, new GcraTable(entries, clock.nanos()));
    }
}
