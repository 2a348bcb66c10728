package boma.http;

import static org.assertj.core.api.Assertions.assertThat;

import boma.bytes.Ascii;
import boma.bytes.ByteView;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

final class RequestTest {
    private final RequestReader reader = new RequestReader();
    private final Request request = new Request();
    private final ByteView view = new ByteView();

    @Test
    void theTargetIsPathAndQuery() {
        read("GET /v1/chain/get_info?a=1?b=2 HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(request.path(view)).hasToString("/v1/chain/get_info");
        assertThat(request.query(view)).hasToString("a=1?b=2");
        assertThat(request.hasQuery()).isTrue();
    }

    @Test
    void anEmptyQueryIsOne() {
        read("GET /a? HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(request.hasQuery()).isTrue();
        assertThat(request.query(view).isEmpty()).isTrue();
        assertThat(request.path(view)).hasToString("/a");
    }

    @Test
    void aTargetWithoutQueryIsAllPath() {
        read("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(request.hasQuery()).isFalse();
        assertThat(request.query(view).isEmpty()).isTrue();
        assertThat(request.path(view)).hasToString("/a");
    }

    @Test
    void fieldsAreFoundByKindAndKeepTheirOrder() {
        read("GET / HTTP/1.1\r\nX-Api-Key: one\r\nHost: a\r\nX-Other: \r\nx-api-key: two\r\n\r\n");
        Head head = request.head();

        assertThat(head.find(Field.API_KEY, view)).isTrue();
        assertThat(view).hasToString("one");
        assertThat(head.find(Field.ORIGIN, view)).isFalse();
        assertThat(view.isEmpty()).isTrue();
        assertThat(head.fields()).isEqualTo(4);
        assertThat(head.field(3)).isEqualTo(Field.API_KEY);
        assertThat(head.name(2, view)).hasToString("X-Other");
        assertThat(head.value(2, view).isEmpty()).isTrue();
        assertThat(head.lineTo(3) + 2).isEqualTo(head.length());
    }

    @Test
    void aHeadSurvivesBeingMoved() {
        byte[] bytes = read("GET /a?b HTTP/1.1\r\nHost: example.com\r\n\r\n");

        request.head().rebase(Segments.behind(100, bytes), 100);

        assertThat(request.target(view)).hasToString("/a?b");
        assertThat(request.query(view)).hasToString("b");
        assertThat(request.host(view)).isTrue();
        assertThat(view).hasToString("example.com");
    }

    @Test
    void clearingForgetsTheRequestBefore() {
        read("POST /a?b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n");

        request.clear();
        read("GET /c HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(request.method()).isEqualTo(Method.GET);
        assertThat(request.contentLength()).isEqualTo(-1);
        assertThat(request.keepAlive()).isTrue();
        assertThat(request.expectContinue()).isFalse();
        assertThat(request.hasQuery()).isFalse();
        assertThat(request.head().has(Field.CONNECTION)).isFalse();
    }

    @Test
    void methodsAreToldApartByAllTheirLetters() {
        for (String method : new String[] {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
            request.clear();
            read(method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(request.method()).isEqualTo(Method.valueOf(method));

            request.clear();
            read(method.substring(1) + "X / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(request.method()).isEqualTo(Method.OTHER);
        }
    }

    @Test
    void theBoundsOfTheHeadAreConfigurable() {
        var small = new RequestReader(200, 2);

        assertThat(small.read(MemorySegment.ofArray(Ascii.bytes("GET /" + "a".repeat(95))), 0, 100, request))
                .isEqualTo(HeadFault.REQUEST_LINE_TOO_LONG);
        request.clear();
        byte[] three = Ascii.bytes("GET / HTTP/1.1\r\nHost: a\r\nA: b\r\nC: d\r\n\r\n");
        assertThat(small.read(MemorySegment.ofArray(three), 0, three.length, request))
                .isEqualTo(HeadFault.TOO_MANY_FIELDS);
    }

    private byte[] read(String head) {
        byte[] bytes = Ascii.bytes(head);
        assertThat(reader.read(MemorySegment.ofArray(bytes), 0, bytes.length, request))
                .isEqualTo(HeadFault.NONE);
        return bytes;
    }
}
