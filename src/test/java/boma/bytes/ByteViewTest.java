package boma.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ByteViewTest {
    @Test
    void aViewShowsWhatLiesUnderIt() {
        MemorySegment s = MemorySegment.ofArray(Ascii.bytes("..Hello.."));
        var view = new ByteView().set(s, 2, 5);

        assertThat(view).hasToString("Hello");
        assertThat(view.is(Ascii.bytes("Hello"))).isTrue();
        assertThat(view.is(Ascii.bytes("hello"))).isFalse();
        assertThat(view.isIgnoreCase(Ascii.bytes("hello"))).isTrue();
        assertThat(view.startsWith(Ascii.bytes("He"))).isTrue();
        assertThat(view.startsWith(Ascii.bytes("Hello."))).isFalse();
        assertThat(view.at(4)).isEqualTo((byte) 'o');

        s.set(Ascii.BYTE, 2, (byte) 'J');

        assertThat(view).hasToString("Jello");
    }

    @Test
    void nothingIsSeenOutsideTheView() {
        var view = new ByteView().set(MemorySegment.ofArray(Ascii.bytes("..Hello..")), 2, 5);

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> view.at(5));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> view.at(-1));
        assertThat(view.clear().isEmpty()).isTrue();
        assertThat(view).hasToString("");
    }

    @Test
    void theHashDependsOnTheBytesAndTheSeedOnly() {
        var random = new Random(3);
        var hashes = new HashSet<Long>();
        for (int length = 0; length < 70; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment elsewhere = arena.allocate(length + 3);
                MemorySegment.copy(bytes, 0, elsewhere, Ascii.BYTE, 3, length);
                long hash = new ByteView()
                        .set(MemorySegment.ofArray(bytes), 0, length)
                        .hash(Hash.SEED);

                assertThat(new ByteView().set(elsewhere, 3, length).hash(Hash.SEED))
                        .isEqualTo(hash);
                assertThat(new ByteView().set(elsewhere, 3, length).hash(Hash.SEED + 1))
                        .isNotEqualTo(hash);
                assertThat(hashes.add(hash)).isTrue();
            }
        }
    }

    @Test
    void everyBitOfAKeyChangesItsHash() {
        byte[] key = Ascii.bytes("/v1/chain/push_transaction");
        var hashes = new HashSet<Long>();
        hashes.add(hash(key));
        for (int bit = 0; bit < 8 * key.length; bit++) {
            key[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(hashes.add(hash(key))).isTrue();
            key[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test
    void zerosOfDifferentLengthHaveDifferentHashes() {
        var hashes = new HashSet<Long>();
        for (int length = 0; length < 100; length++)
            assertThat(hashes.add(hash(new byte[length]))).isTrue();
    }

    private static long hash(byte[] bytes) {
        return new ByteView().set(MemorySegment.ofArray(bytes), 0, bytes.length).hash(Hash.SEED);
    }
}
