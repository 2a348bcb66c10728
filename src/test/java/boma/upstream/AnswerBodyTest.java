package boma.upstream;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import boma.antelope.Endpoint;
import boma.antelope.ErrorClass;
import boma.exchange.Exchange;
import boma.http.HeadFault;
import boma.http.Method;
import boma.http.Response;
import boma.http.ResponseReader;
import boma.net.EventLoop;
import boma.net.HandLoop;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerBodyTest {
    private static final String DUPLICATE =
            "{\"code\":409,\"message\":\"Conflict\",\"error\":{\"code\":3040008,\"name\":\"tx_duplicate\",\"what\":\"\",\"details\":[]}}";

    private final Exchange exchange = Pools.exchange();
    private final AnswerBody body = new AnswerBody(Arena.global().allocate(EventLoop.READ_MAX + 64));

    private void begin(String head, boolean decode) {
        byte[] bytes = (head + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        var response = new Response();
        HeadFault fault = new ResponseReader().read(HandLoop.bytes(bytes), 0, bytes.length, response);
        assertThat(fault).isEqualTo(HeadFault.NONE);
        body.begin(response, exchange, decode);
    }

    /// What is passed on when the answer comes in parts of `size` bytes.
    private String pass(String text, int size) {
        var passed = new StringBuilder();
        for (int at = 0; at < text.length(); at += size) {
            byte[] part = text.substring(at, Math.min(text.length(), at + size)).getBytes(StandardCharsets.ISO_8859_1);
            MemorySegment bytes = HandLoop.bytes(part);
            int n = body.take(bytes, 0, part.length);
            if (n < 0) return "fault: " + body.fault();
            passed.append(new String(bytes.asSlice(0, n).toArray(JAVA_BYTE), StandardCharsets.ISO_8859_1));
        }
        return passed.toString();
    }

    @Test
    void aBodyOfKnownLengthIsDoneWithItsLastByte() {
        begin("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", false);
        assertThat(body.done()).isFalse();

        assertThat(pass("hell", 4)).isEqualTo("hell");
        assertThat(body.done()).isFalse();
        assertThat(pass("o", 1)).isEqualTo("o");

        assertThat(body.done()).isTrue();
        assertThat(body.excess()).isFalse();
    }

    @Test
    void whatFollowsABodyOfKnownLengthIsNotPassedOn() {
        begin("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", false);

        assertThat(pass("hello, world", 100)).isEqualTo("hello");
        assertThat(body.excess()).isTrue();
    }

    @Test
    void anEmptyBodyIsDoneAtOnce() {
        begin("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", false);

        assertThat(body.done()).isTrue();
    }

    @Test
    void anAnswerToHeadHasNoBodyWhateverItSays() {
        exchange.method = Method.HEAD;
        begin("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", false);

        assertThat(body.done()).isTrue();
        assertThat(pass("hello", 5)).isEmpty();
        assertThat(body.excess()).isTrue();
    }

    @Test
    void aBodyUntilTheEndIsNeverDone() {
        begin("HTTP/1.1 200 OK\r\n", false);

        assertThat(pass("hello", 2)).isEqualTo("hello");
        assertThat(body.done()).isFalse();
        assertThat(body.endsAtClose()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void chunksAreCheckedAndPassedOn(int size) {
        begin("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", false);

        assertThat(pass("5\r\nhello\r\n1;x=y\r\n!\r\n0\r\n\r\n", size)).isEqualTo("5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n");
        assertThat(body.done()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void chunksAreTakenApartForAClientThatDoesNotKnowThem(int size) {
        begin("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", true);

        assertThat(pass("5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n", size)).isEqualTo("hello!");
        assertThat(body.done()).isTrue();
    }

    @Test
    void aBadChunkIsAFault() {
        begin("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", false);

        assertThat(pass("xyz\r\n", 100)).startsWith("fault: ").hasSizeGreaterThan(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void whatTheAnswerSaysOfATransactionIsFoundInPlainBytes(int size) {
        exchange.endpoint = Endpoint.SEND_TRANSACTION2;
        begin("HTTP/1.1 500 Internal\r\nContent-Length: " + DUPLICATE.length() + "\r\n", false);
        pass(DUPLICATE, size);

        body.finish(exchange);

        assertThat(exchange.errorCode).isEqualTo(3_040_008);
        assertThat(exchange.errorClass).isEqualTo(ErrorClass.DUPLICATE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void whatTheAnswerSaysOfATransactionIsFoundInChunks(int size) {
        exchange.endpoint = Endpoint.SEND_TRANSACTION2;
        for (boolean decode : new boolean[] {false, true}) {
            exchange.errorCode = 0;
            begin("HTTP/1.1 500 Internal\r\nTransfer-Encoding: chunked\r\n", decode);
            String half = DUPLICATE.substring(0, 40);
            String rest = DUPLICATE.substring(40);
            String hex = Integer.toHexString(rest.length());
            pass("28\r\n" + half + "\r\n" + hex + "\r\n" + rest + "\r\n0\r\n\r\n", size);

            body.finish(exchange);

            assertThat(exchange.errorCode).isEqualTo(3_040_008);
        }
    }

    @Test
    void everyFailureOfAListIsChargedToWhomItIsOwedTo() {
        String failed = "{\"processed\":{\"error\":\"%d x\"}},";
        String answer = "[" + failed.formatted(3_040_008).repeat(20)
                + failed.formatted(3_050_003).repeat(2) + failed.formatted(3_090_003) + failed.formatted(3_080_005)
                + "{}]";
        exchange.endpoint = Endpoint.PUSH_TRANSACTIONS;
        begin("HTTP/1.1 202 Accepted\r\nContent-Length: " + answer.length() + "\r\n", false);
        pass(answer, 100);

        body.finish(exchange);

        assertThat(exchange.errorClass).isEqualTo(ErrorClass.SIGNATURE);
        assertThat(exchange.failedTransactions).isEqualTo(24);
        assertThat(exchange.clientFailures).isEqualTo(3);
        assertThat(exchange.namedFailures).isEqualTo(2);
    }

    @Test
    void aGoodAnswerWithoutTransactionsIsNotLookedInto() {
        exchange.endpoint = Endpoint.GET_INFO;
        begin("HTTP/1.1 200 OK\r\nContent-Length: " + DUPLICATE.length() + "\r\n", false);
        pass(DUPLICATE, 1000);

        body.finish(exchange);

        assertThat(exchange.errorCode).isZero();
        assertThat(exchange.errorClass).isEqualTo(ErrorClass.NONE);
    }

    @Test
    void oneAnswerLeavesNothingForTheNext() {
        exchange.endpoint = Endpoint.SEND_TRANSACTION2;
        begin("HTTP/1.1 500 Internal\r\nContent-Length: " + DUPLICATE.length() + "\r\n", false);
        pass(DUPLICATE + "?", 1000);
        body.finish(exchange);
        exchange.reset(1, 1);

        exchange.endpoint = Endpoint.GET_INFO;
        begin("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", false);
        pass("{}", 10);
        body.finish(exchange);

        assertThat(exchange.errorCode).isZero();
        assertThat(body.excess()).isFalse();
    }
}
