package boma.http;

import boma.bytes.Ascii;
import boma.bytes.Hex;
import java.lang.foreign.MemorySegment;

/// Walks a body in chunks through the buffer it arrived in, and keeps of it what may be passed on.
///
/// Chunk extensions and trailers are dropped, because nodeos merges trailers into the header fields and
/// nobody needs either. When decoding, the framing is dropped as well. What is kept moves down over what is dropped,
/// so no byte is copied as long as nothing was dropped. The walk may stop at any byte and goes on with the next call.
///
/// Source of the grammar: RFC 9112 section 7.1, without bad white space and quoted strings. One body at a time.
public final class ChunkedBody {
    private static final int SIZE_DIGITS_MAX = 8;
    private static final long SIZE_MAX = 1L << 31;
    private static final int EXTENSION_MAX = 256;
    private static final int TRAILERS_MAX = 8192;

    // The framing of a chunk may be four times its data. What is more adds up to the bound, and chunks with less pay
    // it back. So one-byte chunks, with five bytes of framing each, pass up to some 16,000; those of two bytes and
    // more pass in any number, and long extensions or many leading zeros with little data soon do not.
    private static final int FRAMING_PER_BYTE = 4;
    private static final int FRAMING_MAX = 16_384;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_END,
        DATA,
        DATA_CR,
        DATA_END,
        TRAILER,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_END,
        BODY_END,
        DONE,
        FAILED
    }

    private State state = State.SIZE;
    private ChunkFault fault = ChunkFault.NONE;
    private boolean decode;

    private int sizeDigits;
    private long left;
    private int extensionLength;
    private int framing;
    private int trailersLength;
    private long data;
    private int consumed;

    /// Begins the next body.
    ///
    /// @param decode whether only the data is kept; otherwise it stays a chunked body
    public void reset(boolean decode) {
        state = State.SIZE;
        fault = ChunkFault.NONE;
        this.decode = decode;
        sizeDigits = 0;
        left = 0;
        extensionLength = 0;
        framing = 0;
        trailersLength = 0;
        data = 0;
        consumed = 0;
    }

    /// Walks over `[from, to)` until the bytes or the body end, and moves what is kept to `from`.
    ///
    /// @return the number of bytes kept; after a fault what came before it, which is of little use
    public int walk(MemorySegment s, int from, int to) {
        int at = from;
        int out = from;
        while (at < to && isOpen()) {
            if (state == State.DATA) {
                int run = (int) Math.min(left, to - at);
                move(s, at, out, run);
                at += run;
                out += run;
                left -= run;
                data += run;
                state = left == 0 ? State.DATA_CR : State.DATA;
            } else {
                byte b = s.get(Ascii.BYTE, at++);
                if (step(b) && !decode) s.set(Ascii.BYTE, out++, b);
            }
        }
        consumed = at - from;
        return out - from;
    }

    private boolean isOpen() {
        return state != State.DONE && state != State.FAILED;
    }

    /// How many bytes the last [#walk] used; what follows them belongs to the next message.
    public int consumed() {
        return consumed;
    }

    /// Whether the body is complete.
    public boolean done() {
        return state == State.DONE;
    }

    /// [ChunkFault#NONE] as long as all is well.
    public ChunkFault fault() {
        return fault;
    }

    /// The bytes of payload so far.
    public long data() {
        return data;
    }

    private static void move(MemorySegment s, int at, int out, int length) {
        if (at != out && length > 0) MemorySegment.copy(s, at, s, out, length);
    }

    /// Takes one byte of framing; returns whether it is kept when the framing is.
    private boolean step(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_END -> expect(b, '\n', afterSize());
            case DATA_CR -> expect(b, '\r', State.DATA_END);
            case DATA_END -> expect(b, '\n', State.SIZE);
            case TRAILER, TRAILER_NAME, TRAILER_VALUE, TRAILER_END -> trailer(b);
            case BODY_END -> expect(b, '\n', State.DONE);
            case DATA, DONE, FAILED -> throw new IllegalStateException(state.name());
        };
    }

    private boolean size(byte b) {
        int digit = Hex.digit(b);
        if (digit >= 0) {
            left = left << 4 | digit;
            return ++sizeDigits <= SIZE_DIGITS_MAX || fail(ChunkFault.BAD_CHUNK_SIZE);
        }
        if (sizeDigits == 0 || (b != '\r' && b != ';')) return fail(ChunkFault.BAD_CHUNK_SIZE);
        if (left > SIZE_MAX) return fail(ChunkFault.CHUNK_TOO_LARGE);
        state = b == ';' ? State.EXTENSION : State.SIZE_END;
        return b == '\r';
    }

    /// Only the CR that ends the line is kept. Quotes are refused: who looks for the second one before the end of
    /// the line would find other chunks than we do, and nobody sends any.
    private boolean extension(byte b) {
        if (b == '\r') {
            state = State.SIZE_END;
            return true;
        }
        if (++extensionLength > EXTENSION_MAX || b == '"' || !Grammar.isText(b)) {
            return fail(ChunkFault.BAD_CHUNK_EXTENSION);
        }
        return false;
    }

    private State afterSize() {
        return left == 0 ? State.TRAILER : State.DATA;
    }

    private boolean expect(byte b, char wanted, State next) {
        if (b != wanted) return fail(ChunkFault.BAD_CHUNK_END);
        if (state == State.SIZE_END && !isWorthItsFraming()) return fail(ChunkFault.TOO_MANY_SMALL_CHUNKS);
        state = next;
        return true;
    }

    /// Settles the account of one chunk and makes ready for the next size.
    private boolean isWorthItsFraming() {
        long spent = sizeDigits + extensionLength + 4 - FRAMING_PER_BYTE * left;
        framing = (int) Math.max(0, framing + spent);
        sizeDigits = 0;
        extensionLength = 0;
        return framing <= FRAMING_MAX;
    }

    /// Trailers are read like field lines and dropped; the empty line that ends them is kept.
    private boolean trailer(byte b) {
        if (++trailersLength > TRAILERS_MAX) return fail(ChunkFault.TRAILERS_TOO_LARGE);
        return switch (state) {
            case TRAILER -> trailerStart(b);
            case TRAILER_NAME -> trailerByte(b == ':', State.TRAILER_VALUE, Grammar.isToken(b));
            case TRAILER_VALUE -> trailerByte(b == '\r', State.TRAILER_END, Grammar.isText(b));
            default -> trailerByte(b == '\n', State.TRAILER, false);
        };
    }

    private boolean trailerStart(byte b) {
        if (b == '\r') {
            state = State.BODY_END;
            return true;
        }
        state = State.TRAILER_NAME;
        return !Grammar.isToken(b) && fail(ChunkFault.BAD_TRAILER);
    }

    private boolean trailerByte(boolean ends, State next, boolean goesOn) {
        if (ends) {
            state = next;
        } else if (!goesOn) {
            return fail(ChunkFault.BAD_TRAILER);
        }
        return false;
    }

    private boolean fail(ChunkFault why) {
        state = State.FAILED;
        fault = why;
        return false;
    }
}
