package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerScannerTest {
    private static final String EXECUTED = """
        {"transaction_id":"ab","processed":{"id":"ab","receipt":{"status":"executed","cpu_usage_us":215,\
        "net_usage_words":12},"elapsed":300,"action_traces":[],"except":null,"error_code":null}}\
        """;
    private static final String EXCEPT = """
        {"transaction_id":"ab","processed":{"id":"ab","receipt":null,"elapsed":231,"action_traces":[],\
        "except":{"code":3050003,"name":"eosio_assert_message_exception","message":"no","stack":[{"code":1}]},\
        "error_code":"10000000000000000000"}}\
        """;

    private final AnswerScanner scanner = new AnswerScanner();

    @Test
    void anExecutedTransactionIsBilledByItsReceipt() {
        assertThat(scan(Endpoint.PUSH_TRANSACTION, 202, EXECUTED)).isEqualTo(ErrorClass.NONE);

        assertThat(scanner.executed()).isEqualTo(1);
        assertThat(scanner.failed()).isZero();
        assertThat(scanner.cpuMicros()).isEqualTo(215);
        assertThat(scanner.errorCode()).isEqualTo(AnswerScanner.NO_CODE);
    }

    @Test
    void aFailureInsideASuccessIsBilledByItsTime() {
        assertThat(scan(Endpoint.SEND_TRANSACTION2, 202, EXCEPT)).isEqualTo(ErrorClass.CALLER);

        assertThat(scanner.executed()).isZero();
        assertThat(scanner.failed()).isEqualTo(1);
        assertThat(scanner.failed(ErrorClass.CALLER)).isEqualTo(1);
        assertThat(scanner.cpuMicros()).isEqualTo(231);
        assertThat(scanner.errorCode()).isEqualTo(3050003);
    }

    @Test
    void theOrderOfMembersDoesNotMatter() {
        scan(Endpoint.SEND_TRANSACTION, 202, """
            { "processed" : { "except" : { "message":"no", "code" : 3080004 } , "elapsed":7 , "receipt":null } }\
            """);

        assertThat(scanner.errorCode()).isEqualTo(3080004);
        assertThat(scanner.cpuMicros()).isEqualTo(7);
    }

    @Test
    void whatContractsAndClientsWriteIsNotTakenForTheOutcome() {
        ErrorClass c = scan(Endpoint.PUSH_TRANSACTION, 202, """
            {"transaction_id":"ab","processed":{"action_traces":[{"except":{"code":3050003},"receipt":{"status":"x"},
            "act":{"data":{"except":{"code":1},"error":"1 x","processed":{"except":{"code":2}}}},
            "console":"\\"},\\"except\\":{\\"code\\":3}}]}\\\\","elapsed":99}],
            "\\"except":{"code":4},"except\\"":{"code":4},"receipt":{"status":"executed","cpu_usage_us":5},
            "elapsed":6,"except":null},"memo":{"error":{"code":7}}}\
            """);

        assertThat(c).isEqualTo(ErrorClass.NONE);
        assertThat(scanner.executed()).isEqualTo(1);
        assertThat(scanner.cpuMicros()).isEqualTo(5);
    }

    @Test
    void eachTransactionOfAListHasItsOwnOutcome() {
        String error = "{\"transaction_id\":\"00\",\"processed\":{\"error\":\"%s\"}}";
        ErrorClass c = scan(
                Endpoint.PUSH_TRANSACTIONS,
                202,
                "[" + EXECUTED + "," + String.format(error, "3040008 tx_duplicate: x\\n\\\"") + "," + EXECUTED + ","
                        + String.format(error, "3080004 tx_cpu_usage_exceeded: x") + ","
                        + String.format(error, "3090003 unsatisfied_authorization: x") + "," + EXCEPT + "]");

        assertThat(c).isEqualTo(ErrorClass.SIGNATURE);
        assertThat(scanner.errorCode()).isEqualTo(3090003);
        assertThat(scanner.executed()).isEqualTo(2);
        assertThat(scanner.failed()).isEqualTo(4);
        assertThat(scanner.failed(ErrorClass.DUPLICATE)).isEqualTo(1);
        assertThat(scanner.failed(ErrorClass.CALLER)).isEqualTo(2);
        assertThat(scanner.cpuMicros()).isEqualTo(215 + 215 + 231);
    }

    @Test
    void clientsAreChargedForAllThatIsTheirsAndNamesForWhatRan() {
        String error = "{\"transaction_id\":\"00\",\"processed\":{\"error\":\"%s\"}}";
        scan(
                Endpoint.PUSH_TRANSACTIONS,
                202,
                "[" + String.format(error, "3040005 expired_tx: x") + ","
                        + String.format(error, "3040008 tx_duplicate: x") + ","
                        + String.format(error, "3090003 unsatisfied_authorization: x") + "," + EXCEPT + "]");

        assertThat(scanner.failed(ErrorClass.INVALID)).isEqualTo(1);
        assertThat(scanner.clientFailures()).isEqualTo(3);
        assertThat(scanner.namedFailures()).isEqualTo(1);
    }

    @Test
    void aFailureWithoutNumberIsTheCallers() {
        assertThat(scan(Endpoint.PUSH_TRANSACTIONS, 202, "[{\"processed\":{\"error\":\"oops\"}}]"))
                .isEqualTo(ErrorClass.CALLER);

        assertThat(scanner.errorCode()).isEqualTo(AnswerScanner.NO_CODE);
    }

    @ParameterizedTest
    @CsvSource({"executed, NONE", "delayed, NONE", "soft_fail, CALLER", "hard_fail, CALLER", "expired, CALLER"})
    void theReceiptTellsWhetherATransactionFailed(String status, ErrorClass expected) {
        String answer =
                "{\"processed\":{\"receipt\":{\"status\":\"" + status + "\",\"cpu_usage_us\":9},\"except\":null}}";

        assertThat(scan(Endpoint.PUSH_TRANSACTION, 202, answer)).isEqualTo(expected);
        assertThat(scanner.cpuMicros()).isEqualTo(9);
    }

    @Test
    void largeNumbersMayComeAsText() {
        scan(
                Endpoint.PUSH_TRANSACTION,
                202,
                "{\"processed\":{\"elapsed\":\"3000000000\",\"receipt\":null,\"except\":{\"code\":\"3080004\"}}}");

        assertThat(scanner.cpuMicros()).isEqualTo(3_000_000_000L);
        assertThat(scanner.errorCode()).isEqualTo(3080004);
    }

    @Test
    void aReadOnlyTransactionOfOldNodesHasItsTraceUnderResult() {
        String answer =
                "{\"head_block_num\":1,\"result\":{\"receipt\":null,\"elapsed\":3,\"except\":{\"code\":3050003}}}";

        assertThat(scan(Endpoint.PUSH_RO_TRANSACTION, 202, answer)).isEqualTo(ErrorClass.CALLER);
    }

    @ParameterizedTest
    @CsvSource({
        "500, 3050003, CALLER",
        "500, 3040008, DUPLICATE",
        "409, 3040008, DUPLICATE",
        "401, 3090003, SIGNATURE",
        "500, 3090003, SIGNATURE",
        "500, 3060100, NODE",
        "500, 3110001, NODE",
        "500, 0, SIGNATURE",
        "500, 10, SIGNATURE",
        "500, 13, INVALID",
        "503, 503, NODE",
        "429, 429, NODE",
        "500, 3040005, INVALID",
        "400, 3200006, INVALID",
        "404, 0, NODE",
        "404, 3100002, CALLER",
        "403, 3200006, INVALID",
        "403, 0, INVALID",
        "400, 0, INVALID"
    })
    void aRefusedCallIsJudgedByItsNumber(int status, int code, ErrorClass expected) {
        String answer = "{\"code\":" + status + ",\"message\":\"m\",\"error\":{\"code\":" + code + ",\"name\":\"n\"}}";

        assertThat(scan(Endpoint.PUSH_TRANSACTION, status, answer)).isEqualTo(expected);
        assertThat(scanner.errorCode()).isEqualTo(code);
        assertThat(scanner.executed()).isZero();
        assertThat(scanner.failed()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "500, NODE",
        "502, NODE",
        "503, NODE",
        "504, NODE",
        "429, NODE",
        "408, NODE",
        "401, NODE",
        "403, NODE",
        "404, NODE",
        "405, NODE",
        "407, NODE",
        "413, NODE",
        "400, CALLER",
        "409, CALLER",
        "422, CALLER",
        "302, NODE",
        "101, NODE"
    })
    void withoutANumberTheStatusDecides(int status, ErrorClass expected) {
        assertThat(scan(Endpoint.GET_INFO, status, "<html>Bad gateway</html>")).isEqualTo(expected);

        assertThat(scanner.errorCode()).isEqualTo(AnswerScanner.NO_CODE);
    }

    @Test
    void aCallThatTheNodeDoesNotHaveIsTheNodesFault() {
        String answer = "{\"code\":404,\"message\":\"Not Found\",\"error\":{\"code\":0,\"name\":\"exception\"}}";

        assertThat(scan(Endpoint.PUSH_RO_TRANSACTION, 404, answer)).isEqualTo(ErrorClass.NODE);
        assertThat(scan(Endpoint.ABI_JSON_TO_BIN, 404, answer)).isEqualTo(ErrorClass.NODE);
        assertThat(scan(Endpoint.HISTORY_OTHER, 404, answer)).isEqualTo(ErrorClass.CALLER);
        assertThat(scan(Endpoint.UNKNOWN, 404, answer)).isEqualTo(ErrorClass.CALLER);
    }

    @Test
    void aBlockThatTheTraceApiDoesNotHaveIsTheCallersFault() {
        String answer = "{\"code\":404,\"message\":\"Trace API: block trace missing\",\"error\":{\"code\":0}}";

        assertThat(scan(Endpoint.TRACE_GET_BLOCK, 404, answer)).isEqualTo(ErrorClass.CALLER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>403 Forbidden</html>", "{\"error\":\"Forbidden\"}", "{\"error\":{\"name\":\"x\"}}"})
    void whatSomebodyBeforeTheNodeRefusesIsNoFaultOfTheCaller(String page) {
        assertThat(scan(Endpoint.PUSH_TRANSACTION, 403, page)).isEqualTo(ErrorClass.NODE);
        assertThat(scanner.clientFailures()).isZero();
    }

    @Test
    void hyperionHidesTheStatusInTheBody() {
        String answer = "{\"code\":500,\"message\":\"m\",\"error\":{\"code\":3050003,\"name\":\"n\"}}";

        assertThat(scan(Endpoint.PUSH_TRANSACTION, 200, answer)).isEqualTo(ErrorClass.CALLER);
        assertThat(scan(Endpoint.GET_ACCOUNT, 200, answer)).isEqualTo(ErrorClass.CALLER);
        assertThat(scanner.executed()).isZero();
        assertThat(scan(Endpoint.PUSH_TRANSACTION, 200, "{\"code\":503,\"error\":\"Service Unavailable\"}"))
                .isEqualTo(ErrorClass.NODE);
    }

    @Test
    void aSuccessThatCannotBeReadIsASuccess() {
        assertThat(scan(Endpoint.PUSH_TRANSACTION, 202, "hello")).isEqualTo(ErrorClass.NONE);

        assertThat(scanner.executed()).isEqualTo(1);
    }

    @Test
    void aReadThatSucceedsHasNoTransactions() {
        assertThat(scan(Endpoint.GET_INFO, 200, "{\"chain_id\":\"ab\"}")).isEqualTo(ErrorClass.NONE);

        assertThat(scanner.executed()).isZero();
        assertThat(scanner.failed()).isZero();
    }

    @Test
    void feedingGoesOnWhileTheCostOrTheStatusMayFollowAnError() {
        scanner.reset(Endpoint.PUSH_TRANSACTION);
        feed("{\"processed\":{\"except\":{\"code\":3050003},\"elapsed\":9,");
        assertThat(scanner.satisfied()).isFalse();
        feed("\"receipt\":{\"cpu_usage_us\":7,\"status\":\"hard_fail\"}");
        assertThat(scanner.satisfied()).isTrue();
        scanner.finish(202);
        assertThat(scanner.cpuMicros()).isEqualTo(7);

        scanner.reset(Endpoint.PUSH_TRANSACTION);
        feed("{\"error\":{\"code\":3050003},");
        assertThat(scanner.satisfied()).isFalse();
        feed("\"code\":503}");
        assertThat(scanner.finish(200)).isEqualTo(ErrorClass.NODE);
    }

    @Test
    void feedingMayStopAsSoonAsTheOutcomeIsKnown() {
        scanner.reset(Endpoint.PUSH_TRANSACTION);
        feed("{\"code\":500,\"error\":{\"code\":3050003,");
        assertThat(scanner.satisfied()).isTrue();

        scanner.reset(Endpoint.PUSH_TRANSACTION);
        feed("{\"processed\":{\"receipt\":{\"status\":\"executed\",\"cpu_usage_us\":215},\"elapsed\":3,");
        assertThat(scanner.satisfied()).isFalse();
        feed("\"except\":null,");
        assertThat(scanner.satisfied()).isTrue();

        scanner.reset(Endpoint.PUSH_TRANSACTIONS);
        feed("[" + EXECUTED);
        assertThat(scanner.satisfied()).isFalse();
        feed("]");
        assertThat(scanner.satisfied()).isTrue();
    }

    @Test
    void anAnswerMayBreakOffAnywhere() {
        for (String answer : new String[] {EXECUTED, EXCEPT, "[" + EXECUTED + "," + EXCEPT + "]"}) {
            for (int length = 0; length < answer.length(); length++) {
                scan(Endpoint.PUSH_TRANSACTIONS, 202, answer.substring(0, length));
                scan(Endpoint.SEND_TRANSACTION2, 202, answer.substring(0, length));
                assertThat(scanner.executed() + scanner.failed()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}[]\":,\\ nullcode1", "{\"code\":1,\"error\":{}[]}\\", "\u0000\u00ff{\"\\"})
    void nothingCanUpsetIt(String alphabet) {
        var random = new Random(alphabet.hashCode());
        for (int i = 0; i < 5_000; i++) {
            var text =
                    new StringBuilder(random.nextBoolean() ? "" : EXCEPT.substring(0, random.nextInt(EXCEPT.length())));
            for (int n = random.nextInt(60); n > 0; n--)
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));

            scan(Endpoint.byId(random.nextInt(Endpoint.COUNT)), random.nextInt(600), text.toString());

            assertThat(scanner.cpuMicros()).isNotNegative();
        }
    }

    @Test
    void hugeNumbersStayInBounds() {
        String many = "9".repeat(1_000);
        scan(
                Endpoint.PUSH_TRANSACTION,
                202,
                "{\"processed\":{\"elapsed\":" + many + ",\"except\":{\"code\":" + many + "}}}");

        assertThat(scanner.errorCode()).isEqualTo(Integer.MAX_VALUE);
        assertThat(scanner.cpuMicros()).isEqualTo(Duration.ofHours(1).toNanos() / 1_000);
    }

    @Test
    void scanningAllocatesNothing() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment body = arena.allocateFrom("[" + EXECUTED + "," + EXCEPT + "]");
            for (int i = 0; i < 5_000; i++) scan(body);
            var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();

            for (int i = 0; i < 5_000; i++) scan(body);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000);
        }
    }

    private void scan(MemorySegment body) {
        scanner.reset(Endpoint.PUSH_TRANSACTIONS);
        scanner.feed(body, 0, 100);
        scanner.feed(body, 100, (int) body.byteSize() - 1);
        if (scanner.finish(202) != ErrorClass.CALLER) throw new AssertionError("wrong class");
    }

    private ErrorClass scan(Endpoint endpoint, int status, String answer) {
        scanner.reset(endpoint);
        feed(answer);
        return scanner.finish(status);
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        scanner.feed(MemorySegment.ofArray(bytes), 0, bytes.length);
    }
}
