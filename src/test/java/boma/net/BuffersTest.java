package boma.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuffersTest {
    private static final int KIB = 1024;

    private final Buffers.Budget budget = new Buffers.Budget(8L * KIB * KIB);
    private final Buffers buffers = new Buffers(budget);

    private Buffer take(int capacity) {
        Buffer buffer = buffers.take(capacity);
        assertThat(buffer).isNotNull();
        return buffer;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4096",
        "1, 4096",
        "4096, 4096",
        "4097, 16384",
        "16385, 65536",
        "65537, 262144",
        "262145, 1048576",
        "1048577, 2162688",
        "2162689, 4194304",
        "4194304, 4194304"
    })
    void theSmallestSizeThatIsEnoughIsGiven(int wanted, int given) {
        assertThat(take(wanted).capacity()).isEqualTo(given);
        assertThat(budget.used()).isEqualTo(given);
    }

    @ParameterizedTest
    @ValueSource(ints = {4_194_305, 8_388_608, 1_073_741_825, Integer.MAX_VALUE})
    void moreThanTheLargestIsNotGivenAndCostsNothing(int wanted) {
        assertThat(buffers.take(wanted)).isNull();
        assertThat(budget.used()).isZero();
        assertThat(Buffers.largest()).isEqualTo(4 * KIB * KIB);
    }

    @Test
    void theBudgetIsSpentToTheLastByteAndNotAByteMore() {
        var exact = new Buffers.Budget(12 * KIB);
        var few = new Buffers(exact);
        List<Buffer> taken = new ArrayList<>();
        for (int i = 0; i < 3; i++) taken.add(few.take(4 * KIB));

        assertThat(taken).doesNotContainNull();
        assertThat(few.take(1)).isNull();
        assertThat(exact.used()).isEqualTo(exact.max());

        few.giveBack(taken.removeLast());
        assertThat(few.take(1)).isNotNull();
    }

    @Test
    void severalLoopsShareOneBudget() {
        var exact = new Buffers.Budget(8 * KIB);
        var one = new Buffers(exact);
        var other = new Buffers(exact);
        Buffer kept = one.take(1);
        other.take(1);

        assertThat(other.take(1)).isNull();
        one.giveBack(kept);
        assertThat(other.take(1)).isNotNull();
    }

    @Test
    void aBufferThatWasUsedComesBackEmpty() {
        Buffer first = take(100);
        first.from = 10;
        first.to = 50;
        buffers.giveBack(first);

        Buffer again = take(100);

        assertThat(again).isSameAs(first);
        assertThat(again.length()).isZero();
        assertThat(again.room()).isEqualTo(again.capacity());
    }

    @Test
    void growingKeepsTheBytesAndTheirPlace() {
        Buffer b = take(4 * KIB);
        b.from = Buffer.HEADROOM;
        b.to = Buffer.HEADROOM;
        b.append(HandLoop.bytes("what was there".getBytes(US_ASCII)), 0, 14);

        Buffer larger = buffers.grow(b, 4 * KIB + 1);

        assertThat(larger).isNotNull();
        assertThat(larger.from).isEqualTo(Buffer.HEADROOM);
        assertThat(text(larger)).isEqualTo("what was there");
        assertThat(budget.used()).isEqualTo(larger.capacity());
    }

    @Test
    void whatCannotGrowStaysAsItIs() {
        var exact = new Buffers.Budget(16 * KIB);
        var few = new Buffers(exact);
        Buffer b = few.take(4 * KIB);
        assertThat(b).isNotNull();
        b.append(HandLoop.bytes("kept".getBytes(US_ASCII)), 0, 4);

        assertThat(few.grow(b, 16 * KIB)).isNull();
        assertThat(text(b)).isEqualTo("kept");
        assertThat(exact.used()).isEqualTo(4 * KIB);
    }

    @Test
    void compactingMakesRoomBehindTheBytes() {
        Buffer b = take(4 * KIB);
        b.append(HandLoop.bytes("gone and kept".getBytes(US_ASCII)), 0, 13);
        b.from = 9;

        b.compact();

        assertThat(text(b)).isEqualTo("kept");
        assertThat(b.room()).isEqualTo(b.capacity() - 4);
    }

    @Test
    void nobodyEverGetsMemoryThatSomebodyElseHas() {
        var random = new Random(7);
        List<Buffer> held = new ArrayList<>();
        long owned = 0;
        for (int i = 0; i < 20_000; i++) {
            if (held.isEmpty() || random.nextBoolean()) {
                Buffer b = buffers.take(1 << random.nextInt(19));
                if (b == null) continue;
                held.add(b);
                owned += b.capacity();
                mark(b, System.identityHashCode(b));
            } else {
                Buffer b = held.remove(random.nextInt(held.size()));
                assertThat(marked(b, System.identityHashCode(b))).isTrue();
                owned -= b.capacity();
                buffers.giveBack(b);
            }
            assertThat(budget.used()).isEqualTo(owned).isLessThanOrEqualTo(budget.max());
        }
    }

    private static void mark(Buffer b, int mark) {
        b.bytes().set(JAVA_INT_UNALIGNED, 0, mark);
        b.bytes().set(JAVA_INT_UNALIGNED, b.capacity() - 4L, mark);
    }

    private static boolean marked(Buffer b, int mark) {
        return b.bytes().get(JAVA_INT_UNALIGNED, 0) == mark
                && b.bytes().get(JAVA_INT_UNALIGNED, b.capacity() - 4L) == mark;
    }

    private static String text(Buffer b) {
        return new String(b.bytes().asSlice(b.from, b.length()).toArray(JAVA_BYTE), US_ASCII);
    }
}
