package boma.client;

import static boma.client.ProxyOutcome.DONE;
import static boma.client.ProxyOutcome.INCOMPLETE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProxyHeaderTest {
    private static final int LISTENER = 2;
    private static final Peer SENDER = Peer.ofTcp(0, IpAddress.ipv4Low(0x7f000001), 40000);
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BEFORE = 5;

    private final Arena arena = Arena.ofConfined();
    private final ProxyHeader header = new ProxyHeader();

    @AfterEach
    void free() {
        arena.close();
    }

    static List<ProxyCase> cases() {
        return ProxyCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyCaseEndsAsTheFileSays(ProxyCase c) {
        MemorySegment s = segment(c.bytes());

        ProxyOutcome outcome = read(s);

        assertThat(described(outcome, c)).isEqualTo(c.expected());
        assertThat(header.length()).isEqualTo(outcome == DONE ? c.bytes().length : 0);
    }

    /// The segment ends with the bytes, so a look at what has not come yet would throw.
    @ParameterizedTest
    @MethodSource("cases")
    void bytesMayComeOneByOne(ProxyCase c) {
        int refusedAt = c.isRefused() ? firstRefused(c) : Integer.MAX_VALUE;
        for (int length = 0; length < c.bytes().length; length++) {
            ProxyOutcome outcome = read(segment(c.bytes(), length));

            assertThat(outcome.isError()).as("after %d bytes", length).isEqualTo(length >= refusedAt);
            assertThat(outcome).isNotEqualTo(DONE);
        }
        assertThat(described(read(segment(c.bytes())), c)).isEqualTo(c.expected());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aHeaderMayBeCutAnywhere(ProxyCase c) {
        for (int cut = 0; cut <= c.bytes().length; cut++) {
            read(segment(c.bytes(), cut));

            assertThat(described(read(segment(c.bytes())), c))
                    .as("cut at %d", cut)
                    .isEqualTo(c.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatFollowsAHeaderIsLeftAlone(ProxyCase c) {
        if (!c.isDone()) return;
        MemorySegment s = segment(concat(c.bytes(), REQUEST));

        assertThat(read(s)).isEqualTo(DONE);

        assertThat(header.length()).isEqualTo(c.bytes().length);
        assertThat(described(DONE, c)).isEqualTo(c.expected());
    }

    /// A flip in the type of the checksum itself hides it: then it is a value that any receiver has to skip.
    @Test
    void noBitOfAHeaderWithChecksumCanFlip() {
        for (String name : List.of("B:", "C:")) {
            byte[] good = ProxyCase.titled(name).bytes();
            int crcType = good.length - 7;
            byte[] bytes = concat(good, new byte[ProxyHeader.SIZE_MAX_DEFAULT]);
            for (int bit = 0; bit < 8 * good.length; bit++) {
                if (bit / 8 == crcType) continue;
                bytes[bit / 8] ^= (byte) (1 << bit % 8);

                assertThat(read(segment(bytes)).isError())
                        .as("%s bit %d", name, bit)
                        .isTrue();

                bytes[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
    }

    @Test
    void theSizeOfAHeaderIsTheOperatorsChoice() {
        byte[] bytes = ProxyCase.titled("version 2, 4096 bytes").bytes();

        assertThat(new ProxyHeader(4096).read(segment(bytes), BEFORE, BEFORE + bytes.length))
                .isEqualTo(DONE);
        assertThat(new ProxyHeader(4095).read(segment(bytes), BEFORE, BEFORE + bytes.length))
                .isEqualTo(ProxyOutcome.INVALID);
    }

    @Test
    void nothingIsLeftOfTheHeaderBefore() {
        read(segment(ProxyCase.titled("C:").bytes()));
        assertThat(header.hasSource()).isTrue();

        read(segment(ProxyCase.titled("E:").bytes()));

        assertThatNobodyIsNamed();
    }

    @Test
    void aRefusedHeaderNamesNobody() {
        read(segment(ProxyCase.titled("version 1, a field too few").bytes()));

        assertThatNobodyIsNamed();
    }

    private void assertThatNobodyIsNamed() {
        assertThat(header.hasSource()).isFalse();
        assertThat(header.uniqueId().isEmpty()).isTrue();
        assertThat(List.of(header.sourceHigh(), header.sourceLow(), header.destinationHigh(), header.destinationLow()))
                .containsOnly(0L);
        assertThat(header.sourcePort() + header.destinationPort()).isZero();
    }

    @Test
    void changedHeadersNeverThrow() {
        List<ProxyCase> cases = cases();
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = cases.get(random.nextInt(cases.size())).bytes();
            for (int n = random.nextInt(4); n >= 0; n--) bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            MemorySegment s = MemorySegment.ofArray(bytes);

            ProxyOutcome outcome = header.read(s, 0, random.nextInt(bytes.length + 1));

            assertThat(header.length()).isBetween(outcome == DONE ? 15 : 0, bytes.length);
            assertThat(header.uniqueId().toBytes().length).isLessThanOrEqualTo(128);
        }
    }

    @Test
    void readingAllocatesNothing() {
        for (ProxyCase c :
                List.of(ProxyCase.titled("C:"), ProxyCase.titled("Tor, circuit 666"), ProxyCase.titled("D:"))) {
            MemorySegment s = segment(c.bytes());

            assertThat(Allocations.of(() -> read(s))).as(c.title()).isZero();
        }
    }

    private ProxyOutcome read(MemorySegment s) {
        return header.read(s, BEFORE, (int) s.byteSize());
    }

    private String described(ProxyOutcome outcome, ProxyCase c) {
        if (outcome == INCOMPLETE) return "incomplete";
        if (outcome != DONE) return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-') + ' ' + firstRefused(c);
        return "done " + who()
                + (header.uniqueId().isEmpty()
                        ? ""
                        : " id " + hex(header.uniqueId().toBytes()));
    }

    private String who() {
        if (!header.hasSource()) {
            assertThat(header.peer(SENDER, LISTENER)).isEqualTo(SENDER);
            return "sender";
        }
        return IpAddress.text(header.sourceHigh(), header.sourceLow())
                + ' '
                + header.sourcePort()
                + ' '
                + IpAddress.text(header.destinationHigh(), header.destinationLow())
                + ' '
                + header.destinationPort()
                + ' '
                + header.peer(SENDER, LISTENER).client().text();
    }

    private int firstRefused(ProxyCase c) {
        ProxyHeader other = new ProxyHeader();
        MemorySegment s = MemorySegment.ofArray(c.bytes());
        for (int length = 0; length <= c.bytes().length; length++) {
            if (other.read(s, 0, length).isError()) return length;
        }
        return -1;
    }

    private MemorySegment segment(byte[] bytes) {
        return segment(bytes, bytes.length);
    }

    private MemorySegment segment(byte[] bytes, int length) {
        MemorySegment s = arena.allocate(BEFORE + length);
        MemorySegment.copy(bytes, 0, s, ValueLayout.JAVA_BYTE, BEFORE, length);
        return s;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = new byte[a.length + b.length];
        System.arraycopy(a, 0, both, 0, a.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
