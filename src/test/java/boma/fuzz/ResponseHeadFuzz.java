package boma.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import boma.bytes.Ascii;
import boma.bytes.ByteView;
import boma.http.HeadFault;
import boma.http.HeadWriter;
import boma.http.Method;
import boma.http.Response;
import boma.http.ResponseEdit;
import boma.http.ResponseReader;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Any bytes as the head of a node's answer, held to the same as those of a request.
class ResponseHeadFuzz {
    private static final String DICTIONARY = "/boma/fuzz/heads.dict";
    private static final Phrases PHRASES = new Phrases(DICTIONARY);
    private static final int OUT = 32_768;
    private static final ResponseEdit.Connection[] CONNECTIONS = ResponseEdit.Connection.values();

    private final ResponseReader roomy = new ResponseReader();
    private final ResponseReader narrow = new ResponseReader(256, 6);
    private final ResponseReader ofClient = new ResponseReader(OUT, 110);
    private final Response response = new Response();
    private final Response again = new Response();
    private final HeadWriter writer = new HeadWriter();
    private final ResponseEdit edit = new ResponseEdit();
    private final ByteView view = new ByteView();
    private boolean oldClient;

    @DictionaryFile(resourcePath = DICTIONARY)
    @FuzzTest
    void heads(FuzzedDataProvider data) {
        boolean small = data.consumeBoolean();
        edit.clear();
        choose(data.consumeByte());
        var cuts = Cuts.of(data, PHRASES);

        response.clear();
        HeadFault fault = reader(small).read(cuts.whole(), 0, cuts.length(), response);

        String whole = HeadWords.of(fault, response);
        assertThat(inPieces(small, cuts)).isEqualTo(whole);
        assertThat(readAround(small, cuts)).isEqualTo(whole);
        @Nullable NaiveHead naive = NaiveHead.in(cuts.text(), false);
        compare(naive, fault, small);
        if (naive != null && fault == HeadFault.NONE) sendOn(naive);
    }

    private ResponseReader reader(boolean small) {
        return small ? narrow : roomy;
    }

    private String inPieces(boolean small, Cuts cuts) {
        again.clear();
        return HeadWords.of(cuts.inPieces((s, from, to) -> reader(small).read(s, from, to, again)), again);
    }

    private String readAround(boolean small, Cuts cuts) {
        again.clear();
        return HeadWords.of(cuts.around((s, from, to) -> reader(small).read(s, from, to, again)), again);
    }

    private void compare(@Nullable NaiveHead naive, HeadFault fault, boolean small) {
        if (fault == HeadFault.NONE) {
            assertThat(naive).isNotNull();
            assertThat(response.head().length()).isEqualTo(naive.length());
            assertThat(response.chunked() ? NaiveHead.CHUNKED : response.contentLength())
                    .isEqualTo(naive.bodyLength());
        }
        if (naive != null && !naive.namesFields()) {
            boolean good = small ? naive.isGoodResponse(256, 6) : naive.isGoodResponse(16_384, 100);
            assertThat(fault == HeadFault.NONE).as(fault.reason()).isEqualTo(good);
        }
    }

    private void sendOn(NaiveHead received) {
        edit.framingOf(response, Method.GET, oldClient);
        edit.connection = response.upgrade() ? ResponseEdit.Connection.UPGRADE : edit.connection;
        MemorySegment out = MemorySegment.ofArray(new byte[OUT]);

        int length = writer.responseHead(response, out, 0, edit);

        assertThat(length).isPositive();
        byte[] sent = out.asSlice(0, length).toArray(Ascii.BYTE);
        again.clear();
        assertThat(ofClient.read(MemorySegment.ofArray(sent), 0, length, again)).isEqualTo(HeadFault.NONE);
        long framing = framingFor(received.bodyLength());
        assertSameMeaning(framing);
        var naive = NaiveHead.in(new String(sent, StandardCharsets.ISO_8859_1), false);
        assertThat(naive).isNotNull();
        assertThat(naive.length()).isEqualTo(length);
        assertThat(naive.bodyLength()).isEqualTo(framing);
        assertThat(naive.values("content-length")).hasSize(framing >= 0 ? 1 : 0);
        assertThat(naive.values("transfer-encoding")).hasSize(framing == NaiveHead.CHUNKED ? 1 : 0);
        PassedFields.checkResponse(received, naive);
        if (edit.dropCors)
            assertThat(naive.values("access-control-allow-origin")).isEmpty();
    }

    /// What a client may hear of this framing.
    private long framingFor(long received) {
        if (response.status() == 205) return 0;
        boolean never = response.status() < 200 || response.status() == 204;
        boolean chunksPass = !oldClient && response.status() != 304;
        return never || (!chunksPass && received == NaiveHead.CHUNKED) ? NaiveHead.UNKNOWN : received;
    }

    private void assertSameMeaning(long framing) {
        assertThat(again.version()).isEqualTo(11);
        assertThat(again.status()).isEqualTo(response.status());
        assertThat(again.reason(view).toString())
                .isEqualTo(response.reason(view).toString());
        assertThat(again.chunked() ? NaiveHead.CHUNKED : again.contentLength()).isEqualTo(framing);
        assertThat(again.keepAlive()).isEqualTo(edit.connection != ResponseEdit.Connection.CLOSE);
    }

    private void choose(byte bits) {
        oldClient = (bits & 64) != 0;
        edit.connection = CONNECTIONS[bits & 3];
        edit.dropCors = (bits & 4) != 0;
        String one = (bits & 8) != 0 ? "X-Ours: 1\r\n" : "";
        edit.added = Ascii.bytes((bits & 16) != 0 ? one + "X-Ours: 2\r\n" : one);
        byte[] id = Ascii.bytes((bits & 32) != 0 ? "id7" : "");
        edit.requestId.set(MemorySegment.ofArray(id), 0, id.length);
    }
}
