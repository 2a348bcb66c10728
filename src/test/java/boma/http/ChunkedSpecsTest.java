package boma.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs `specs/http/chunked`: a body in chunks, what is made of it, what is passed on in chunks, and what decoded.
final class ChunkedSpecsTest {
    private final ChunkedBody body = new ChunkedBody();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @TestFactory
    Stream<DynamicTest> aBodyIsReadAsItsFileSaysHoweverItIsCut() {
        return Spec.all("chunked").stream().map(spec -> dynamicTest(spec.name(), () -> check(spec)));
    }

    private void check(Spec spec) {
        byte[] bytes = spec.bytes();

        checkAllCuts(spec, bytes, false);
        checkAllCuts(spec, bytes, true);
    }

    private void checkAllCuts(Spec spec, byte[] bytes, boolean decode) {
        check(spec, decode, walk(bytes, decode, bytes.length));
        int step = 1 + bytes.length / 500; // every cut, but of bodies of many kilobytes only some hundred
        for (int cut = 1; cut < bytes.length; cut += step) check(spec, decode, walk(bytes, decode, cut));
        check(spec, decode, walk(bytes, decode, 1, 1));
    }

    private void check(Spec spec, boolean decode, String told) {
        assertThat(told).isEqualTo(spec.section(1));
        int section = decode ? 3 : 2;
        if (spec.hasSection(section)) assertThat(kept.toByteArray()).isEqualTo(Spec.bytes(spec.section(section)));
    }

    private String walk(byte[] bytes, boolean decode, int cut) {
        return walk(bytes, decode, cut, bytes.length - cut);
    }

    /// The first piece has `cut` bytes, all others have `then`.
    private String walk(byte[] bytes, boolean decode, int cut, int then) {
        kept.reset();
        body.reset(decode);
        int used = 0;
        for (int at = 0, piece = cut; at < bytes.length && isOpen(); at += piece, piece = then) {
            int to = Math.min(bytes.length, at + piece);
            MemorySegment s = Segments.behind(3, Arrays.copyOfRange(bytes, at, to));
            int length = body.walk(s, 3, 3 + to - at);
            kept.writeBytes(Segments.copy(s, 3, length));
            used += body.consumed();
        }
        if (body.fault() != ChunkFault.NONE) return "refused " + body.fault().reason();
        return body.done() ? "done data=" + body.data() + " rest=" + (bytes.length - used) : "incomplete";
    }

    private boolean isOpen() {
        return !body.done() && body.fault() == ChunkFault.NONE;
    }
}
