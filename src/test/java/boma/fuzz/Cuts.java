package boma.fuzz;

import boma.http.HeadFault;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of a message and two places where it is cut, all chosen by the fuzzer.
///
/// What steers a target is taken from the end of its input and the message is what remains in front, so a seed is a
/// message that can be read, and a few bytes after it.
final class Cuts {
    private final byte[] bytes;
    private final int first;
    private final int second;

    /// @param one   any number, reduced to a place in the bytes
    /// @param other another one
    Cuts(byte[] bytes, int one, int other) {
        int a = one % (bytes.length + 1);
        int b = other % (bytes.length + 1);
        this.bytes = bytes;
        first = Math.min(a, b);
        second = Math.max(a, b);
    }

    /// Takes all that is left of the input: the message itself, or what phrases it is built from.
    static Cuts of(FuzzedDataProvider data, Phrases phrases) {
        int one = data.consumeInt(0, 0xffff);
        int other = data.consumeInt(0, 0xffff);
        boolean inPhrases = data.consumeBoolean();
        byte[] bytes = data.consumeRemainingAsBytes();
        return new Cuts(inPhrases ? phrases.expand(bytes) : bytes, one, other);
    }

    /// Where the first piece ends, perhaps at 0.
    int first() {
        return first;
    }

    /// Where the second piece ends, perhaps with the first.
    int second() {
        return second;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return bytes.length;
    }

    /// All of it, in a segment of exactly its size, which stops whoever reads beyond it.
    MemorySegment whole() {
        return until(bytes.length);
    }

    /// The first bytes, in a segment of exactly their size.
    MemorySegment until(int end) {
        return MemorySegment.ofArray(Arrays.copyOf(bytes, end));
    }

    void copy(int from, int end, byte[] into, int at) {
        System.arraycopy(bytes, from, into, at, end - from);
    }

    /// The bytes three times in a row: who reads the ones in the middle must not mind what lies around them.
    MemorySegment thrice() {
        byte[] thrice = Arrays.copyOf(bytes, 3 * bytes.length);
        System.arraycopy(bytes, 0, thrice, bytes.length, bytes.length);
        System.arraycopy(bytes, 0, thrice, 2 * bytes.length, bytes.length);
        return MemorySegment.ofArray(thrice);
    }

    /// One character for each byte.
    String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// A reader of heads, by itself.
    interface Reading {
        HeadFault read(MemorySegment s, int from, int to);
    }

    /// Reads piece after piece, each time at another place and with nothing behind it.
    HeadFault inPieces(Reading reading) {
        HeadFault fault = reading.read(until(first()), 0, first());
        if (fault == HeadFault.INCOMPLETE) fault = reading.read(until(second()), 0, second());
        return fault == HeadFault.INCOMPLETE ? reading.read(whole(), 0, length()) : fault;
    }

    /// Reads in the middle of other bytes.
    HeadFault around(Reading reading) {
        return reading.read(thrice(), length(), 2 * length());
    }
}
