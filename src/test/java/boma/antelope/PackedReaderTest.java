package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import boma.antelope.Packing.Action;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedReaderTest {
    private final Reads reads = new Reads(new TransactionLimits(1, 1, 6, 7, 10_000));

    @Test
    void contextFreeActionsComeFirstAndSaySo() {
        var free = new Action("free", "act", List.of(), "");
        var act = new Action("a1.b2", "zzzzzzzzzzzzj", List.of("alice@active", "bob@owner"), "01");

        assertThat(read(Packing.transaction(List.of(free), List.of(act)))).isEqualTo(TransactionFault.NONE);

        assertThat(reads.actions())
                .containsExactly("context-free free::act", "a1.b2::zzzzzzzzzzzzj alice@active bob@owner");
    }

    @Test
    void aTransactionCutAnywhereIsRefused() {
        String whole =
                Packing.transaction(List.of(new Action("free", "act", List.of(), "ff")), List.of(Packing.transfer()));

        for (int length = 2; length < whole.length(); length += 2) {
            assertThat(read(whole.substring(0, length)))
                    .as("%d of %d digits", length, whole.length())
                    .isEqualTo(TransactionFault.PACKED_CUT_SHORT);
        }
    }

    @Test
    void nothingMayFollow() {
        String whole = Packing.transaction(Packing.transfer());

        assertThat(read(whole + "00")).isEqualTo(TransactionFault.PACKED_TRAILING_BYTES);
        assertThat(read(whole + whole)).isEqualTo(TransactionFault.PACKED_TRAILING_BYTES);
    }

    /// nodeos reads all of the refused ones as 1, 0 or something below 2^32.
    @ParameterizedTest
    @CsvSource({
        "7f, NONE",
        "8001, NONE",
        "ffffffff0f, NONE",
        "8000, PACKED_NUMBER",
        "8100, PACKED_NUMBER",
        "8180808000, PACKED_NUMBER",
        "8180808010, PACKED_NUMBER",
        "8180808070, PACKED_NUMBER",
        "8180808080, PACKED_NUMBER",
        "ffffffffff01, PACKED_NUMBER",
        "ffffffffffff, PACKED_NUMBER",
    })
    void numbersAreWrittenInTheirShortestFormOnly(String maxNetUsageWords, TransactionFault fault) {
        String header = "0022486b" + "0102" + "03040506" + maxNetUsageWords + "00" + "00";

        assertThat(read(header + "00" + "00" + "00")).isEqualTo(fault);
    }

    @Test
    void headerNumbersMayBeAsLargeAsTheirFields() {
        String header = "ffffffff" + "ffff" + "feffffff" + "ffffffff0f" + "ff" + "8001";

        assertThat(read(header + "00" + "00" + "00")).isEqualTo(TransactionFault.NONE);

        assertThat(PackedHeader.of(reads.transactions))
                .isEqualTo(new PackedHeader(0xffff_ffffL, 0xffff, 0xffff_fffeL, 0xffff_ffffL, 255, 128));
    }

    @ParameterizedTest
    @CsvSource({"ffffffff0f", "8080808008", "8080c001"})
    void hugeCountsAreRefusedBeforeAnythingIsDone(String count) {
        String authorizations = Packing.name("a") + Packing.name("b") + count;

        assertThat(read(Packing.header() + count)).isEqualTo(TransactionFault.PACKED_CUT_SHORT);
        assertThat(read(Packing.header() + "00" + count)).isEqualTo(TransactionFault.PACKED_CUT_SHORT);
        assertThat(read(Packing.header() + "00" + "01" + authorizations)).isEqualTo(TransactionFault.PACKED_CUT_SHORT);
        assertThat(read(Packing.header() + "00" + "00" + count)).isEqualTo(TransactionFault.PACKED_CUT_SHORT);
        assertThat(read(Packing.header() + "00" + "00" + "01" + "0000" + count))
                .isEqualTo(TransactionFault.PACKED_CUT_SHORT);
    }

    @Test
    void extensionsArePassedOver() {
        String actions = Packing.header() + "00" + "00";

        assertThat(read(actions + "02" + "0000" + "03aabbcc" + "0100" + "00")).isEqualTo(TransactionFault.NONE);
        assertThat(read(actions + "02" + "0000" + "03aabbcc" + "0100")).isEqualTo(TransactionFault.PACKED_CUT_SHORT);
        assertThat(read(actions + "01" + "0000" + "02aabbcc")).isEqualTo(TransactionFault.PACKED_TRAILING_BYTES);
    }

    @Test
    void actionsAndAuthorizationsAreBounded() {
        Action twice = new Action("a", "b", List.of("c@d", "c@d"), "");

        assertThat(read(Packing.transaction(repeat(6, Packing.transfer())))).isEqualTo(TransactionFault.NONE);
        assertThat(read(Packing.transaction(repeat(7, Packing.transfer()))))
                .isEqualTo(TransactionFault.TOO_MANY_ACTIONS);
        assertThat(read(Packing.transaction(List.of(repeat(4, Packing.transfer())), List.of(repeat(3, twice)))))
                .isEqualTo(TransactionFault.TOO_MANY_ACTIONS);
        assertThat(read(Packing.transaction(repeat(4, twice)))).isEqualTo(TransactionFault.TOO_MANY_AUTHORIZATIONS);
    }

    @Test
    void theTransactionInsideAProposalIsSeen() {
        String inner = Packing.transaction(
                List.of(new Action("free", "act", List.of(), "")),
                List.of(new Action("eosio", "setcode", List.of("eosio@active"), "00")));

        assertThat(read(Packing.transaction(Packing.propose(inner), Packing.transfer())))
                .isEqualTo(TransactionFault.NONE);

        assertThat(reads.actions())
                .containsExactly(
                        "eosio.msig::propose alice@active",
                        "nested context-free free::act",
                        "nested eosio::setcode eosio@active",
                        "eosio.token::transfer alice@active");
        assertThat(reads.transactions.count()).isEqualTo(1);
    }

    @Test
    void theTransactionInsideAWrappedExecutionIsSeen() {
        String inner = Packing.transaction(Packing.transfer());

        assertThat(read(Packing.transaction(Packing.exec(inner)))).isEqualTo(TransactionFault.NONE);

        assertThat(reads.actions())
                .containsExactly("eosio.wrap::exec alice@active", "nested eosio.token::transfer alice@active");
    }

    @Test
    void transactionsAreReadFourDeepAndNoDeeper() {
        String inner = Packing.transaction(Packing.transfer());
        for (int depth = 1; depth <= 4; depth++) {
            inner = Packing.transaction(depth % 2 == 0 ? Packing.exec(inner) : Packing.propose(inner));

            assertThat(read(inner)).as("depth %d", depth).isEqualTo(TransactionFault.NONE);
            assertThat(reads.actions())
                    .hasSize(depth + 1)
                    .last()
                    .isEqualTo("nested eosio.token::transfer alice@active");
        }
        assertThat(read(Packing.transaction(Packing.exec(inner)))).isEqualTo(TransactionFault.NESTED_TOO_DEEP);
    }

    @Test
    void nestedActionsCountTowardsTheLimit() {
        String five = Packing.transaction(repeat(5, Packing.transfer()));
        String six = Packing.transaction(repeat(6, Packing.transfer()));

        assertThat(read(Packing.transaction(Packing.exec(five)))).isEqualTo(TransactionFault.NONE);
        assertThat(read(Packing.transaction(Packing.exec(six)))).isEqualTo(TransactionFault.TOO_MANY_ACTIONS);
        assertThat(read(Packing.transaction(Packing.exec(five), Packing.transfer())))
                .isEqualTo(TransactionFault.TOO_MANY_ACTIONS);
    }

    @ParameterizedTest
    @CsvSource({"'', 00", "'', ff", "ff, ''"})
    void aNestedTransactionMustFillTheDataExactly(String before, String after) {
        String inner = before + Packing.transaction(Packing.transfer()) + after;

        assertThat(read(Packing.transaction(Packing.propose(inner)))).isEqualTo(TransactionFault.NESTED_UNREADABLE);
        assertThat(read(Packing.transaction(Packing.exec(inner)))).isEqualTo(TransactionFault.NESTED_UNREADABLE);
    }

    @Test
    void aNestedTransactionThatReachesBeyondTheDataIsRefused() {
        String inner = Packing.transaction(Packing.transfer());
        String cut = inner.substring(0, inner.length() - 2);

        assertThat(read(Packing.transaction(Packing.exec(cut), Packing.transfer())))
                .isEqualTo(TransactionFault.NESTED_UNREADABLE);
        assertThat(read(Packing.transaction(Packing.exec(""), Packing.transfer())))
                .isEqualTo(TransactionFault.NESTED_UNREADABLE);
    }

    @Test
    void otherActionsOfTheSameContractsCarryNothing() {
        Action approve = new Action("eosio.msig", "approve", "00");
        Action propose = new Action("eosio.token", "propose", "00");

        assertThat(read(Packing.transaction(approve, propose))).isEqualTo(TransactionFault.NONE);
        assertThat(reads.actions()).hasSize(2);
    }

    private TransactionFault read(String packedHex) {
        return reads.read(BodyForm.ONE, Packing.body(packedHex));
    }

    private static Action[] repeat(int times, Action action) {
        return new ArrayList<>(Collections.nCopies(times, action)).toArray(new Action[0]);
    }
}
