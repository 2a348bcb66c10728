package boma.scenario;

import static boma.scenario.FakeNode.echoing;
import static org.assertj.core.api.Assertions.assertThat;

import boma.scenario.Wire.Ending;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What is not HTTP is answered once, and nothing behind it is ever looked at: a second opinion about where a request
/// ends is how requests are smuggled.
class BadRequestsTest {
    private static final String EVIL = "GET /evil HTTP/1.1\r\nHost: a\r\n\r\n";

    @AutoClose
    private final Stage stage = new Stage();

    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

    private record Bad(int status, String request) {}

    private static final List<Bad> BAD = List.of(
            new Bad(400, "GET / HTTP/1.1\r\n\r\n"),
            new Bad(400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
            new Bad(400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
            new Bad(400, "GET / HTTP/1.1\nHost: a\n\n"),
            new Bad(400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n"),
            new Bad(400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"),
            new Bad(400, "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n  folded\r\n\r\n"),
            new Bad(400, "GET / HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\n"),
            new Bad(400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
            new Bad(400, "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"),
            new Bad(400, "GET /\\x#y HTTP/1.1\r\nHost: a\r\n\r\n"),
            new Bad(400, "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
            new Bad(400, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close, Host\r\n\r\n"),
            new Bad(501, "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"),
            new Bad(501, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
            new Bad(505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
            new Bad(414, "GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
            new Bad(431, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(9000) + "\r\n\r\n"),
            new Bad(431, "GET / HTTP/1.1\r\nHost: a\r\n" + "X: 1\r\n".repeat(101) + "\r\n"));

    private static final List<Bad> SMUGGLING = List.of(
            new Bad(400, POST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            new Bad(400, POST + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"),
            new Bad(400, POST + "Content-Length: 4\r\nContent-Length: 0\r\n\r\n"),
            new Bad(400, POST + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd"),
            new Bad(400, POST + "Content-Length: 4, 4\r\n\r\nabcd"),
            new Bad(400, POST + "Content-Length: +4\r\n\r\nabcd"),
            new Bad(400, POST + "Content-Length: 0x4\r\n\r\nabcd"),
            new Bad(400, POST + "Content-Length: -1\r\n\r\n"),
            new Bad(400, POST + "Content-Length:\r\n\r\n"),
            new Bad(400, POST + "Content-Length : 4\r\n\r\nabcd"),
            new Bad(501, POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
            new Bad(501, POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
            new Bad(501, POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
            new Bad(501, POST + "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
            new Bad(501, POST + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"),
            new Bad(400, POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
            new Bad(400, POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n"),
            new Bad(400, POST + "X: 1\r\n\tTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            new Bad(400, "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            new Bad(400, POST + "X: 1\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            new Bad(400, POST + "Transfer-Encoding: chunked\r\n\r\n0 \r\n\r\n"),
            new Bad(400, POST + "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n"),
            new Bad(400, POST + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n"),
            new Bad(400, POST + "Transfer-Encoding: chunked\r\n\r\n5;x\nhello\r\n0\r\n\r\n"),
            new Bad(400, POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n"),
            new Bad(400, POST + "Transfer-Encoding: chunked\r\n\r\n000000005\r\nhello\r\n0\r\n\r\n"));

    @Test
    void whatIsNotARequestIsAnsweredAndTheConnectionEnds() throws Exception {
        refusesAll(BAD);
    }

    @Test
    void nothingIsSmuggledPastTheEndOfARequest() throws Exception {
        refusesAll(SMUGGLING);
    }

    private void refusesAll(List<Bad> all) throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        for (Bad bad : all) {
            Wire client = stage.client(boma);

            client.send(bad.request + EVIL);

            Message answer = client.answer();
            assertThat(answer.status()).as(bad.request).isEqualTo(bad.status);
            assertThat(answer.refusal()).as(bad.request).isNotEmpty();
            assertThat(answer.field("Connection")).as(bad.request).isEqualTo("close");
            assertThat(client.ending()).as(bad.request).isEqualTo(Ending.CLOSED);
            assertThat(client.unread()).as(bad.request).isEmpty();
        }
        assertThat(node.connections()).isZero();
    }

    @Test
    void aGoodRequestBeforeABadOneIsServed() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("GET /good HTTP/1.1\r\nHost: a\r\n\r\nGET bad HTTP/1.1\r\nHost: a\r\n\r\n" + EVIL);

        assertThat(client.answer().gist()).isEqualTo("200 GET /good ");
        assertThat(client.answer().gist()).isEqualTo("400 bad_request");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        assertThat(node.asked()).containsExactly("GET /good");
    }

    @Test
    void aRequestInsideABodyStaysABody() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: " + EVIL.length() + "\r\n\r\n" + EVIL);

        assertThat(client.answer().gist()).isEqualTo("200 GET / " + EVIL);
        assertThat(node.asked()).containsExactly("GET /");
    }

    @Test
    void aHeadThatNeverEndsIsRefusedAtItsBound() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("GET / HTTP/1.1\r\nHost: a\r\n" + ("X: " + "a".repeat(500) + "\r\n").repeat(17));

        assertThat(client.answer().gist()).isEqualTo("431 head_too_large");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
    }

    /// nodeos closes the connection without a word when a head is over 8 KiB, and Boma adds some fields.
    @Test
    void aHeadThatWouldBeTooLargeForTheNodeIsRefused() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        String small = "GET /small HTTP/1.1\r\nHost: a\r\n\r\n";
        client.send(small + "GET /large HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(8100) + "\r\n\r\n" + small);

        assertThat(client.answer().gist()).isEqualTo("200 GET /small ");
        assertThat(client.answer().gist()).isEqualTo("431 head_too_large");
        assertThat(client.answer().gist()).isEqualTo("200 GET /small ");
        assertThat(node.asked()).containsExactly("GET /small", "GET /small");
        assertThat(node.connections()).as("the idle connection was not wasted").isEqualTo(1);
    }
}
