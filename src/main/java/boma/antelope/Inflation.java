package boma.antelope;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Unpacks zlib streams up to a bound, in steps, so that a small body cannot make much memory.
///
/// nodeos takes any bytes after the stream and its own bound is 1 MiB; here nothing may follow. Streams that need a
/// preset dictionary are refused by both.
///
/// Confined to one event loop.
final class Inflation {
    enum Outcome {
        DONE,
        MALFORMED,
        TOO_LARGE
    }

    private static final int STEP_MIN = 4_096;

    private final Inflater inflater = new Inflater();

    /// Appends to `into` what the stream unpacks to; on a fault some of it may be there.
    ///
    /// @param bound bytes that may be appended
    Outcome inflate(PackedBytes stream, PackedBytes into, int bound) {
        inflater.reset();
        inflater.setInput(stream.array(), 0, stream.length());
        int allowed = bound;
        try {
            while (!inflater.finished()) {
                int written = step(into, stream.length());
                if (written == 0 && !inflater.finished()) return Outcome.MALFORMED;
                allowed -= written;
                if (allowed < 0) return Outcome.TOO_LARGE;
            }
        } catch (DataFormatException _) {
            // Why: the JDK tells of a broken stream in no other way.
            return Outcome.MALFORMED;
        }
        return inflater.getRemaining() == 0 ? Outcome.DONE : Outcome.MALFORMED;
    }

    /// A step is at most as far as the compressed bytes again, or [#STEP_MIN]: what a bomb unpacks to before it is
    /// found out stays in proportion to what was sent.
    private int step(PackedBytes into, int length) throws DataFormatException {
        int step = Math.max(STEP_MIN, length);
        byte[] array = into.room(step);
        int written = inflater.inflate(array, into.length(), step);
        into.length(into.length() + written);
        return written;
    }
}
