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

    private void read(String head) {
        byte[] bytes = Ascii.bytes(head);
        assertThat(new ResponseReader().read(MemorySegment.ofArray(bytes), 0, bytes.length, response))
                .isEqualTo(HeadFault.NONE);
    }
}
