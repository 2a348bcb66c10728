package boma.bytes;

import java.security.SecureRandom;

/// Keyed hashes of 64 bits for tables whose keys are chosen by strangers.
///
/// Each step multiplies two words, both mixed with secrets drawn at start, and folds the 128-bit product. Whoever
/// does not know the secrets cannot choose keys that collide, which is what hash flooding needs.
public final class Hash {
    /// Drawn once per process; never written anywhere.
    public static final long SEED;

    private static final long SECRET_A;
    private static final long SECRET_B;

    static {
        var random = new SecureRandom();
        SEED = random.nextLong();
        SECRET_A = random.nextLong() | 1;
        SECRET_B = random.nextLong() | 1;
    }

    private Hash() {}

    /// Spreads one word over 64 bits: a bijection, not keyed. Source: the finaliser of MurmurHash3, as David
    /// Stafford's variant 13.
    public static long mix(long word) {
        long z = word;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /// The keyed hash of one word.
    public static long of(long a, long seed) {
        return mix(step(seed, a, SECRET_B));
    }

    /// The keyed hash of two words.
    public static long of(long a, long b, long seed) {
        return mix(step(seed, a, b));
    }

    /// Takes 16 more bytes into a running hash; end with [#mix].
    static long step(long hash, long a, long b) {
        return fold(a ^ SECRET_A, b ^ SECRET_B ^ hash) ^ hash;
    }

    private static long fold(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) ^ (a * b);
    }
}
