package boma.http;

import static org.assertj.core.api.Assertions.assertThat;

import boma.bytes.Ascii;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

final class ResponseTest {
    private final Response response = new Response();

    @Test
    void anAnswerToHeadHasNoBodyWhateverItAnnounces() {
        read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");

        assertThat(response.bodyless(Method.HEAD)).isTrue();
        assertThat(response.bodyless(Method.GET)).isFalse();
    }

    @Test
    void aConnectionIsReusableWhenTheEndOfTheAnswerIsKnown() {
        assertThat(isReusable("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", Method.GET))
                .isTrue();
        assertThat(isReusable("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", Method.GET))
                .isTrue();
        assertThat(isReusable("HTTP/1.1 204 No Content\r\n\r\n", Method.GET)).isTrue();
        assertThat(isReusable("HTTP/1.1 200 OK\r\n\r\n", Method.HEAD)).isTrue();
        assertThat(isReusable("HTTP/1.1 200 OK\r\n\r\n", Method.GET)).isFalse();
        assertThat(isReusable("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n", Method.GET))
                .isFalse();
        assertThat(isReusable("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n", Method.GET))
                .isFalse();
        assertThat(isReusable(
                        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
                        Method.GET))
                .isFalse();
    }

    private boolean isReusable(String head, Method asked) {
        response.clear();
        read(head);
        return response.reusable(asked);
    }

    private void read(String head) {
        byte[] bytes = Ascii.bytes(head);
        assertThat(new ResponseReader().read(MemorySegment.ofArray(bytes), 0, bytes.length, response))
                .isEqualTo(HeadFault.NONE);
    }
}
