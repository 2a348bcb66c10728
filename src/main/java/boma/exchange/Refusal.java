package boma.exchange;

import boma.bytes.Ascii;
import boma.bytes.Hex;
import boma.bytes.JsonWriter;
import boma.http.ResponseEdit.Connection;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The answer to a refused request, in the shape that the clients of nodeos understand: always JSON, never 404 or a
/// redirect, `details` never empty, one whole sentence that stands alone. Built when a configuration is loaded;
/// only the seconds to wait and the request id are filled in later.
///
/// Source of the shape: tests against eosjs, wharfkit, greymass, proton and cleos, see `docs/decisions/`.
public final class Refusal {
    /// Where a sentence wants the number of seconds after which a retry makes sense.
    public static final String SECONDS = "{seconds}";

    /// The end of a sentence about what passes by itself.
    static final String RETRY = "; try again in " + SECONDS + " s.";

    /// Most bytes that [#write] needs.
    public static final int MAX_LENGTH = 8 * 1024;

    private static final int SENTENCE_MAX = 600;
    private static final int JSON_LENGTH_USUAL = 512;
    private static final byte[] RETRY_AFTER = Ascii.bytes("Retry-After: ");
    private static final byte[] ID_MEMBER = Ascii.bytes(",\"request_id\":\"");
    private static final byte[] RETRY_MEMBER = Ascii.bytes("\",\"retry_after\":");
    private static final byte[] END = Ascii.bytes("}");
    private static final byte[] END_QUOTED = Ascii.bytes("\"}");

    private final int status;
    private final String sentence;
    private final AnswerHead head;
    private final byte[][] body; // split where the seconds go
    private final int bodyLength;
    private final boolean teachesRetry;

    /// @param sentence one whole sentence for the app's user; may hold [#SECONDS]
    /// @param source   name of the rule, limit or check behind the refusal
    /// @param fields   extra header lines with CRLF, such as those of CORS
    public Refusal(Reason reason, String sentence, String source, String fields) {
        if (reason.status() == 0) throw new IllegalArgumentException(reason + " is never answered");
        if (sentence.length() > SENTENCE_MAX)
            throw new IllegalArgumentException("the sentence is too long: " + sentence);
        this.status = reason.status();
        this.sentence = sentence;
        this.teachesRetry = sentence.contains(SECONDS);
        this.head = new AnswerHead(status, "Content-Type: application/json\r\n" + fields);
        this.body = split(json(reason, sentence, source));
        int length = ID_MEMBER.length
                + Hex.LONG_DIGITS
                + (teachesRetry ? RETRY_MEMBER.length + END.length : END_QUOTED.length);
        for (byte[] part : body) length += part.length;
        this.bodyLength = length;
    }

    public int status() {
        return status;
    }

    /// The sentence as configured, for logs and tests.
    public String sentence() {
        return sentence;
    }

    /// Writes the whole answer.
    ///
    /// @param seconds   until a retry makes sense; used only if the sentence names it
    /// @param withBody  false for the answer to a HEAD request
    /// @return the position behind the last byte
    public int write(
            MemorySegment into, int at, long seconds, long requestId, Connection connection, boolean withBody) {
        int holes = body.length - 1 + (teachesRetry ? 1 : 0);
        int length = bodyLength + holes * Ascii.digits(seconds);
        at = head.writeBegin(into, at);
        if (teachesRetry) at = AnswerHead.writeField(into, at, RETRY_AFTER, seconds);
        at = AnswerHead.writeEnd(into, at, requestId, connection, length);
        return withBody ? writeBody(into, at, seconds, requestId) : at;
    }

    private int writeBody(MemorySegment into, int at, long seconds, long requestId) {
        for (int i = 0; i < body.length; i++) {
            if (i > 0) at = Ascii.writeDecimal(into, at, seconds);
            at = AnswerHead.put(into, at, body[i]);
        }
        at = AnswerHead.put(into, at, ID_MEMBER);
        at = Hex.write(into, at, requestId);
        if (!teachesRetry) return AnswerHead.put(into, at, END_QUOTED);
        at = AnswerHead.put(into, at, RETRY_MEMBER);
        return AnswerHead.put(into, Ascii.writeDecimal(into, at, seconds), END);
    }

    /// All but the last bracket, which comes after what depends on the request.
    private static String json(Reason reason, String sentence, String source) {
        var json = new JsonWriter(JSON_LENGTH_USUAL).object();
        json.name("code").number(reason.status());
        json.name("message").text(sentence);
        json.name("error").object();
        json.name("code").number(reason.code());
        json.name("name").text(reason.errorName());
        json.name("what").text(sentence);
        json.name("details").list().object();
        json.name("message").text(sentence);
        json.name("file").text("firewall");
        json.name("line_number").number(0);
        json.name("method").text(source);
        return json.endObject().endList().endObject().toString();
    }

    private static byte[][] split(String text) {
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        for (int hole; (hole = text.indexOf(SECONDS, from)) >= 0; from = hole + SECONDS.length()) {
            parts.add(text.substring(from, hole).getBytes(StandardCharsets.UTF_8));
        }
        parts.add(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return parts.toArray(byte[][]::new);
    }
}
