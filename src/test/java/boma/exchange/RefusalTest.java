package boma.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.http.ResponseEdit.Connection;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RefusalTest {
    private static final long ID = 0xf1d282c0c07e219cL;

    private final MemorySegment out = MemorySegment.ofArray(new byte[Refusal.MAX_LENGTH]);

    @Test
    void aRefusalLooksLikeAnErrorOfNodeos() {
        var refusal = new Refusal(Reason.BLOCKED, "This is blocked.", "spam", "Vary: Origin\r\n");

        assertThat(written(refusal, false, true)).isEqualTo("""
            HTTP/1.1 403 Forbidden
            Content-Type: application/json
            Vary: Origin
            X-Request-Id: f1d282c0c07e219c
            Content-Length: 243

            {"code":403,"message":"This is blocked.","error":{"code":9403002,"name":"firewall_blocked",\
            "what":"This is blocked.","details":[{"message":"This is blocked.","file":"firewall",\
            "line_number":0,"method":"spam"}]},"request_id":"f1d282c0c07e219c"}\
            """);
    }

    @Test
    void oneThatPassesByItselfSaysAfterHowManySeconds() {
        var refusal = new Refusal(Reason.BANNED, "Blocked" + Refusal.RETRY, "spam", "");

        String written = written(refusal, false, true);

        assertThat(written).contains("\nRetry-After: 120\n");
        assertThat(written).contains("\"message\":\"Blocked; try again in 120 s.\"");
        assertThat(written).endsWith(",\"request_id\":\"f1d282c0c07e219c\",\"retry_after\":120}");
    }

    @Test
    void theLengthIsThatOfTheBodyWhateverTheSentence() {
        for (String sentence : new String[] {"é \"quoted\" \\ line\nend", "🙂 in {seconds} or {seconds} s"}) {
            String written = written(new Refusal(Reason.RATE_LIMITED, sentence, "a \"limit\"", ""), true, true);

            String body = written.substring(written.indexOf("\n\n") + 2);
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            assertThat(written).contains("\nConnection: close\nContent-Length: " + length + "\n\n");
        }
    }

    @Test
    void quotesAndLinesInASentenceStayWithinItsString() {
        var refusal = new Refusal(Reason.BLOCKED, "A \"b\" \\ c\nd é", "a \"rule\"", "");

        assertThat(written(refusal, false, true))
                .contains("\"what\":\"A \\\"b\\\" \\\\ c\\nd é\"")
                .contains("\"method\":\"a \\\"rule\\\"\"");
    }

    @Test
    void aHeadRequestIsToldTheLengthOfTheBodyThatItDoesNotGet() {
        var refusal = new Refusal(Reason.BLOCKED, "This is blocked.", "spam", "");

        assertThat(written(refusal, false, false)).endsWith("Content-Length: 243\n\n");
    }

    @Test
    void aReasonWithoutAnAnswerMakesNone() {
        assertThatThrownBy(() -> new Refusal(Reason.CLIENT_GONE, "Gone.", "", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// With LF for CR LF.
    private String written(Refusal refusal, boolean close, boolean withBody) {
        int to = refusal.write(out, 0, 120, ID, close ? Connection.CLOSE : Connection.UNSAID, withBody);
        byte[] bytes = new byte[to];
        MemorySegment.copy(out, 0, MemorySegment.ofArray(bytes), 0, to);
        return new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
