package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What real clients ask, which has to be readable.
final class ReadCallRecordsTest {
    static Stream<AnswerRecord> records() {
        return Stream.of("chain-read", "clients", "savanna")
                .flatMap(file -> AnswerRecord.read(file).stream())
                .filter(r -> r.succeeded() && r.endpoint().group() == EndpointGroup.READ);
    }

    @ParameterizedTest
    @MethodSource("records")
    void whatTheNodeUnderstoodIsReadable(AnswerRecord r) {
        byte[] body = r.request().getBytes(StandardCharsets.UTF_8);
        var call = new ReadCall();
        call.reset(r.endpoint());

        assertThat(call.readBody(MemorySegment.ofArray(body), 0, body.length))
                .as(r.request())
                .isTrue();
    }
}
