package boma.scenario;

import static boma.scenario.FakeNode.answering;
import static boma.scenario.FakeNode.echoing;
import static boma.scenario.FakeNode.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.scenario.Wire.Ending;
import java.io.EOFException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A node's answer in every framing, on its way to clients of both versions.
class AnswersTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OLD_GET = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String CHUNKS = CHUNKED + "5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n";
    private static final String UNTIL_CLOSE = "HTTP/1.1 200 OK\r\n\r\nhello world";

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    void anAnswerInChunksStaysInChunksWithoutTheirOrnaments() throws Exception {
        FakeNode node = stage.node(answering(CHUNKS));
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        for (int i = 0; i < 2; i++) {
            client.send(GET);
            Message answer = client.answer();
            assertThat(answer.raw()).endsWith("chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
            assertThat(answer.has("Connection")).isFalse();
        }
        assertThat(node.connections()).isEqualTo(1);
    }

    @Test
    void anAnswerThatEndsWithTheConnectionDoesSoForTheClientToo() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send(UNTIL_CLOSE);
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(GET);

        Message answer = client.answer();
        assertThat(answer.gist()).isEqualTo("200 hello world");
        assertThat(answer.field("Connection")).isEqualTo("close");
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
    }

    @Test
    void answersWithoutBodiesLeaveBothConnectionsOpen() throws Exception {
        FakeNode node = stage.node(answering(r -> switch (r.asked()) {
            case "GET /204" -> "HTTP/1.1 204 No Content\r\n\r\n";
            case "GET /205" -> "HTTP/1.1 205 Reset Content\r\n\r\n";
            case "GET /304" -> "HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\nETag: \"x\"\r\n\r\n";
            case "GET /304c" -> "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n";
            default -> "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        }));
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        for (String path : new String[] {"204", "205", "304", "304c", "200"}) {
            client.send("GET /" + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            Message answer = client.answer();
            assertThat(answer.gist()).isEqualTo(path.substring(0, 3) + " ");
            assertThat(answer.has("Transfer-Encoding")).as(path).isFalse();
        }

        assertThat(node.connections()).isEqualTo(1);
    }

    /// nodeos answers HEAD with a body, which must not be taken for the next answer.
    @Test
    void theBodyOfAnAnswerToHeadNeverReachesAnybody() throws Exception {
        FakeNode node = stage.node(answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nxx"));
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        for (int i = 0; i < 3; i++) {
            client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answerToHead().field("Content-Length")).isEqualTo("40");
        }

        assertThat(client.unread()).isEmpty();
        assertThat(node.connections()).isEqualTo(3);
    }

    @Test
    void anAnswerToHeadAnnouncesNoChunks() throws Exception {
        FakeNode node =
                stage.node(answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");

        Message answer = client.answerToHead();
        assertThat(answer.gist()).isEqualTo("200 ");
        assertThat(answer.has("Transfer-Encoding")).isFalse();
    }

    @Test
    void aRefusedHeadRequestGetsNoBodyEither() throws Exception {
        FakeNode node = stage.node(echoing());
        Boma boma = stage.add(Boma.setup().antelope().start(node));
        Wire client = stage.client(boma);

        String fields = " HTTP/1.1\r\nHost: a\r\n\r\n";
        client.send("HEAD /v1/producer/paused" + fields + "GET /v1/chain/get_info" + fields);

        assertThat(client.answerToHead().status()).isEqualTo(403);
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void anAnswerMayBeCutAnywhere() throws Exception {
        String early = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
        for (String whole : new String[] {ok("hello world"), CHUNKS, early + ok("hello world")}) {
            var boma = new Boma[1];
            FakeNode node = stage.node(wire -> {
                for (int cut = 1; wire.request() != null; cut++) {
                    wire.send(whole.substring(0, cut));
                    boma[0].turn();
                    wire.send(whole.substring(cut));
                }
            });
            boma[0] = stage.add(Boma.setup().turning().start(node));
            Wire client = stage.client(boma[0]);

            for (int cut = 1; cut < whole.length(); cut++) {
                client.send(GET);
                Message answer = client.answer();
                if (answer.status() == 103) answer = client.answer();
                assertThat(answer.gist()).as("cut at %d", cut).isEqualTo("200 hello world");
            }
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    @Test
    void interimAnswersPassExceptForTheOneThatIsBomasOwn() throws Exception {
        FakeNode node = stage.node(answering("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n"
                + "Connection: close\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + ok("hello")));
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(GET);

        assertThat(client.answer().raw()).isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
        assertThat(client.answer().start()).isEqualTo("HTTP/1.1 102 Processing");
        assertThat(client.answer().gist()).isEqualTo("200 hello");
    }

    @Test
    void aClientOfHttp10SeesNoInterimAnswers() throws Exception {
        FakeNode node = stage.node(answering("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + ok("hello")));
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(OLD_GET);

        assertThat(client.answer().gist()).isEqualTo("200 hello");
    }

    @Test
    void aNodeThatNeverComesToTheAnswerIsCutOff() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.sendUntilRefused("HTTP/1.1 102 Processing\r\n\r\n");
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(GET);

        Message answer = client.answer();
        while (answer.status() == 102) answer = client.answer();
        assertThat(answer.gist()).isEqualTo("502 node_bad_answer");
    }

    @Test
    void aClientOfHttp10GetsChunksWithoutTheirFraming() throws Exception {
        FakeNode node = stage.node(answering(CHUNKS));
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(OLD_GET);

        Message answer = client.answer();
        assertThat(answer.gist()).isEqualTo("200 hello world");
        assertThat(answer.field("Connection")).isEqualTo("close");
        assertThat(answer.has("Transfer-Encoding")).isFalse();
        assertThat(client.ending()).isEqualTo(Ending.CLOSED);
    }

    @Test
    void aClientOfHttp10LearnsByAResetThatChunksWereCutShort() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send(CHUNKS.substring(0, CHUNKS.indexOf(" world")));
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        client.send(OLD_GET);

        assertThatThrownBy(client::answer).isInstanceOf(EOFException.class).hasMessageContaining("RESET");
    }

    @Test
    void aNodeOfHttp10IsUnderstood() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        for (int i = 1; i <= 3; i++) {
            client.send(GET);
            assertThat(client.answer().gist()).isEqualTo("200 hello");
            assertThat(node.connections()).isEqualTo(i);
        }
    }

    @Test
    void aNodeThatClosesAfterItsAnswerIsTakenAtItsWord() throws Exception {
        FakeNode node = stage.node(wire -> {
            wire.request();
            wire.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello");
            wire.ending(); // it is Boma that closes
        });
        Boma boma = stage.before(node);
        Wire client = stage.client(boma);

        for (int i = 1; i <= 3; i++) {
            client.send(GET);
            Message answer = client.answer();
            assertThat(answer.gist()).isEqualTo("200 hello");
            assertThat(answer.has("Connection")).isFalse();
            assertThat(node.connections()).isEqualTo(i);
        }
    }
}
