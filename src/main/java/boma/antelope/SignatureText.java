package boma.antelope;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/// The shape of a signature in JSON: `SIG_K1_`, `SIG_R1_` or `SIG_WA_` and base58 text.
///
/// A first look only, enough to refuse garbage and to bound what the node has to decode, in time that grows with the
/// square of the length. Whether the check sum is right and the key the wanted one is for others to find out.
final class SignatureText {
    private static final int PREFIX = "SIG_K1_".length();
    private static final long SIG_K1 = Ascii.word("SIG_K1_");
    private static final long SIG_R1 = Ascii.word("SIG_R1_");
    private static final long SIG_WA = Ascii.word("SIG_WA_");
    private static final long PREFIX_BYTES = 0x00ff_ffff_ffff_ffffL;

    // 65 bytes of signature and 4 of check sum take 69 (all zero) to 95 characters.
    private static final int PLAIN_MIN = 69;
    private static final int PLAIN_MAX = 95;

    /// About 1,500 bytes: authenticators and browsers together write some 400, and long extensions hardly double that.
    /// nodeos allows a variable part of 16,384 bytes in a WebAuthn signature, whose base58 keeps it busy for long.
    private static final int WEBAUTHN_MAX = 2_048;

    private SignatureText() {}

    static boolean isLike(MemorySegment s, int from, int length) {
        if (length < PREFIX + PLAIN_MIN) return false;
        long prefix = s.get(Ascii.LONG, from) & PREFIX_BYTES;
        int rest = length - PREFIX;
        if (prefix == SIG_WA ? rest > WEBAUTHN_MAX : rest > PLAIN_MAX || (prefix != SIG_K1 && prefix != SIG_R1)) {
            return false;
        }
        return isAlphanumeric(s, from + PREFIX, from + length);
    }

    /// Letters and digits, eight at a time; that base58 leaves four of them out does not matter here.
    private static boolean isAlphanumeric(MemorySegment s, int from, int to) {
        long others = 0;
        int p = from;
        for (; p + Long.BYTES <= to; p += Long.BYTES) others |= notAlphanumeric(s.get(Ascii.LONG, p));
        // The last word again, from its own end: there are more than eight characters.
        others |= notAlphanumeric(s.get(Ascii.LONG, (long) to - Long.BYTES));
        return (others & Ascii.TOPS) == 0;
    }

    /// Sets the top bit of each byte that is neither a letter nor a digit. No sum carries into the next byte, except
    /// out of bytes that are not ASCII, and those are marked anyway.
    private static long notAlphanumeric(long word) {
        long digit = (word + (0x80 - '0') * Ascii.ONES) & ~(word + (0x80 - '9' - 1) * Ascii.ONES);
        long lower = word | (0x20 * Ascii.ONES);
        long letter = (lower + (0x80 - 'a') * Ascii.ONES) & ~(lower + (0x80 - 'z' - 1) * Ascii.ONES);
        return word | ~(digit | letter);
    }
}
