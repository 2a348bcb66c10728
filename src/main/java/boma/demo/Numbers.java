package boma.demo;

import java.util.Locale;

/// Numbers as people read them.
final class Numbers {
    private Numbers() {}

    /// `12,345`
    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /// `3 pushes`, `1 push`
    static String count(long n, String one, String many) {
        return count(n) + ' ' + (n == 1 ? one : many);
    }

    /// `1.2 ms`
    static String millis(long micros) {
        return String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
    }

    /// `0.34 s`, `12 s`
    static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.0f s", seconds);
    }

    /// `1:05`
    static String clock(int seconds) {
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
