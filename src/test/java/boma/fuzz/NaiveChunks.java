package boma.fuzz;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A body in chunks as somebody reads it who has all of it in one string. RFC 9112 section 7.1, and Boma's bounds.
final class NaiveChunks {
    enum State {
        WHOLE,
        UNFINISHED,
        BROKEN
    }

    private static final String TEXT = "[\\t\\x20-\\x7e\\x80-\\xff]*";
    private static final String UNQUOTED = "[\\t\\x20\\x21\\x23-\\x7e\\x80-\\xff]*";
    private static final Pattern SIZE_LINE = Pattern.compile("([0-9A-Fa-f]{1,8})(;(" + UNQUOTED + "))?");
    private static final Pattern TRAILER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:" + TEXT);
    private static final long SIZE_MAX = 1L << 31;
    private static final int EXTENSION_MAX = 256;
    private static final int TRAILERS_MAX = 8_192;
    private static final int FRAMING_MAX = 16_384;

    private final String text;
    private final StringBuilder data = new StringBuilder();
    private int at;
    private long framing;
    private boolean plain = true;
    private final State state;

    NaiveChunks(String text) {
        this.text = text;
        this.state = read();
    }

    State state() {
        return state;
    }

    /// What came of the data before the end, or before it turned out to be broken.
    String data() {
        return data.toString();
    }

    /// Of a whole body, with all its framing.
    int length() {
        return at;
    }

    /// Whether there are neither extensions nor trailers.
    boolean plain() {
        return plain;
    }

    private State read() {
        while (true) {
            int end = text.indexOf("\r\n", at);
            if (end < 0) return State.UNFINISHED;
            Matcher line = SIZE_LINE.matcher(text.substring(at, end));
            if (!line.matches()) return State.BROKEN;
            long size = Long.parseLong(line.group(1), 16);
            if (size > SIZE_MAX || !isWithinBounds(line, size)) return State.BROKEN;
            at = end + 2;
            if (size == 0) return trailers();
            State chunk = chunk(size);
            if (chunk != State.WHOLE) return chunk;
        }
    }

    private boolean isWithinBounds(Matcher line, long size) {
        int extension = line.group(2) == null ? 0 : line.group(3).length();
        plain &= line.group(2) == null;
        framing = Math.max(0, framing + line.group(1).length() + extension + 4 - 4 * size);
        return extension <= EXTENSION_MAX && framing <= FRAMING_MAX;
    }

    private State chunk(long size) {
        int end = (int) Math.min(text.length(), at + size);
        data.append(text, at, end);
        String lineEnd = text.substring(end, Math.min(text.length(), end + 2));
        at = end + 2;
        if (lineEnd.length() < 2) return "\r\n".startsWith(lineEnd) ? State.UNFINISHED : State.BROKEN;
        return lineEnd.equals("\r\n") ? State.WHOLE : State.BROKEN;
    }

    private State trailers() {
        int start = at;
        while (true) {
            int end = text.indexOf("\r\n", at);
            if (end < 0) return State.UNFINISHED;
            if (end + 1 - start > TRAILERS_MAX) return State.BROKEN;
            String line = text.substring(at, end);
            at = end + 2;
            if (line.isEmpty()) return State.WHOLE;
            plain = false;
            if (!TRAILER.matcher(line).matches()) return State.BROKEN;
        }
    }
}
