package boma.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import boma.bytes.Ascii;
import boma.bytes.ByteView;
import boma.http.Head;
import boma.http.HeadFault;
import boma.http.HeadWriter;
import boma.http.Method;
import boma.http.Request;
import boma.http.RequestEdit;
import boma.http.RequestReader;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Any bytes as a request head: read the same however they are cut and whatever lies behind them, accepted exactly if
/// a naive reader finds nothing wrong, and sent on as a head that means the same.
class RequestHeadFuzz {
    private static final String DICTIONARY = "/boma/fuzz/heads.dict";
    private static final Phrases PHRASES = new Phrases(DICTIONARY);
    private static final int OUT = 16_384;
    private static final int OUT_FROM = 3;

    private final RequestReader roomy = new RequestReader();
    private final RequestReader narrow = new RequestReader(256, 6);
    private final RequestReader ofNode = new RequestReader(8_192, 110);
    private final Request request = new Request();
    private final Request again = new Request();
    private final HeadWriter writer = new HeadWriter();
    private final RequestEdit edit = new RequestEdit();
    private final ByteView view = new ByteView();

    @DictionaryFile(resourcePath = DICTIONARY)
    @FuzzTest
    void heads(FuzzedDataProvider data) {
        boolean small = data.consumeBoolean();
        edit.clear();
        choose(data.consumeByte());
        var cuts = Cuts.of(data, PHRASES);

        HeadFault fault = read(small, cuts.whole(), cuts.length(), request);

        String whole = HeadWords.of(fault, request);
        assertThat(inPieces(small, cuts)).isEqualTo(whole);
        assertThat(readAround(small, cuts)).isEqualTo(whole);
        @Nullable NaiveHead naive = NaiveHead.in(cuts.text(), true);
        compare(naive, fault, small);
        if (naive != null && fault == HeadFault.NONE) sendOn(naive);
    }

    private HeadFault read(boolean small, MemorySegment s, int to, Request into) {
        into.clear();
        return reader(small).read(s, 0, to, into);
    }

    private RequestReader reader(boolean small) {
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
            assertThat(request.head().length()).isEqualTo(naive.length());
            assertThat(request.chunked() ? NaiveHead.CHUNKED : request.contentLength())
                    .isEqualTo(naive.bodyLength());
        }
        if (naive != null && !naive.namesFields()) {
            boolean good = small ? naive.isGoodRequest(256, 6) : naive.isGoodRequest(8_192, 100);
            assertThat(fault == HeadFault.NONE).as(fault.reason()).isEqualTo(good);
        }
    }

    private void sendOn(NaiveHead received) {
        edit.framingOf(request);
        edit.upgrade &= request.upgrade();
        edit.asGet &= request.method() == Method.HEAD;
        MemorySegment out = MemorySegment.ofArray(new byte[OUT]);

        int length = writer.requestHead(request, out, OUT_FROM, edit);

        if (length < 0) {
            assertThat(received.length()).isGreaterThan(HeadWriter.REQUEST_HEAD_MAX - 200);
            return;
        }
        byte[] sent = out.asSlice(OUT_FROM, length).toArray(Ascii.BYTE);
        again.clear();
        assertThat(ofNode.read(MemorySegment.ofArray(sent), 0, length, again)).isEqualTo(HeadFault.NONE);
        assertSameMeaning(length);
        var naive = NaiveHead.in(new String(sent, StandardCharsets.ISO_8859_1), false);
        assertThat(naive).isNotNull();
        assertThat(naive.length()).isEqualTo(length);
        assertThat(naive.bodyLength()).isEqualTo(received.bodyLength());
        PassedFields.checkRequest(received, naive);
    }

    private void assertSameMeaning(int length) {
        Head head = again.head();
        assertThat(head.length()).isEqualTo(length);
        assertThat(again.version()).isEqualTo(11);
        assertThat(again.method()).isEqualTo(edit.asGet ? Method.GET : request.method());
        assertThat(again.target(view).toString()).isEqualTo(request.target(view).toString());
        assertThat(again.contentLength()).isEqualTo(request.contentLength());
        assertThat(again.chunked()).isEqualTo(request.chunked());
        assertThat(again.upgrade()).isEqualTo(edit.upgrade);
        assertThat(again.keepAlive()).isTrue();
        assertThat(again.expectContinue()).isFalse();
        String host = request.host(view) ? view.toString() : "localhost";
        again.host(view);
        assertThat(view.toString()).isEqualTo(edit.host.length > 0 ? "node.internal:8888" : host);
    }

    private void choose(byte bits) {
        edit.keepForwardedFor = (bits & 1) != 0;
        edit.client = bytes((bits & 2) != 0, "192.0.2.7");
        edit.added = bytes((bits & 4) != 0, "X-Real-IP: 192.0.2.7\r\n");
        edit.host = bytes((bits & 8) != 0, "node.internal:8888");
        edit.requestId.set(MemorySegment.ofArray(bytes((bits & 16) != 0, "id7")), 0, (bits & 16) != 0 ? 3 : 0);
        edit.upgrade = (bits & 32) != 0;
        edit.asGet = (bits & 64) != 0;
    }

    private static byte[] bytes(boolean wanted, String text) {
        return Ascii.bytes(wanted ? text : "");
    }
}
