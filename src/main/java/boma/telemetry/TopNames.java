package boma.telemetry;

import boma.bytes.Hash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which Antelope names are asked about most, among any number of them, in bounded memory.
///
/// Each name belongs to one bucket of eight. When that is full, the name with the least weight makes room, and the new
/// one inherits its weight, as in the space-saving sketch: whoever is really frequent is never missing, and a flood of
/// names that come once cannot push him out. Weights are halved each minute, so that the top is that of now. The counts
/// beside them are exact from the moment a name came in.
///
/// Source: Metwally, Agrawal, El Abbadi, "Efficient Computation of Frequent and Top-k Elements in Data Streams", 2005.
/// Whoever uses it holds its lock.
final class TopNames {
    private static final int BUCKETS = 128;
    private static final int BUCKET = 8;

    private final long[] names = new long[BUCKETS * BUCKET];
    private final long[] weights = new long[BUCKETS * BUCKET];
    private final long[] requests = new long[BUCKETS * BUCKET];
    private final long[] failures = new long[BUCKETS * BUCKET];

    // Parts of the counts that [#take] has handed out.
    private final long[] takenRequests = new long[BUCKETS * BUCKET];
    private final long[] takenFailures = new long[BUCKETS * BUCKET];
    private long untakenRequests;
    private long untakenFailures;

    /// What was counted since it was last asked for.
    record Share(long name, long weight, long requests, long failures) {}

    /// @param top  the heaviest names, heaviest first
    /// @param rest all the others together
    record Taken(List<Share> top, Share rest) {}

    void add(long name, boolean failed) {
        int slot = slot(name);
        weights[slot]++;
        requests[slot]++;
        untakenRequests++;
        if (!failed) return;
        failures[slot]++;
        untakenFailures++;
    }

    /// Halves all weights.
    void age() {
        for (int i = 0; i < weights.length; i++) weights[i] >>>= 1;
    }

    /// Hands out what was counted since the last time: each count once, to its name when that is among the heaviest,
    /// else to the rest.
    Taken take(int count) {
        List<Integer> slots = new ArrayList<>();
        for (int i = 0; i < names.length; i++) if (requests[i] != 0) slots.add(i);
        slots.sort(Comparator.comparingLong((Integer i) -> weights[i]).reversed());

        List<Share> top = new ArrayList<>();
        long restRequests = untakenRequests;
        long restFailures = untakenFailures;
        for (int i : slots.subList(0, Math.min(count, slots.size()))) {
            var share = new Share(names[i], weights[i], requests[i] - takenRequests[i], failures[i] - takenFailures[i]);
            restRequests -= share.requests;
            restFailures -= share.failures;
            top.add(share);
        }
        System.arraycopy(requests, 0, takenRequests, 0, requests.length);
        System.arraycopy(failures, 0, takenFailures, 0, failures.length);
        untakenRequests = 0;
        untakenFailures = 0;
        return new Taken(top, new Share(0, 0, restRequests, restFailures));
    }

    private int slot(long name) {
        int from = (int) Hash.of(name, Hash.SEED) & (BUCKETS - 1);
        from *= BUCKET;
        int lightest = from;
        for (int i = from; i < from + BUCKET; i++) {
            if (requests[i] == 0) return begin(i, name);
            if (names[i] == name) return i;
            if (weights[i] < weights[lightest]) lightest = i;
        }
        return begin(lightest, name);
    }

    /// The name takes the slot and the weight that is in it.
    private int begin(int slot, long name) {
        names[slot] = name;
        requests[slot] = 0;
        failures[slot] = 0;
        takenRequests[slot] = 0;
        takenFailures[slot] = 0;
        return slot;
    }
}
