package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The answers of a real node, whole and in pieces.
final class AnswerRecordsTest {
    private static final int SPLITS = 20;

    private final AnswerScanner scanner = new AnswerScanner();

    static Stream<AnswerRecord> records() {
        return Stream.of(
                        "transactions",
                        "transaction-errors",
                        "chain-read",
                        "other-settings",
                        "savanna",
                        "node-apis",
                        "clients")
                .flatMap(file -> AnswerRecord.read(file).stream());
    }

    @ParameterizedTest
    @MethodSource("records")
    void theOutcomeIsThatOfTheWholeAnswer(AnswerRecord r) {
        AnswerExpectation expected = AnswerExpectation.of(r);
        byte[] body = r.bytes();

        assertThat(scan(r, body, body.length + 1, null)).isEqualTo(expected);
        assertThat(scan(r, body, 1, null)).isEqualTo(expected);
        for (int i = 0; i < SPLITS; i++) {
            assertThat(scan(r, body, 1 << (i % 12 + 1), new Random(i)))
                    .as("split %d", i)
                    .isEqualTo(expected);
        }
    }

    /// Feeds pieces of up to this many bytes as long as the scanner wants them.
    private AnswerExpectation scan(AnswerRecord r, byte[] body, int most, @Nullable Random random) {
        scanner.reset(r.endpoint());
        boolean fed = r.endpoint().carriesTransactions() || !r.succeeded();
        int at = 0;
        while (fed && at < body.length && !scanner.satisfied()) {
            int length = Math.min(body.length - at, random == null ? most : 1 + random.nextInt(most));
            byte[] piece = new byte[length + 8];
            System.arraycopy(body, at, piece, 3, length);
            scanner.feed(MemorySegment.ofArray(piece), 3, 3 + length);
            at += length;
        }
        return new AnswerExpectation(
                scanner.finish(r.status()),
                scanner.errorCode(),
                scanner.executed(),
                scanner.failed(),
                scanner.cpuMicros());
    }
}
