package boma.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ChunkedBodyTest {
    private final ChunkedBody body = new ChunkedBody();
    private final Random random = new Random(4);

    @Test
    void whateverTheChunksAndTheCutsTheDataComesThrough() {
        for (int i = 0; i < 2000; i++) {
            byte[] data = new byte[random.nextInt(300)];
            random.nextBytes(data);
            byte[] chunked = chunked(data);

            assertThat(walk(chunked, true)).isEqualTo(data);
            assertThat(body.data()).isEqualTo(data.length);

            byte[] passedOn = walk(chunked, false);
            assertThat(walk(passedOn, true)).isEqualTo(data);
            assertThat(new String(passedOn, US_ASCII)).doesNotContain("ext=").doesNotContain("X-Trailer");
        }
    }

    @Test
    void changedBytesAreAFaultOrAnotherBodyButNeverMore() {
        for (int i = 0; i < 5000; i++) {
            byte[] chunked = chunked(new byte[random.nextInt(40)]);
            chunked[random.nextInt(chunked.length)] = (byte) random.nextInt(256);
            body.reset(random.nextBoolean());
            MemorySegment s = MemorySegment.ofArray(chunked);

            int kept = body.walk(s, 0, chunked.length);

            assertThat(kept).isBetween(0, body.consumed());
            assertThat(body.consumed()).isBetween(1, chunked.length);
            assertThat(body.done() && body.fault() != ChunkFault.NONE).isFalse();
        }
    }

    @Test
    void chunksOfOneByteAreTooManyAfterSomeTenThousand() {
        assertThat(faultOf("1\r\na\r\n", 16_000)).isEqualTo(ChunkFault.NONE);
        assertThat(faultOf("1\r\na\r\n", 16_500)).isEqualTo(ChunkFault.TOO_MANY_SMALL_CHUNKS);
    }

    @Test
    void smallPiecesMayComeInAnyNumber() {
        assertThat(faultOf("2\r\n{}\r\n", 300_000)).isEqualTo(ChunkFault.NONE);
        assertThat(faultOf("14\r\n" + "x".repeat(20) + "\r\n", 100_000)).isEqualTo(ChunkFault.NONE);
        assertThat(faultOf("0014;piece=json\r\n" + "x".repeat(20) + "\r\n", 100_000))
                .isEqualTo(ChunkFault.NONE);
    }

    @Test
    void aLargerPiecePaysForTheCommasAroundIt() {
        assertThat(faultOf("1\r\n,\r\n8\r\n\"account\r\n1\r\n\"\r\n", 100_000)).isEqualTo(ChunkFault.NONE);
    }

    @Test
    void framingInPlaceOfDataIsTooMuchSoon() {
        assertThat(faultOf("00000001\r\na\r\n", 2_500)).isEqualTo(ChunkFault.TOO_MANY_SMALL_CHUNKS);
        assertThat(faultOf("1;" + "x".repeat(200) + "\r\na\r\n", 100)).isEqualTo(ChunkFault.TOO_MANY_SMALL_CHUNKS);
    }

    private ChunkFault faultOf(String chunk, int times) {
        byte[] bytes = (chunk.repeat(times) + "0\r\n\r\n").getBytes(US_ASCII);
        body.reset(true);
        body.walk(MemorySegment.ofArray(bytes), 0, bytes.length);
        assertThat(body.done()).isEqualTo(body.fault() == ChunkFault.NONE);
        return body.fault();
    }

    @Test
    void nothingIsWalkedAfterTheEnd() {
        body.reset(true);
        MemorySegment s = MemorySegment.ofArray("0\r\n\r\nGET".getBytes(US_ASCII));
        body.walk(s, 0, 8);

        int kept = body.walk(s, 5, 8);

        assertThat(kept).isZero();
        assertThat(body.consumed()).isZero();
    }

    private byte[] chunked(byte[] data) {
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < data.length; ) {
            int size = Math.min(data.length - at, 1 + random.nextInt(60));
            String hex = random.nextBoolean() ? Integer.toHexString(size) : String.format("%04X", size);
            out.writeBytes((hex + (random.nextInt(3) == 0 ? ";ext=1" : "") + "\r\n").getBytes(US_ASCII));
            out.write(data, at, size);
            out.writeBytes("\r\n".getBytes(US_ASCII));
            at += size;
        }
        out.writeBytes(("0\r\n" + (random.nextBoolean() ? "X-Trailer: 1\r\n" : "") + "\r\n").getBytes(US_ASCII));
        return out.toByteArray();
    }

    private byte[] walk(byte[] bytes, boolean decode) {
        var kept = new ByteArrayOutputStream();
        body.reset(decode);
        for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(70));
            byte[] piece = Arrays.copyOfRange(bytes, at, to);
            int length = body.walk(MemorySegment.ofArray(piece), 0, piece.length);
            kept.write(piece, 0, length);
            at = to;
        }
        assertThat(body.done()).isTrue();
        return kept.toByteArray();
    }
}
