package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every transaction of the vectors, in every form that it can be sent in, is read to the same header, actions and id.
class VectorsTest {
    private final Reads reads = new Reads();

    static List<Vector> vectors() {
        return Vector.all();
    }

    static Stream<Vector> sentCompressed() {
        return Vector.all().stream().filter(vector -> !vector.packedZlibSent().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isReadWhenPacked(Vector vector) {
        assertThat(reads.read(BodyForm.ONE, vector.packedBody())).isEqualTo(TransactionFault.NONE);

        assertSame(vector);
        assertThat(reads.id(0)).isEqualTo(vector.id());
        assertThat(reads.transactions.size(0)).isEqualTo(vector.packed().length);
    }

    @ParameterizedTest
    @MethodSource("sentCompressed")
    void isReadWhenCompressedByItsClient(Vector vector) {
        assertThat(reads.read(BodyForm.ONE, vector.zlibBody(vector.packedZlibSent())))
                .isEqualTo(TransactionFault.NONE);

        assertSame(vector);
        assertThat(reads.id(0)).isEqualTo(vector.id());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isReadWhenCompressed(Vector vector) {
        assertThat(reads.read(BodyForm.ONE, vector.zlibBody(""))).isEqualTo(TransactionFault.NONE);

        assertSame(vector);
        assertThat(reads.id(0)).isEqualTo(vector.id());
        assertThat(reads.transactions.size(0)).isEqualTo(vector.packed().length);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isReadAndPackedAgainWhenItIsAJsonObject(Vector vector) {
        assertThat(reads.read(BodyForm.ONE, vector.explodedBody(false))).isEqualTo(TransactionFault.NONE);

        assertSame(vector);
        assertThat(reads.id(0)).isEqualTo(vector.id());
        assertThat(reads.transactions.size(0)).isEqualTo(vector.packed().length);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isReadWithoutAnIdWhenItsDataIsAJsonObjectToo(Vector vector) {
        assertThat(reads.read(BodyForm.ONE, vector.explodedBody(true))).isEqualTo(TransactionFault.NONE);

        assertSame(vector);
        assertThat(reads.transactions.idKnown(0)).isEqualTo(!vector.hasObjectData());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isReadBesideOthers(Vector vector) {
        String body = vector.packedBody();

        assertThat(reads.read(BodyForm.MANY, "[" + body + "," + vector.zlibBody("") + "]"))
                .isEqualTo(TransactionFault.NONE);
        assertThat(reads.transactions.count()).isEqualTo(2);
        assertThat(reads.id(0)).isEqualTo(vector.id());
        assertThat(reads.id(1)).isEqualTo(vector.id());
        assertThat(reads.transactions.actions(0)).isEqualTo(reads.transactions.actions(1));
        assertThat(reads.transactions.firstAction(1)).isEqualTo(reads.transactions.actions(0));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isReadWhereverItLiesInItsBuffer(Vector vector) {
        byte[] body = vector.packedBody().getBytes(StandardCharsets.UTF_8);
        byte[] buffer = new byte[body.length + 100];
        Arrays.fill(buffer, (byte) '"');
        System.arraycopy(body, 0, buffer, 37, body.length);
        var reader = new TransactionReader(Reads.ROOMY);

        TransactionFault fault =
                reader.read(BodyForm.ONE, MemorySegment.ofArray(buffer), 37, 37 + body.length, reads.transactions);

        assertThat(fault).isEqualTo(TransactionFault.NONE);
        assertSame(vector);
        assertThat(reads.id(0)).isEqualTo(vector.id());
    }

    @Test
    void theTransferInsideARecordedProposalIsSeen() {
        Vector proposal = vectors().stream()
                .filter(vector -> vector.toString().startsWith("msig propose"))
                .findFirst()
                .orElseThrow();

        reads.read(BodyForm.ONE, proposal.packedBody());

        assertThat(reads.actions())
                .containsExactly("eosio.msig::propose alice@active", "nested eosio.token::transfer bob@active");

        // The same with its data as the object that the ABI makes of it.
        reads.read(BodyForm.ONE, proposal.explodedBody(true));

        assertThat(reads.actions())
                .containsExactly("eosio.msig::propose alice@active", "nested eosio.token::transfer bob@active");
    }

    private void assertSame(Vector vector) {
        Transactions t = reads.transactions;
        assertThat(t.count()).isEqualTo(1);
        assertThat(t.signatures(0)).isEqualTo(vector.signatures());
        assertThat(reads.actions())
                .filteredOn(action -> !action.startsWith("nested"))
                .isEqualTo(vector.actions());
        assertHeader(t, vector);
    }

    private static void assertHeader(Transactions t, Vector vector) {
        var header = vector.header();
        long expiration =
                LocalDateTime.parse(JsonTree.text(header, "expiration")).toEpochSecond(ZoneOffset.UTC);
        var expected = new PackedHeader(
                expiration,
                (int) JsonTree.number(header, "ref_block_num"),
                JsonTree.number(header, "ref_block_prefix"),
                JsonTree.number(header, "max_net_usage_words"),
                (int) JsonTree.number(header, "max_cpu_usage_ms"),
                JsonTree.number(header, "delay_sec"));
        assertThat(PackedHeader.of(t)).isEqualTo(expected);
    }
}
