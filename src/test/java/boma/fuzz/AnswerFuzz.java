package boma.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import boma.antelope.AnswerScanner;
import boma.antelope.Endpoint;
import boma.antelope.ErrorClass;
import boma.fuzz.NaiveAnswer.Outcome;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;

/// Any bytes as a node's answer: the outcome is the same however they are cut, and for right JSON it is that of a naive
/// reader who has it as a tree.
class AnswerFuzz {
    private static final String DICTIONARY = "/boma/fuzz/answers.dict";
    private static final Phrases PHRASES = new Phrases(DICTIONARY);
    private static final Endpoint[] ENDPOINTS = {
        Endpoint.PUSH_TRANSACTION, Endpoint.PUSH_TRANSACTIONS, Endpoint.SEND_TRANSACTION2, Endpoint.GET_INFO
    };
    private static final int[] STATUSES = {200, 202, 400, 403, 404, 429, 500, 503, 301};

    private final AnswerScanner scanner = new AnswerScanner();

    @DictionaryFile(resourcePath = DICTIONARY)
    @FuzzTest
    void answers(FuzzedDataProvider data) {
        Endpoint endpoint = data.pickValue(ENDPOINTS);
        int status = STATUSES[data.consumeInt(0, STATUSES.length - 1)];
        var cuts = Cuts.of(data, PHRASES);

        scanner.reset(endpoint);
        scanner.feed(cuts.whole(), 0, cuts.length());
        Outcome whole = finish(status);

        assertThat(inPieces(endpoint, status, cuts)).isEqualTo(whole);
        assertThat(byteByByte(endpoint, status, cuts)).isEqualTo(whole);
        Object tree = cuts.text().contains("\\") ? null : StrictJson.tree(cuts.bytes());
        if (tree != null && NaiveAnswer.isPlain(tree)) {
            boolean many = endpoint == Endpoint.PUSH_TRANSACTIONS;
            assertThat(whole).isEqualTo(NaiveAnswer.of(tree, endpoint != Endpoint.GET_INFO, many, status));
            assertThat(untilSatisfied(endpoint, status, cuts)).isEqualTo(whole);
        }
    }

    private Outcome inPieces(Endpoint endpoint, int status, Cuts cuts) {
        scanner.reset(endpoint);
        scanner.feed(cuts.until(cuts.first()), 0, cuts.first());
        scanner.feed(cuts.until(cuts.second()), cuts.first(), cuts.second());
        scanner.feed(cuts.thrice(), cuts.length() + cuts.second(), 2 * cuts.length());
        return finish(status);
    }

    private Outcome byteByByte(Endpoint endpoint, int status, Cuts cuts) {
        scanner.reset(endpoint);
        MemorySegment whole = cuts.whole();
        for (int i = 0; i < cuts.length(); i++) scanner.feed(whole, i, i + 1);
        return finish(status);
    }

    /// Byte by byte, until the scanner has had enough.
    private Outcome untilSatisfied(Endpoint endpoint, int status, Cuts cuts) {
        scanner.reset(endpoint);
        MemorySegment whole = cuts.whole();
        for (int i = 0; i < cuts.length() && !scanner.satisfied(); i++) scanner.feed(whole, i, i + 1);
        return finish(status);
    }

    private Outcome finish(int status) {
        ErrorClass errorClass = scanner.finish(status);
        int failed = 0;
        for (ErrorClass c : ErrorClass.values()) failed += scanner.failed(c);
        assertThat(scanner.errorClass()).isEqualTo(errorClass);
        assertThat(scanner.failed()).isEqualTo(failed);
        assertThat(failed == 0).isEqualTo(errorClass == ErrorClass.NONE);
        return new Outcome(errorClass, scanner.errorCode(), scanner.executed(), failed, scanner.cpuMicros());
    }
}
