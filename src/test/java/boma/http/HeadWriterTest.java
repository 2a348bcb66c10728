package boma.http;

import static org.assertj.core.api.Assertions.assertThat;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class HeadWriterTest {
    private final Request request = new Request();
    private final Response response = new Response();
    private final RequestEdit edit = new RequestEdit();
    private final ResponseEdit responseEdit = new ResponseEdit();
    private final HeadWriter writer = new HeadWriter();
    private final MemorySegment out = MemorySegment.ofArray(new byte[10_000]);

    @Test
    void aStrangersForwardedForIsReplacedByHisAddress() {
        read("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n");
        edit.client = Ascii.bytes("198.51.100.7");

        assertThat(toNode()).isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.7\r\n\r\n");
    }

    @Test
    void aTrustedPeersForwardedForIsExtendedByHisAddress() {
        read("GET / HTTP/1.1\r\nX-Forwarded-For: 192.0.2.1\r\nHost: a\r\nx-forwarded-for: 192.0.2.2\r\n\r\n");
        edit.client = Ascii.bytes("198.51.100.7");
        edit.keepForwardedFor = true;

        assertThat(toNode())
                .isEqualTo(head("GET / HTTP/1.1", "Host: a", "X-Forwarded-For: 192.0.2.1, 192.0.2.2, 198.51.100.7"));
    }

    @Test
    void theHostOfTheNodeReplacesTheClients() {
        read("GET / HTTP/1.1\r\nAccept: b\r\nHost: a\r\n\r\n");
        edit.host = Ascii.bytes("node:8888");

        assertThat(toNode()).isEqualTo("GET / HTTP/1.1\r\nHost: node:8888\r\nAccept: b\r\n\r\n");
    }

    @Test
    void whatIsOursComesLast() {
        read(head(
                "POST / HTTP/1.1",
                "Host: a",
                "X-Request-Id: theirs",
                "X-Forwarded-Proto: http",
                "Accept-Encoding: gzip",
                "Content-Length: 9",
                "A: b"));
        edit.added = Ascii.bytes("X-Real-IP: 192.0.2.1\r\n");
        edit.scheme = Ascii.bytes("https");
        edit.requestId.set(MemorySegment.ofArray(Ascii.bytes("ours")), 0, 4);
        edit.plainAnswer = true;
        edit.contentLength = 7;

        assertThat(toNode())
                .isEqualTo(head(
                        "POST / HTTP/1.1",
                        "Host: a",
                        "A: b",
                        "X-Real-IP: 192.0.2.1",
                        "X-Forwarded-Proto: https",
                        "X-Request-Id: ours",
                        "Content-Length: 7"));
    }

    @Test
    void headCanBeSentAsGet() {
        read("HEAD /a HTTP/1.0\r\nHost: a\r\n\r\n");
        edit.asGet = true;

        assertThat(toNode()).isEqualTo("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @Test
    void aHeadThatNodeosWouldNotReadIsNotWritten() {
        int rest = HeadWriter.REQUEST_HEAD_MAX - "GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n".length();
        read("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(rest) + "\r\n\r\n");

        assertThat(writer.requestHead(request, out, 100, edit)).isEqualTo(HeadWriter.REQUEST_HEAD_MAX);

        edit.contentLength = 0;
        assertThat(writer.requestHead(request, out, 100, edit)).isEqualTo(-1);
    }

    @Test
    void aHeadThatDoesNotFitIsNotWritten() {
        read("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
        edit.framingOf(request);
        int length = writer.requestHead(request, out, 0, edit);

        for (int room = 0; room < length + 18; room++) {
            MemorySegment small = MemorySegment.ofArray(new byte[room]);
            assertThat(writer.requestHead(request, small, 0, edit)).isIn(-1, length);
        }
        assertThat(writer.requestHead(request, MemorySegment.ofArray(new byte[length]), 0, edit))
                .isEqualTo(length);
    }

    @Test
    void anAnswerTellsTheClientAboutItsOwnConnection() {
        readAnswer(head(
                "HTTP/1.0 404 Not Found",
                "Connection: keep-alive",
                "Keep-Alive: timeout=5",
                "Server: n",
                "Content-Length: 5"));
        responseEdit.framingOf(response, Method.GET, false);
        responseEdit.connection = ResponseEdit.Connection.CLOSE;

        assertThat(toClient())
                .isEqualTo("HTTP/1.1 404 Not Found\r\nServer: n\r\nConnection: close\r\nContent-Length: 5\r\n\r\n");
    }

    @Test
    void ourCorsFieldsReplaceTheNodes() {
        readAnswer("HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nA: b\r\naccess-control-max-age: 1\r\n\r\n");
        responseEdit.dropCors = true;
        responseEdit.added = Ascii.bytes("Access-Control-Allow-Origin: https://wallet.example\r\n");
        responseEdit.chunked = true;

        assertThat(toClient())
                .isEqualTo(head(
                        "HTTP/1.1 200 OK",
                        "A: b",
                        "Access-Control-Allow-Origin: https://wallet.example",
                        "Transfer-Encoding: chunked"));
    }

    @Test
    void anAnswerCarriesTheRequestIdAndWhatElseIsAdded() {
        readAnswer("HTTP/1.1 200 OK\r\nX-Request-Id: theirs\r\n\r\n");
        responseEdit.requestId.set(MemorySegment.ofArray(Ascii.bytes("ours")), 0, 4);
        responseEdit.added = Ascii.bytes("A: b\r\n");
        responseEdit.connection = ResponseEdit.Connection.KEEP_ALIVE;
        responseEdit.contentLength = 0;

        assertThat(toClient())
                .isEqualTo(head(
                        "HTTP/1.1 200 OK",
                        "A: b",
                        "X-Request-Id: ours",
                        "Connection: keep-alive",
                        "Content-Length: 0"));
    }

    @Test
    void anAnswerThatNeverHasABodySaysNothingOfOne() {
        assertThat(framing("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", false))
                .isEmpty();
        assertThat(framing("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", true))
                .isEmpty();
        assertThat(framing("HTTP/1.1 103 Early Hints\r\nContent-Length: 0\r\n\r\n", false))
                .isEmpty();
    }

    @Test
    void anOldClientIsToldOfTheLengthButNotOfChunks() {
        assertThat(framing("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", true))
                .isEmpty();
        assertThat(framing("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", true))
                .isEmpty();
        assertThat(framing("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", true))
                .isEqualTo("Content-Length: 5\r\n");
    }

    @Test
    void aClientIsToldOfTheLengthAlsoWhereTheBodyIsNotSent() {
        assertThat(framing("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", false))
                .isEqualTo("Content-Length: 5\r\n");
        assertThat(framing("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", Method.HEAD, false))
                .isEqualTo("Content-Length: 5\r\n");
    }

    @Test
    void noClientIsToldOfChunksThatDoNotCome() {
        assertThat(framing("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", false))
                .isEmpty();
        assertThat(framing("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", Method.HEAD, false))
                .isEmpty();
        assertThat(framing("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", false))
                .isEqualTo("Transfer-Encoding: chunked\r\n");
    }

    /// What the client gets beyond the status line, of an answer that only says how it is framed.
    private String framing(String answer, boolean oldClient) {
        return framing(answer, Method.GET, oldClient);
    }

    private String framing(String answer, Method asked, boolean oldClient) {
        response.clear();
        responseEdit.clear();
        readAnswer(answer);
        responseEdit.framingOf(response, asked, oldClient);
        String sent = toClient();
        return sent.substring(sent.indexOf("\r\n") + 2, sent.length() - 2);
    }

    private static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private void read(String head) {
        byte[] bytes = Ascii.bytes(head);
        assertThat(new RequestReader(16_384, 100).read(MemorySegment.ofArray(bytes), 0, bytes.length, request))
                .isEqualTo(HeadFault.NONE);
    }

    private void readAnswer(String head) {
        byte[] bytes = Ascii.bytes(head);
        assertThat(new ResponseReader().read(MemorySegment.ofArray(bytes), 0, bytes.length, response))
                .isEqualTo(HeadFault.NONE);
    }

    private String toNode() {
        int length = writer.requestHead(request, out, 3, edit);
        return new String(Segments.copy(out, 3, length), StandardCharsets.US_ASCII);
    }

    private String toClient() {
        int length = writer.responseHead(response, out, 3, responseEdit);
        return new String(Segments.copy(out, 3, length), StandardCharsets.US_ASCII);
    }
}
