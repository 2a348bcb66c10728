package boma.telemetry;

import boma.bytes.Ascii;
import java.time.Instant;
import java.util.Arrays;

/// Writes moments as `2026-01-31T12:34:56.789Z`; the part before the point is made once per second.
final class LogTime {
    static final int LENGTH = 24;

    private static final int SECONDS_LENGTH = 19;

    private final byte[] seconds = new byte[SECONDS_LENGTH];
    private long second = Long.MIN_VALUE;

    /// Writes 24 bytes and returns the position behind them.
    int write(long epochMillis, byte[] into, int at) {
        long s = Math.floorDiv(epochMillis, 1000L);
        if (s != second) begin(s);
        System.arraycopy(seconds, 0, into, at, SECONDS_LENGTH);
        int millis = (int) (epochMillis - s * 1000);
        at += SECONDS_LENGTH;
        into[at] = '.';
        into[at + 1] = (byte) ('0' + millis / 100);
        into[at + 2] = (byte) ('0' + millis / 10 % 10);
        into[at + 3] = (byte) ('0' + millis % 10);
        into[at + 4] = 'Z';
        return at + 5;
    }

    /// Years of four digits only: a clock that is beyond them shows the last one that can be written.
    private void begin(long s) {
        second = s;
        long last = 253_402_300_799L; // 9999-12-31T23:59:59Z
        String text = Instant.ofEpochSecond(Math.clamp(s, 0, last)).toString();
        byte[] bytes = Arrays.copyOf(Ascii.bytes(text), SECONDS_LENGTH);
        System.arraycopy(bytes, 0, seconds, 0, SECONDS_LENGTH);
    }
}
