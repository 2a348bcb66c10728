package boma.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs `specs/http/response`: the head of an answer, what is made of it, and perhaps what the client gets.
final class ResponseSpecsTest {
    private final ResponseReader reader = new ResponseReader();
    private final Response response = new Response();

    @TestFactory
    Stream<DynamicTest> anAnswerIsReadAsItsFileSaysHoweverItIsCut() {
        return Spec.all("response").stream().map(spec -> dynamicTest(spec.name(), () -> check(spec)));
    }

    private void check(Spec spec) {
        byte[] bytes = spec.bytes();
        String expected = spec.section(1);

        assertThat(inTwo(bytes, bytes.length)).isEqualTo(expected);
        if (spec.hasSection(2)) assertThat(toClient()).isEqualTo(spec.section(2));
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(inTwo(bytes, cut)).as("cut at %d", cut).isEqualTo(expected);
        }
        assertThat(byteByByte(bytes)).isEqualTo(expected);
    }

    private String toClient() {
        var edit = new ResponseEdit();
        edit.framingOf(response, Method.GET, false);
        edit.connection = response.upgrade() ? ResponseEdit.Connection.UPGRADE : ResponseEdit.Connection.UNSAID;
        MemorySegment out = MemorySegment.ofArray(new byte[20_000]);
        int length = new HeadWriter().responseHead(response, out, 5, edit);
        return Spec.text(Segments.copy(out, 5, length));
    }

    private String inTwo(byte[] bytes, int cut) {
        response.clear();
        MemorySegment s = Segments.behind(7, bytes);
        HeadFault first = reader.read(s.asSlice(0, 7 + cut), 7, 7 + cut, response);
        if (first != HeadFault.INCOMPLETE) return Told.of(first, response);
        return Told.of(reader.read(MemorySegment.ofArray(bytes), 0, bytes.length, response), response);
    }

    private String byteByByte(byte[] bytes) {
        response.clear();
        MemorySegment s = Segments.behind(1, bytes);
        HeadFault fault = HeadFault.INCOMPLETE;
        for (int n = 1; n <= bytes.length && fault == HeadFault.INCOMPLETE; n++) {
            int from = n % 2;
            MemorySegment moved = s.asSlice(1 - from, from + n);
            fault = reader.read(moved, from, from + n, response);
        }
        return Told.of(fault, response);
    }
}
