package boma.antelope;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// Passes over a JSON value that nobody wants, eight bytes at a time, in as many pieces as it comes.
///
/// It only counts brackets outside of strings. That is exact for right JSON, and ends somewhere for anything else:
/// which brackets belong together is not checked, and what a string holds does not matter.
final class JsonSkim {
    private static final int WORD = Long.BYTES;
    private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;
    private static final long QUOTES = '"' * Ascii.ONES;
    private static final long BACKSLASHES = '\\' * Ascii.ONES;

    /// Set in `{` but not in `[`, and in `}` but not in `]`: with it, both kinds look the same.
    private static final long BRACE_BITS = 0x20 * Ascii.ONES;

    private static final long OPENS = '{' * Ascii.ONES;
    private static final long CLOSES = '}' * Ascii.ONES;

    private int depth;
    private boolean inString;
    private boolean escaped;

    /// Starts after the bracket of an object or array.
    void startTree() {
        start(1, false);
    }

    /// Starts after the quote of a string.
    void startString() {
        start(0, true);
    }

    private void start(int depth, boolean inString) {
        this.depth = depth;
        this.inString = inString;
        this.escaped = false;
    }

    /// Whether the value has ended.
    boolean done() {
        return depth == 0 && !inString;
    }

    /// Goes on from `from` and returns the position after the value, or `to` if it does not end before.
    int skip(MemorySegment s, int from, int to) {
        int at = from;
        while (at < to && !done()) {
            if (!escaped) at = depth == 0 ? passStringWords(s, at, to) : passTreeWords(s, at, to);
            at = passBytes(s, at, Math.min(to, at + WORD));
        }
        return at;
    }

    /// Passes a string by words, up to one with a quote or backslash.
    private static int passStringWords(MemorySegment s, int from, int to) {
        int at = from;
        while (at <= to - WORD) {
            long word = s.get(Ascii.LONG, at);
            if ((Ascii.zeros(word ^ QUOTES) | Ascii.zeros(word ^ BACKSLASHES)) != 0) break;
            at += WORD;
        }
        return at;
    }

    /// Passes a tree by words, up to one with a backslash or in which the tree may end.
    ///
    /// The product adds up the quotes: each of its bytes is the number of quotes up to there, and the lowest bit of
    /// that tells whether the place is inside a string.
    private int passTreeWords(MemorySegment s, int from, int to) {
        int at = from;
        int level = depth;
        long outsideBefore = inString ? 0 : Ascii.ONES;
        while (at <= to - WORD) {
            long word = s.get(Ascii.LONG, at);
            if (Ascii.zeros(word ^ BACKSLASHES) != 0) break;
            long outside = (ones(word ^ QUOTES) * Ascii.ONES ^ outsideBefore) & Ascii.ONES;
            long folded = word | BRACE_BITS;
            int closes = Long.bitCount(ones(folded ^ CLOSES) & outside);
            if (closes >= level) break;
            level += Long.bitCount(ones(folded ^ OPENS) & outside) - closes;
            outsideBefore = (outside >>> (Long.SIZE - Byte.SIZE)) * Ascii.ONES;
            at += WORD;
        }
        depth = level;
        inString = outsideBefore == 0;
        return at;
    }

    private int passBytes(MemorySegment s, int from, int to) {
        int at = from;
        while (at < to && !done()) pass(s.get(Ascii.BYTE, at++));
        return at;
    }

    private void pass(byte b) {
        if (escaped) {
            escaped = false;
        } else if (inString) {
            if (b == '\\') escaped = true;
            if (b == '"') inString = false;
        } else {
            switch (b) {
                case '"' -> inString = true;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
        }
    }

    /// A one in the lowest bit of each byte that is zero; exact in all eight.
    private static long ones(long word) {
        return ~((word & LOW_BITS) + LOW_BITS | word | LOW_BITS) >>> 7;
    }
}
