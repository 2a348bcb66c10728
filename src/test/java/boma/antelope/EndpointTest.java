package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EndpointTest {
    static Stream<List<String>> endpoints() {
        return EndpointGolden.lines("endpoints.txt").stream();
    }

    static Stream<List<String>> targets() {
        return EndpointGolden.lines("targets.txt").stream();
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void everyPathOfNodeosAndHyperionIsKnown(List<String> line) {
        Endpoint e = endpointOf(line.get(0));

        assertThat(e.path()).isEqualTo(line.get(0));
        assertThat(e.call()).isEqualTo(line.get(1));
        assertThat(e.group().word()).isEqualTo(line.get(2));
        assertThat(e.bodyForm() == null ? "-" : e.bodyForm().name()).isEqualTo(line.get(3));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void anyOtherSpellingIsJudgedByWhatItCouldBecome(List<String> line) {
        assertThat(endpointOf(line.get(0)).call()).isEqualTo(line.get(1));
    }

    @Test
    void noPathIsPublicInAnotherSpelling() {
        for (Endpoint e : Endpoint.values()) {
            if (!isPublic(e)) continue;

            for (int i = 0; i < e.path().length(); i++) {
                String head = e.path().substring(0, i);
                String tail = e.path().substring(i);
                String encoded = "%" + Integer.toHexString(tail.charAt(0)) + tail.substring(1);
                assertThat(isPublic(endpointOf(head + encoded)))
                        .as(head + encoded)
                        .isFalse();
                assertThat(isPublic(endpointOf(head + "/" + tail)))
                        .as(head + "/" + tail)
                        .isFalse();
                assertThat(isPublic(endpointOf(head + "." + tail)))
                        .as(head + "." + tail)
                        .isFalse();
            }
        }
    }

    @Test
    void noCallOfHyperionHasAnotherSpelling() {
        for (Endpoint e : Endpoint.values()) {
            if (e.group() != EndpointGroup.HYPERION) continue;

            for (int i = 0; i < e.path().length(); i++) {
                String encoded = e.path().substring(0, i)
                        + "%" + Integer.toHexString(e.path().charAt(i))
                        + e.path().substring(i + 1);
                assertThat(endpointOf(encoded)).as(encoded).isIn(Endpoint.ODD, Endpoint.UNKNOWN);
                assertThat(endpointOf(encoded + "?x=1")).as(encoded).isIn(Endpoint.ODD, Endpoint.UNKNOWN);
            }
        }
    }

    @Test
    void everyCutOfAPathIsAnotherPath() {
        for (Endpoint e : Endpoint.values()) {
            for (int length = 0; length < e.path().length(); length++) {
                String cut = e.path().substring(0, length);
                Endpoint found = endpointOf(cut);
                assertThat(found.path()).as(cut).isIn("", cut);
            }
        }
    }

    @Test
    void anEmptyTargetIsOdd() {
        assertThat(endpointOf("")).isEqualTo(Endpoint.ODD);
    }

    @Test
    void callsAndPathsAreUnique() {
        var calls = new HashSet<String>();
        var paths = new HashSet<String>();

        for (Endpoint e : Endpoint.values()) {
            assertThat(calls.add(e.call())).as(e.call()).isTrue();
            assertThat(e.path().isEmpty() || paths.add(e.path())).as(e.path()).isTrue();
        }
    }

    @Test
    void identifiersCountUpFromZero() {
        for (int id = 0; id < Endpoint.COUNT; id++)
            assertThat(Endpoint.byId(id).id()).isEqualTo(id);
    }

    @Test
    void onlyWhatIsMeantForTheChainIsBroadcast() {
        assertThat(Stream.of(Endpoint.values()).filter(Endpoint::broadcasts))
                .containsExactly(
                        Endpoint.PUSH_TRANSACTION,
                        Endpoint.PUSH_TRANSACTIONS,
                        Endpoint.SEND_TRANSACTION,
                        Endpoint.SEND_TRANSACTION2);
    }

    @Test
    void everyCallWithTransactionsIsSentOnceAndByPostOnly() {
        for (Endpoint e : Endpoint.values()) {
            if (!e.carriesTransactions()) continue;

            assertThat(e.group()).isEqualTo(EndpointGroup.PUSH);
            assertThat(e.retriable()).isFalse();
            assertThat(e.postOnly()).isTrue();
        }
    }

    @Test
    void readsAreRetriableAlsoThoseThatTakeATransaction() {
        assertThat(Endpoint.GET_INFO.retriable()).isTrue();
        assertThat(Endpoint.GET_REQUIRED_KEYS.retriable()).isTrue();
        assertThat(Endpoint.PRODUCER_PAUSE.retriable()).isFalse();
        assertThat(Endpoint.HYPERION_STREAM.retriable()).isFalse();
    }

    @Test
    void lookupsAllocateNothing() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment known = arena.allocateFrom("/v1/chain/get_table_rows");
            MemorySegment odd = arena.allocateFrom("/v1/chain/%70ush_transaction?x=1");
            MemorySegment query = arena.allocateFrom("/v2/history/get_actions?account=alice");
            for (int i = 0; i < 20_000; i++) lookUp(known, odd, query);
            var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();

            for (int i = 0; i < 10_000; i++) lookUp(known, odd, query);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
        }
    }

    private static boolean isPublic(Endpoint e) {
        return e.group() == EndpointGroup.READ || e.group() == EndpointGroup.PUSH;
    }

    private static void lookUp(MemorySegment known, MemorySegment odd, MemorySegment query) {
        boolean right = Endpoint.of(known, 0, (int) known.byteSize() - 1) == Endpoint.GET_TABLE_ROWS
                && Endpoint.of(odd, 0, (int) odd.byteSize() - 1) == Endpoint.ODD
                && Endpoint.of(query, 0, (int) query.byteSize() - 1) == Endpoint.HYPERION_GET_ACTIONS;
        if (!right) throw new AssertionError("wrong endpoint");
    }

    /// Between other bytes, and at the very end of the segment, as in a buffer.
    private static Endpoint endpointOf(String target) {
        byte[] bytes = ("GET " + target).getBytes(StandardCharsets.ISO_8859_1);
        return Endpoint.of(MemorySegment.ofArray(bytes), 4, bytes.length - 4);
    }
}
