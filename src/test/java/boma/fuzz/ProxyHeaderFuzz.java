package boma.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import boma.client.ProxyHeader;
import boma.client.ProxyOutcome;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/// Any bytes as the header of the PROXY protocol: read the same however they are cut, and told the same addresses as
/// a naive reader of either version finds.
class ProxyHeaderFuzz {
    private static final int SIZE_AT = 14;

    private final ProxyHeader roomy = new ProxyHeader();
    private final ProxyHeader narrow = new ProxyHeader(ProxyHeader.SIZE_MAX_LEAST);

    @DictionaryFile(resourcePath = "/boma/fuzz/proxy-headers.dict")
    @FuzzTest
    void headers(FuzzedDataProvider data) {
        boolean small = data.consumeBoolean();
        boolean repaired = data.consumeBoolean();
        int one = data.consumeInt(0, 0xffff);
        int other = data.consumeInt(0, 0xffff);
        byte[] bytes = data.consumeRemainingAsBytes();
        int sizeMax = small ? ProxyHeader.SIZE_MAX_LEAST : ProxyHeader.SIZE_MAX_DEFAULT;
        if (repaired) repairChecksum(bytes, sizeMax);
        var cuts = new Cuts(bytes, one, other);
        ProxyHeader header = small ? narrow : roomy;

        String whole = words(header, header.read(cuts.whole(), 0, cuts.length()));

        assertThat(inPieces(header, cuts)).isEqualTo(whole);
        int length = cuts.length();
        assertThat(words(header, header.read(cuts.thrice(), length, 2 * length)))
                .isEqualTo(whole);
        String naive = new NaiveProxyHeader(bytes, sizeMax).words();
        boolean isDone = whole.startsWith(ProxyOutcome.DONE.name());
        assertThat(isDone ? whole : "").isEqualTo(naive.equals(NaiveProxyHeader.NONE) ? "" : ProxyOutcome.DONE + naive);
        if (isDone) {
            int end = header.length();
            assertThat(header.read(cuts.until(end), 0, end)).isEqualTo(ProxyOutcome.DONE);
            assertThat(header.read(cuts.until(end - 1), 0, end - 1)).isEqualTo(ProxyOutcome.INCOMPLETE);
        }
    }

    private static String inPieces(ProxyHeader header, Cuts cuts) {
        ProxyOutcome outcome = header.read(cuts.until(cuts.first()), 0, cuts.first());
        if (outcome == ProxyOutcome.INCOMPLETE) outcome = header.read(cuts.until(cuts.second()), 0, cuts.second());
        if (outcome == ProxyOutcome.INCOMPLETE) outcome = header.read(cuts.whole(), 0, cuts.length());
        return words(header, outcome);
    }

    private static String words(ProxyHeader h, ProxyOutcome outcome) {
        String none = NaiveProxyHeader.NONE;
        String source = h.hasSource() ? endpoint(h.sourceHigh(), h.sourceLow(), h.sourcePort()) : none;
        String destination =
                h.hasSource() ? endpoint(h.destinationHigh(), h.destinationLow(), h.destinationPort()) : none;
        return outcome
                + NaiveProxyHeader.words(
                        h.length(), source, destination, h.uniqueId().toString());
    }

    private static String endpoint(long high, long low, int port) {
        byte[] address = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        return NaiveProxyHeader.endpoint(address, port);
    }

    /// Nobody guesses a checksum.
    private static void repairChecksum(byte[] bytes, int sizeMax) {
        var naive = new NaiveProxyHeader(bytes, sizeMax);
        if (naive.checksumAt() >= 0) {
            var buffer = ByteBuffer.wrap(bytes);
            int size = 16 + Short.toUnsignedInt(buffer.getShort(SIZE_AT));
            buffer.putInt(naive.checksumAt(), naive.checksum(size));
        }
    }
}
