package boma.telemetry;

import boma.antelope.Endpoint;
import boma.bytes.Hash;
import boma.client.Client;
import boma.exchange.Ground;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The last few refusals of each client, so that an operator can ask why somebody was refused.
///
/// Eight for each of 1,024 groups of clients, oldest out first. Why: one list for all would be full of whoever floods,
/// and he is not the one that somebody asks about.
public final class RecentRefusals {
    private static final int GROUPS = 1024;
    private static final int EACH = 8;
    private static final int LONGS = 6;
    private static final long SEED = Hash.of(1, Hash.SEED);

    private final long[] longs = new long[GROUPS * EACH * LONGS];
    private final byte[] next = new byte[GROUPS];

    /// One refusal.
    ///
    /// @param id     of the request; 0 if the connection was refused before there was one
    /// @param call   of the request, `unknown` if there was none
    /// @param ground what it stands on
    public record Refused(long epochMillis, long id, String call, int status, Ground ground) {}

    synchronized void add(LogEntry e, long epochMillis) {
        int group = group(e.clientHigh(), e.clientLow());
        int at = (group * EACH + next[group]) * LONGS;
        next[group] = (byte) ((next[group] + 1) % EACH);
        longs[at] = epochMillis;
        longs[at + 1] = e.kind() == LogEntry.Kind.REQUEST ? e.id() : 0;
        longs[at + 2] = e.clientHigh();
        longs[at + 3] = e.clientLow();
        longs[at + 4] = e.endpoint().id() | ((long) e.status() << 32);
        longs[at + 5] = e.ground();
    }

    /// Those of one client that are still known, latest first. They came in loop by loop, so they are sorted.
    public synchronized List<Refused> of(Client client) {
        List<Refused> found = new ArrayList<>();
        List<Ground> grounds = Ground.all();
        int group = group(client.keyHigh(), client.keyLow());
        for (int i = 1; i <= EACH; i++) {
            int at = (group * EACH + Math.floorMod(next[group] - i, EACH)) * LONGS;
            if (longs[at] == 0) continue;
            if (longs[at + 2] != client.keyHigh() || longs[at + 3] != client.keyLow()) continue;
            String call = Endpoint.byId((int) longs[at + 4]).call();
            int status = (int) (longs[at + 4] >>> 32);
            found.add(new Refused(longs[at], longs[at + 1], call, status, grounds.get((int) longs[at + 5])));
        }
        found.sort(Comparator.comparingLong(Refused::epochMillis).reversed());
        return found;
    }

    private static int group(long high, long low) {
        return (int) Hash.of(high, low, SEED) & (GROUPS - 1);
    }
}
