package boma.telemetry;

import boma.bytes.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;

/// Which Antelope names are asked about most, among any number of them, in bounded memory.
///
/// Each name belongs to one bucket of eight. When that is full, the name with the least weight makes room, and the new
/// one inherits its weight, as in the space-saving sketch: whoever is really frequent is never missing, and a flood of
/// names that come once cannot push him out. Weights are halved each minute, so that the top is that of now. The counts
/// beside them are exact from the moment a name came in.
///
/// Whoever can make up names decides which ones come, so a name becomes known by its own weight only. What it inherited
/// from those that made room does not count.
///
/// Source: Metwally, Agrawal, El Abbadi, "Efficient Computation of Frequent and Top-k Elements in Data Streams", 2005.
/// Whoever uses it holds its lock.
final class TopNames {
    private static final int BUCKETS = 128;
    private static final int BUCKET = 8;

    /// What a name has to have of all weight before it becomes known: one part in so many.
    private static final int HEAVY_PART = 200;

    private final long[] names = new long[BUCKETS * BUCKET];
    private final long[] weights = new long[BUCKETS * BUCKET];
    private final long[] inherited = new long[BUCKETS * BUCKET]; // parts of the weights
    private final long[] requests = new long[BUCKETS * BUCKET];
    private final long[] failures = new long[BUCKETS * BUCKET];

    // Parts of the counts that [#take] has handed out.
    private final long[] takenRequests = new long[BUCKETS * BUCKET];
    private final long[] takenFailures = new long[BUCKETS * BUCKET];
    private long untakenRequests;
    private long untakenFailures;

    /// What was counted since it was last asked for.
    record Share(long name, long requests, long failures) {}

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
        for (int i = 0; i < weights.length; i++) {
            weights[i] >>>= 1;
            inherited[i] >>>= 1;
        }
    }

    /// Hands out what was counted since the last time: each count once, to its name when that is among the heaviest
    /// that may be told, else to the rest.
    ///
    /// @param most      how many names are told
    /// @param known     names that may be told
    /// @param newcomers how many others may be told besides, if they are heavy
    Taken take(int most, LongPredicate known, int newcomers) {
        List<Share> top = new ArrayList<>();
        long restRequests = untakenRequests;
        long restFailures = untakenFailures;
        for (int i : told(most, known, newcomers)) {
            var share = new Share(names[i], requests[i] - takenRequests[i], failures[i] - takenFailures[i]);
            restRequests -= share.requests;
            restFailures -= share.failures;
            top.add(share);
        }
        System.arraycopy(requests, 0, takenRequests, 0, requests.length);
        System.arraycopy(failures, 0, takenFailures, 0, failures.length);
        untakenRequests = 0;
        untakenFailures = 0;
        return new Taken(top, new Share(0, restRequests, restFailures));
    }

    /// The slots of the names that are told, heaviest first.
    private List<Integer> told(int most, LongPredicate known, int newcomers) {
        long heavy = Math.max(1, Math.ceilDiv(Arrays.stream(weights).sum(), HEAVY_PART));
        List<Integer> told = new ArrayList<>();
        for (int i : heaviestFirst()) {
            if (told.size() == most) break;
            boolean isKnown = known.test(names[i]);
            if (!isKnown && (newcomers == 0 || ownWeight(i) < heavy)) continue;
            if (!isKnown) newcomers--;
            told.add(i);
        }
        return told;
    }

    private List<Integer> heaviestFirst() {
        List<Integer> slots = new ArrayList<>();
        for (int i = 0; i < names.length; i++) if (requests[i] != 0) slots.add(i);
        slots.sort(Comparator.comparingLong(this::ownWeight).reversed());
        return slots;
    }

    private long ownWeight(int slot) {
        return weights[slot] - inherited[slot];
    }

    private int slot(long name) {
        int from = bucket(name) * BUCKET;
        int lightest = from;
        for (int i = from; i < from + BUCKET; i++) {
            if (requests[i] == 0) return begin(i, name);
            if (names[i] == name) return i;
            if (weights[i] < weights[lightest]) lightest = i;
        }
        return begin(lightest, name);
    }

    static int bucket(long name) {
        return (int) Hash.of(name, Hash.SEED) & (BUCKETS - 1);
    }

    /// The name takes the slot and the weight that is in it.
    private int begin(int slot, long name) {
        names[slot] = name;
        inherited[slot] = weights[slot];
        requests[slot] = 0;
        failures[slot] = 0;
        takenRequests[slot] = 0;
        takenFailures[slot] = 0;
        return slot;
    }
}
