package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What client libraries sent to a real node, and what it took of odd requests made by hand.
class RecordedTransactionsTest {
    /// Made by hand to see what the node does; no client sends such bodies.
    private static final Map<String, TransactionFault> REFUSED = Map.of(
            "push_transactions: empty list", TransactionFault.NO_TRANSACTIONS,
            "push_transaction: packed_trx and transaction both present (packed signed)",
                    TransactionFault.AMBIGUOUS_TRANSACTION,
            "push_transaction: packed_trx an array and transaction present", TransactionFault.BAD_PACKED,
            "http-max-in-flight-requests 0: push_transaction", TransactionFault.MISSING_SIGNATURES,
            "CORS, keep-alive off: OPTIONS", TransactionFault.JSON_CUT_SHORT);

    private final Reads reads = new Reads();

    static Stream<RecordedRequest> recorded() {
        return Stream.of("clients", "transactions", "savanna", "other-settings")
                .flatMap(file -> RecordedRequest.read(file).stream())
                .filter(RecordedRequest::carriesTransactions)
                .filter(RecordedRequest::whole);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void isReadUnlessItIsOdd(RecordedRequest request) {
        TransactionFault fault = reads.read(request.form(), request.body());

        assertThat(fault).isEqualTo(REFUSED.getOrDefault(request.name(), TransactionFault.NONE));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void hasTheIdThatTheNodeFound(RecordedRequest request) {
        TransactionFault fault = reads.read(request.form(), request.body());

        if (fault == TransactionFault.NONE) assertIds(request.idsOfNode());
    }

    private void assertIds(List<@Nullable String> ofNode) {
        for (int t = 0; t < ofNode.size(); t++) {
            String id = ofNode.get(t);
            if (id != null && reads.transactions.idKnown(t))
                assertThat(reads.id(t)).isEqualTo(id);
        }
    }
}
