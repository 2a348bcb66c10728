package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class NodeosErrorTest {
    static Stream<List<String>> errors() {
        return EndpointGolden.lines("nodeos-errors.txt").stream();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void everyDocumentedErrorIsSomebodysFault(List<String> line) {
        int code = Integer.parseInt(line.get(0));

        assertThat(NodeosError.classOf(code)).isEqualTo(ErrorClass.valueOf(line.get(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "3020001, NODE",
        "3030006, NODE",
        "3019999, INVALID",
        "3049999, INVALID",
        "3059999, CALLER",
        "3079999, CALLER",
        "3099999, SIGNATURE",
        "3109999, NODE",
        "3119999, NODE",
        "3120003, CALLER",
        "3140001, NODE",
        "3169999, CALLER",
        "3170014, CALLER",
        "3189999, NODE",
        "3199999, NODE",
        "3250003, NODE",
        "9999999, CALLER",
        "2147483647, CALLER",
        "500, NODE",
        "503, NODE",
        "404, CALLER"
    })
    void unknownErrorsAreJudgedByTheirFamily(int code, ErrorClass expected) {
        assertThat(NodeosError.classOf(code)).isEqualTo(expected);
    }

    @Test
    void theMostGeneralErrorsOfTransactionsProveNothingAboutTheAccount() {
        assertThat(NodeosError.classOfTransaction(0)).isEqualTo(ErrorClass.SIGNATURE);
        assertThat(NodeosError.classOfTransaction(10)).isEqualTo(ErrorClass.SIGNATURE);
        assertThat(NodeosError.classOf(0)).isEqualTo(ErrorClass.CALLER);
        assertThat(NodeosError.classOfTransaction(3050003)).isEqualTo(ErrorClass.CALLER);
    }

    @Test
    void whatIsFoundBeforeAnyActionRanIsNobodysWhoIsNamed() {
        for (NodeosError e : List.of(
                NodeosError.EXPIRED_TX_EXCEPTION,
                NodeosError.TX_EXP_TOO_FAR_EXCEPTION,
                NodeosError.INVALID_REF_BLOCK_EXCEPTION,
                NodeosError.TX_DUPLICATE,
                NodeosError.UNSATISFIED_AUTHORIZATION,
                NodeosError.TX_IRRELEVANT_SIG,
                NodeosError.EXCEPTION,
                NodeosError.ASSERT_EXCEPTION,
                NodeosError.EOF_EXCEPTION,
                NodeosError.UNPACK_EXCEPTION,
                NodeosError.PACKED_TRANSACTION_TYPE_EXCEPTION,
                NodeosError.TX_DECOMPRESSION_ERROR)) {
            assertThat(NodeosError.classOfTransaction(e.code()).chargesNamed())
                    .as(e.word())
                    .isFalse();
        }
        assertThat(NodeosError.EOSIO_ASSERT_MESSAGE_EXCEPTION.errorClass().chargesNamed())
                .isTrue();
    }

    @Test
    void numbersAndWordsAreUniqueAndFindTheirError() {
        var codes = new HashSet<Integer>();

        for (NodeosError e : NodeosError.values()) {
            assertThat(codes.add(e.code())).as(e.word()).isTrue();
            assertThat(NodeosError.of(e.code())).isEqualTo(e);
        }
    }

    @Test
    void theWordIsTheNameThatTheNodeWrites() {
        for (AnswerRecord r : AnswerRecord.read("transaction-errors")) {
            if (r.status() < 400) continue;
            Map<String, ?> error = AnswerRecord.object(
                    AnswerRecord.object(AnswerRecord.parse(r.body())).get("error"));

            assertThat(error.get("code"))
                    .isInstanceOfSatisfying(
                            Number.class,
                            code -> assertThat(NodeosError.of(code.intValue()).word())
                                    .isEqualTo(error.get("name")));
        }
    }

    @Test
    void anUnlistedNumberIsAnotherError() {
        assertThat(NodeosError.of(3099999)).isEqualTo(NodeosError.OTHER);
        assertThat(NodeosError.of(3040005).word()).isEqualTo("expired_tx_exception");
    }
}
