package boma.scenario;

import static boma.scenario.FakeNode.answering;
import static boma.scenario.FakeNode.echoing;
import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;

import boma.rule.PushBody;
import boma.scenario.Wire.Ending;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Bodies of requests: how large, how slow, and in which framing.
class BodiesTest {
    private static final int MAX = 2 * 1024 * 1024;
    private static final String CHUNKED = "POST /up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String GET_INFO = "GET /v1/chain/get_info HTTP/1.1\r\nHost: a\r\n\r\n";

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void aBodyOfTheGreatestSizePasses() throws Exception {
        FakeNode node = stage.node(answering(r -> ok("" + r.body().length())));
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);
        String body = "0123456789abcdef".repeat(MAX / 16);

        client.send("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: " + MAX + "\r\n\r\n" + body);
        assertThat(client.answer().gist()).isEqualTo("200 " + MAX);
        client.send(CHUNKED + "100000\r\n" + body.substring(MAX / 2) + "\r\n100000\r\n" + body.substring(MAX / 2)
                + "\r\n0\r\n\r\n");
        assertThat(client.answer().gist()).isEqualTo("200 " + MAX);

        assertThat(node.requests()).allMatch(r -> r.body().equals(body));
    }

    @Test
    void aWholeBodyOfTheGreatestSizeIsReadAndJudged() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma);
        String body = "[" + " ".repeat(MAX - 2) + "]";

        client.send("POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nContent-Length: " + MAX + "\r\n\r\n" + body
                + GET_INFO);

        assertThat(client.answer().gist()).isEqualTo("400 parse_error");
        assertThat(client.answer().gist()).isEqualTo("200 GET /v1/chain/get_info ");
    }

    @Test
    void aLengthOverTheGreatestIsRefusedAtOnce() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: " + (MAX + 1) + "\r\n\r\n");

        Message answer = client.answer();
        assertThat(answer.gist()).isEqualTo("413 body_too_large");
        assertThat(answer.field("Connection")).isEqualTo("close");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        assertThat(node.connections()).isZero();
    }

    @Test
    void chunksOverTheGreatestSizeNeverMakeARequest() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(CHUNKED + "200000\r\n" + "x".repeat(MAX) + "\r\n1\r\ny");

        assertThat(client.answer().gist()).isEqualTo("413 body_too_large");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        assertThat(node.requests()).isEmpty();
    }

    @Test
    void chunksOverTheGreatestSizeNeverMakeAPush() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma);

        client.send(
                "POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n"
                        + "x".repeat(MAX) + "\r\n1\r\ny");

        assertThat(client.answer().gist()).isEqualTo("413 body_too_large");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        assertThat(node.connections()).isZero();
    }

    @Test
    void chunksInOneSegmentAreHeldToTheGreatestSizeToo() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().listener("max-body = '1KiB'").start(node));
        Wire client = stage.client(boma);

        client.send(CHUNKED + "401\r\n" + "x".repeat(1025) + "\r\n0\r\n\r\n");

        assertThat(client.answer().gist()).isEqualTo("413 body_too_large");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        assertThat(node.requests()).isEmpty();
    }

    @Test
    void aWholeBodyInOneSegmentIsHeldToTheGreatestSizeToo() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma =
                stage.add(Boma.setup().antelope().listener("max-body = '256B'").start(node));
        Wire client = stage.client(boma);
        String push = PushBody.of("eosio.token::transfer alice");

        client.send("POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(push.length()) + "\r\n" + push + "\r\n0\r\n\r\n");

        assertThat(client.answer().gist()).isEqualTo("413 body_too_large");
        assertThat(node.connections()).isZero();
    }

    @Test
    void aBodyMayComeSlowly() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().turning().start(node));
        Wire client = stage.client(boma);

        client.send("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n");
        for (int i = 0; i < 10; i++) {
            boma.turn();
            client.send("ab");
        }

        assertThat(client.answer().gist()).isEqualTo("200 POST /up " + "ab".repeat(10));
    }

    @Test
    void theNodeSeesNeitherExtensionsNorTrailers() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(CHUNKED + "5;a=b;c=d\r\nhello\r\n0;last\r\nHost: evil\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n");

        assertThat(client.answer().gist()).isEqualTo("200 POST /up hello");
        assertThat(node.request().raw()).endsWith("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    }

    @Test
    void aPushReachesTheNodeWithALengthWhateverFramingItCameIn() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma);
        String push = PushBody.of("eosio.token::transfer alice");

        client.send("POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\n"
                + push.charAt(0) + "\r\n" + Integer.toHexString(push.length() - 1) + "\r\n" + push.substring(1)
                + "\r\n0\r\nX-Trailer: 1\r\n\r\n");

        assertThat(client.answer().status()).isEqualTo(200);
        assertThat(node.request().raw()).endsWith("Content-Length: " + push.length() + "\r\n\r\n" + push);
    }

    @Test
    void anEmptyBodyStaysAnEmptyBody() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        client.answer();

        assertThat(node.request().field("Content-Length")).isEqualTo("0");
    }

    @Test
    void aRefusedRequestsBodyIsThrownAwayAndTheConnectionGoesOn() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().antelope().turning().start(node));
        Wire client = stage.client(boma);

        client.send("POST /v1/producer/pause HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n" + "x".repeat(1000));
        assertThat(client.answer().gist()).isEqualTo("403 operator_path");
        client.send("x".repeat(9000));
        boma.turn();
        client.send("x".repeat(50_000) + GET_INFO);

        assertThat(client.answer().gist()).isEqualTo("200 GET /v1/chain/get_info ");
        assertThat(node.asked()).containsExactly("GET /v1/chain/get_info");
    }

    @Test
    void aRefusedRequestWithALongBodyIsTheLastAndItsAnswerArrivesAllTheSame() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma);

        client.send(
                "POST /v1/producer/pause HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(200_000));

        Message answer = client.answer();
        assertThat(answer.gist()).isEqualTo("403 operator_path");
        assertThat(answer.field("Connection")).isEqualTo("close");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
    }

    @Test
    void aBodyThatTurnsOutBadNeverMakesARequest() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().turning().start(node));
        Wire client = stage.client(boma);

        client.send(CHUNKED + "5\r\nhello\r\n");
        boma.turn();
        client.send("5 \r\nworld\r\n0\r\n\r\n" + GET_INFO);

        assertThat(client.answer().gist()).isEqualTo("400 bad_request");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
        assertThat(client.unread()).isEmpty();
        assertThat(node.requests()).isEmpty();
    }

    @Test
    void aBodyThatTurnsOutBadBehindTheBeginningOfAnAnswerEndsTheConnection() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.until("hello");
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
            wire.ending();
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(CHUNKED + "5\r\nhello\r\n");
        client.until("first");
        client.send("not a size");

        client.ending();
        assertThat(client.unread()).isEmpty();
    }

    /// Such a connection goes on for a while, for the client may still be sending.
    @Test
    void ofABodyThatIsRefusedNothingIsKept() throws Exception {
        Boma boma = stage.add(Boma.setup().antelope().turning().start(stage.node(echoing())));
        Wire client = stage.client(boma);

        client.send("POST /v1/chain/push_transaction HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        client.send("186a0\r\n" + "x".repeat(100_000));
        Await.until("it is gathered", () -> boma.metric("boma_buffered_bytes") > 100_000);
        client.send("no end of a chunk");

        assertThat(client.answer().gist()).isEqualTo("400 bad_request");
        boma.turn();
        assertThat(boma.metric("boma_buffered_bytes")).isZero();
    }
}
