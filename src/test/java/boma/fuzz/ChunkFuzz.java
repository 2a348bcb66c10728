package boma.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import boma.fuzz.NaiveChunks.State;
import boma.http.ChunkFault;
import boma.http.ChunkedBody;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Any bytes as a body in chunks: walked the same however they are cut, decoded as a naive decoder does, and passed on
/// without extensions and trailers.
class ChunkFuzz {
    private static final int MARGIN = 8;
    private static final byte MARK = 0x55;

    private final ChunkedBody body = new ChunkedBody();

    /// What became of a body.
    ///
    /// @param kept     one character for each byte that was kept
    /// @param consumed bytes walked over
    private record Walk(String kept, int consumed, boolean done, ChunkFault fault, long data) {}

    @DictionaryFile(resourcePath = "/boma/fuzz/chunks.dict")
    @FuzzTest
    void bodies(FuzzedDataProvider data) {
        int one = data.consumeInt(0, 0xffff);
        int other = data.consumeInt(0, 0xffff);
        int repeated = data.consumeInt(0, 0xff);
        int times = 4 * Math.max(0, data.consumeInt(0, 0xff) - 0xc0);
        var cuts = new Cuts(repeat(data.consumeRemainingAsBytes(), repeated, times), one, other);

        Walk decoded = walk(cuts, true, cuts.length());
        Walk passed = walk(cuts, false, cuts.length());

        assertThat(walkInPieces(cuts, true)).isEqualTo(decoded);
        assertThat(walkInPieces(cuts, false)).isEqualTo(passed);
        int step = cuts.length() < 1_000 ? 1 : 97;
        assertThat(walk(cuts, true, step)).isEqualTo(decoded);
        assertThat(walk(cuts, false, step)).isEqualTo(passed);
        assertThat(passed.fault).isEqualTo(decoded.fault);
        assertThat(passed.consumed).isEqualTo(decoded.consumed);
        assertThat(passed.data).isEqualTo(decoded.data);
        compare(new NaiveChunks(cuts.text()), decoded, cuts.length());
        if (passed.fault == ChunkFault.NONE) comparePassed(passed, decoded);
    }

    private static void compare(NaiveChunks naive, Walk decoded, int length) {
        assertThat(decoded.done).isEqualTo(naive.state() == State.WHOLE);
        if (naive.state() == State.BROKEN) assertThat(decoded.fault).isNotEqualTo(ChunkFault.NONE);
        if (decoded.fault == ChunkFault.NONE) {
            assertThat(decoded.kept).isEqualTo(naive.data());
            assertThat(decoded.data).isEqualTo(naive.data().length());
            assertThat(decoded.consumed).isEqualTo(decoded.done ? naive.length() : length);
        } else {
            assertThat(naive.state()).isNotEqualTo(State.WHOLE);
        }
    }

    private void comparePassed(Walk passed, Walk decoded) {
        var naive = new NaiveChunks(passed.kept);
        assertThat(naive.state()).isEqualTo(passed.done ? State.WHOLE : State.UNFINISHED);
        assertThat(naive.data()).isEqualTo(decoded.kept);
        assertThat(naive.plain()).isTrue();
        if (passed.done) assertThat(naive.length()).isEqualTo(passed.kept.length());
        byte[] kept = passed.kept.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(walk(new Cuts(kept, 0, 0), false, kept.length).kept).isEqualTo(passed.kept);
    }

    /// In steps of one size.
    private Walk walk(Cuts cuts, boolean decode, int step) {
        body.reset(decode);
        var kept = new ByteArrayOutputStream();
        int consumed = 0;
        while (consumed < cuts.length() && goesOn()) {
            int end = Math.min(cuts.length(), consumed + step);
            consumed += piece(cuts, consumed, end, kept);
        }
        return end(kept, consumed);
    }

    private Walk walkInPieces(Cuts cuts, boolean decode) {
        body.reset(decode);
        var kept = new ByteArrayOutputStream();
        int consumed = piece(cuts, 0, cuts.first(), kept);
        if (goesOn()) consumed += piece(cuts, cuts.first(), cuts.second(), kept);
        if (goesOn()) consumed += piece(cuts, cuts.second(), cuts.length(), kept);
        return end(kept, consumed);
    }

    private boolean goesOn() {
        return !body.done() && body.fault() == ChunkFault.NONE;
    }

    private Walk end(ByteArrayOutputStream kept, int consumed) {
        String text = kept.toString(StandardCharsets.ISO_8859_1);
        return new Walk(text, consumed, body.done(), body.fault(), body.data());
    }

    /// Walks over one piece, in a buffer in which nothing may change but the piece.
    private int piece(Cuts cuts, int from, int end, ByteArrayOutputStream kept) {
        byte[] buffer = new byte[MARGIN + end - from + MARGIN];
        Arrays.fill(buffer, MARK);
        cuts.copy(from, end, buffer, MARGIN);

        int length = body.walk(MemorySegment.ofArray(buffer), MARGIN, MARGIN + end - from);

        int consumed = body.consumed();
        boolean right = goesOn() ? consumed == end - from : consumed <= end - from;
        if (!right || length > consumed || !hasMargins(buffer)) {
            throw new AssertionError("kept " + length + " and consumed " + consumed + " of " + (end - from));
        }
        kept.write(buffer, MARGIN, length);
        return consumed;
    }

    private static boolean hasMargins(byte[] buffer) {
        boolean same = true;
        for (int i = 0; i < MARGIN; i++) same &= buffer[i] == MARK && buffer[buffer.length - 1 - i] == MARK;
        return same;
    }

    /// Puts the first bytes in front again and again, because the bounds are a long way off.
    private static byte[] repeat(byte[] bytes, int first, int times) {
        int length = Math.min(first, bytes.length);
        byte[] repeated = new byte[length * times + bytes.length];
        for (int i = 0; i < times; i++) System.arraycopy(bytes, 0, repeated, i * length, length);
        System.arraycopy(bytes, 0, repeated, times * length, bytes.length);
        return repeated;
    }
}
