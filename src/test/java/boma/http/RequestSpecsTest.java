package boma.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs `specs/http/request`: the head of a request, what is made of it, and perhaps what the node gets.
final class RequestSpecsTest {
    private final RequestReader reader = new RequestReader();
    private final Request request = new Request();

    @TestFactory
    Stream<DynamicTest> aRequestIsReadAsItsFileSaysHoweverItIsCut() {
        return Spec.all("request").stream().map(spec -> dynamicTest(spec.name(), () -> check(spec)));
    }

    private void check(Spec spec) {
        byte[] bytes = spec.bytes();
        String expected = spec.section(1);

        assertThat(whole(bytes)).isEqualTo(expected);
        if (spec.hasSection(2)) assertThat(toNode()).isEqualTo(spec.section(2));
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(inTwo(bytes, cut)).as("cut at %d", cut).isEqualTo(expected);
        }
        assertThat(byteByByte(bytes)).isEqualTo(expected);
    }

    private String whole(byte[] bytes) {
        request.clear();
        return Told.of(reader.read(MemorySegment.ofArray(bytes), 0, bytes.length, request), request);
    }

    private String toNode() {
        var edit = new RequestEdit();
        edit.framingOf(request);
        edit.upgrade = request.upgrade();
        MemorySegment out = MemorySegment.ofArray(new byte[9000]);
        int length = new HeadWriter().requestHead(request, out, 5, edit);
        return length < 0 ? "too large" : Spec.text(Segments.copy(out, 5, length));
    }

    private String inTwo(byte[] bytes, int cut) {
        request.clear();
        MemorySegment s = Segments.behind(7, bytes);
        HeadFault first = reader.read(s.asSlice(0, 7 + cut), 7, 7 + cut, request);
        if (first != HeadFault.INCOMPLETE) return Told.of(first, request);
        return Told.of(reader.read(MemorySegment.ofArray(bytes), 0, bytes.length, request), request);
    }

    private String byteByByte(byte[] bytes) {
        request.clear();
        MemorySegment s = Segments.behind(1, bytes);
        HeadFault fault = HeadFault.INCOMPLETE;
        for (int n = 1; n <= bytes.length && fault == HeadFault.INCOMPLETE; n++) {
            int from = n % 2;
            MemorySegment moved = s.asSlice(1 - from, from + n);
            fault = reader.read(moved, from, from + n, request);
        }
        return Told.of(fault, request);
    }
}
