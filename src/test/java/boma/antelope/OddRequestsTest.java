package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import boma.bytes.JsonScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every odd request that a real node was asked, with what becomes of it here: the golden files name each record and
/// its fault, or `read`. Bodies of calls without transactions only meet the JSON scanner: `json`, or its problem.
class OddRequestsTest {
    private static final Path SPECS = Path.of("src/test/specs/antelope");

    /// The node's own bound is 1 MiB unpacked; the other limits are those that operators get by default.
    private final Reads reads = new Reads(new TransactionLimits(1_000, 10, 64, 256, 1 << 20));

    /// @param outcome as the golden file has it
    record Odd(String outcome, RecordedRequest request) {
        @Override
        public String toString() {
            return request.name();
        }
    }

    static Stream<Odd> odd() {
        return Stream.of("json-quirks", "transaction-errors").flatMap(OddRequestsTest::odd);
    }

    private static Stream<Odd> odd(String file) {
        List<RecordedRequest> requests = RecordedRequest.read(file);
        List<String> lines = lines(file);
        assertThat(lines).as(file).hasSameSizeAs(requests);
        return IntStream.range(0, lines.size()).mapToObj(i -> odd(lines.get(i), requests.get(i)));
    }

    private static Odd odd(String line, RecordedRequest request) {
        int tab = line.indexOf('\t');
        assertThat(line.substring(0, tab)).isEqualTo(request.name());
        return new Odd(line.substring(tab + 1), request);
    }

    @ParameterizedTest
    @MethodSource("odd")
    void hasTheOutcomeOfTheGoldenFile(Odd odd) {
        assertThat(outcome(odd.request)).isEqualTo(odd.outcome);
    }

    /// The heart of it: whatever the node made of a body, if it is passed on, then the node read what was read here.
    @ParameterizedTest
    @MethodSource("odd")
    void isNeverReadDifferentlyFromTheNode(Odd odd) {
        RecordedRequest request = odd.request;
        if (!request.carriesTransactions() || !outcome(request).equals("read")) return;

        List<@Nullable String> ofNode = request.idsOfNode();

        for (int t = 0; t < ofNode.size(); t++) {
            String id = ofNode.get(t);
            if (id != null) assertThat(reads.id(t)).isEqualTo(id);
        }
    }

    private String outcome(RecordedRequest request) {
        if (!request.whole()) return "not recorded whole";
        if (!request.carriesTransactions()) return scan(request.body());
        TransactionFault fault = reads.read(request.form(), request.body());
        return fault == TransactionFault.NONE ? "read" : fault.name();
    }

    private static String scan(MemorySegment body) {
        var scanner = new JsonScanner();
        scanner.start(body, 0, (int) body.byteSize());
        JsonScanner.Token token = scanner.next();
        while (token != JsonScanner.Token.END && token != JsonScanner.Token.INVALID) token = scanner.next();
        return token == JsonScanner.Token.END ? "json" : scanner.problem().name();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(SPECS.resolve(file + ".tsv")).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
