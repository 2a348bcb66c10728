package boma.telemetry;

/// How long things took: counts in fixed buckets. One thread adds; others read the sums, which may be a moment old.
final class Histogram {
    /// Upper bounds in seconds; the last bucket has none.
    private static final double[] BOUNDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, Double.POSITIVE_INFINITY
    };

    private static final long[] NANOS = nanos();

    private final long[] counts = new long[BOUNDS.length];
    private long sumNanos;

    void add(long nanos) {
        int bucket = 0;
        while (bucket < NANOS.length && nanos > NANOS[bucket]) bucket++;
        counts[bucket]++;
        sumNanos += nanos;
    }

    /// Adds another one's counts: for a sum over event loops.
    void addAll(Histogram other) {
        for (int i = 0; i < counts.length; i++) counts[i] += other.counts[i];
        sumNanos += other.sumNanos;
    }

    static double[] bounds() {
        return BOUNDS.clone();
    }

    /// Counts of each bucket alone, not of those below.
    long[] counts() {
        return counts.clone();
    }

    double sumSeconds() {
        return sumNanos / 1e9;
    }

    private static long[] nanos() {
        var nanos = new long[BOUNDS.length - 1];
        for (int i = 0; i < nanos.length; i++) nanos[i] = Math.round(BOUNDS[i] * 1e9);
        return nanos;
    }
}
