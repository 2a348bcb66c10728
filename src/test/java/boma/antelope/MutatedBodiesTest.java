package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import boma.bytes.Hex;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Valid bodies with random damage: reading them never throws, and whatever is read is what nodeos reads, as far as
/// the model of it knows.
class MutatedBodiesTest {
    private static final int ROUNDS = 20_000;

    /// Pieces of JSON and of nodeos' own dialect that matter to a reader.
    private static final String[] PIECES = {
        "\"",
        "\\",
        ",",
        ":",
        "{",
        "}",
        "[",
        "]",
        "{}",
        "[]",
        "null",
        "true",
        "nan",
        "0",
        "1",
        "01",
        "-",
        ".",
        "1e5",
        " ",
        "\n",
        "\t",
        "\0",
        "\u0004",
        "\u00ff",
        "\u00c3\u00a9",
        "\u00ef\u00bb\u00bf",
        "/**/",
        "//",
        "\\u0061",
        "\\/",
        "\"packed_trx\":\"\",",
        "\"packed_trx\":null,",
        "\"transaction\":{},",
        "\"transaction\":null,",
        "\"compression\":1,",
        "\"compression\":\"none\",",
        "\"signatures\":[],",
        "\"actions\":[],",
        "\"data\":\"\",",
        "\"data\":{},",
        "\"hex_data\":\"00\",",
        "\"account\":\"eosio\",",
        "\"name\":5,",
        "00",
        "ff",
        "80",
        "zlib",
    };

    private final Reads reads = new Reads(new TransactionLimits(4, 20, 50, 100, 100_000));

    /// @param form how the body carries its transactions
    record Body(BodyForm form, String text) {
        byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    enum Kind {
        PACKED,
        ZLIB,
        EXPLODED,
        EXPLODED_WITH_OBJECTS,
        WRAPPED,
        MANY;

        Body of(Vector vector) {
            return switch (this) {
                case PACKED -> new Body(BodyForm.ONE, vector.packedBody());
                case ZLIB -> new Body(BodyForm.ONE, vector.zlibBody(""));
                case EXPLODED -> new Body(BodyForm.ONE, vector.explodedBody(false));
                case EXPLODED_WITH_OBJECTS -> new Body(BodyForm.ONE, vector.explodedBody(true));
                case WRAPPED ->
                    new Body(BodyForm.WRAPPED, "{\"retry_trx\":false,\"transaction\":" + vector.packedBody() + '}');
                case MANY ->
                    new Body(BodyForm.MANY, '[' + vector.packedBody() + ',' + vector.explodedBody(false) + ']');
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsReadIsWhatNodeosReads(Kind kind) {
        var random = new Random(kind.name().hashCode());
        List<Body> bodies = Vector.all().stream().map(kind::of).toList();
        int read = 0;

        for (int round = 0; round < ROUNDS; round++) {
            Body body = bodies.get(random.nextInt(bodies.size()));
            if (isRead(body.form, damaged(body.bytes(), random))) read++;
        }

        assertThat(read).as("bodies that were read in spite of the damage").isPositive();
    }

    @Test
    void whateverIsReadOfPackedBytesIsWhatNodeosReads() {
        var random = new Random(7);
        List<Vector> vectors = Vector.all();
        int read = 0;

        for (int round = 0; round < ROUNDS; round++) {
            byte[] packed = vectors.get(random.nextInt(vectors.size())).packed();
            byte[] damaged = damagedBytes(packed, random);
            String body = Packing.body(Hex.text(damaged, 0, damaged.length));
            if (isRead(BodyForm.ONE, body.getBytes(StandardCharsets.US_ASCII))) read++;
        }

        assertThat(read)
                .as("transactions that were read in spite of the damage")
                .isPositive();
    }

    @Test
    void noCutOfABodyIsRead() {
        for (Kind kind : Kind.values()) {
            Body body = kind.of(Vector.all().getFirst());
            byte[] whole = body.bytes();
            for (int length = 0; length < whole.length; length++) {
                assertThat(reads.read(body.form, Arrays.copyOf(whole, length)))
                        .as("%s cut to %d bytes", kind, length)
                        .isEqualTo(TransactionFault.JSON_CUT_SHORT);
            }
        }
    }

    private boolean isRead(BodyForm form, byte[] body) {
        if (reads.read(form, body) != TransactionFault.NONE) return false;
        SameAsNodeos.check(form, body, reads.transactions);
        return true;
    }

    /// One to three damages: a piece put in, a few bytes taken out, changed, or copied to another place.
    private static byte[] damaged(byte[] body, Random random) {
        byte[] damaged = body;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(damaged.length);
            damaged = switch (random.nextInt(4)) {
                case 0 -> spliced(damaged, at, 0, piece(random));
                case 1 -> spliced(damaged, at, random.nextInt(4), new byte[0]);
                case 2 -> spliced(damaged, at, 1, new byte[] {(byte) random.nextInt(256)});
                default -> spliced(damaged, at, 0, span(damaged, random));
            };
        }
        return damaged;
    }

    private static byte[] damagedBytes(byte[] packed, Random random) {
        int at = random.nextInt(packed.length);
        return switch (random.nextInt(4)) {
            case 0 -> spliced(packed, at, 1, new byte[] {(byte) (packed[at] | 0x80), (byte) random.nextInt(2)});
            case 1 -> spliced(packed, at, random.nextInt(3), new byte[0]);
            case 2 -> spliced(packed, at, 1, new byte[] {(byte) random.nextInt(256)});
            default -> spliced(packed, packed.length, 0, new byte[random.nextInt(3)]);
        };
    }

    private static byte[] piece(Random random) {
        return PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] span(byte[] body, Random random) {
        int from = random.nextInt(body.length);
        return Arrays.copyOfRange(body, from, Math.min(body.length, from + random.nextInt(60)));
    }

    private static byte[] spliced(byte[] bytes, int at, int removed, byte[] added) {
        int end = Math.min(bytes.length, at + removed);
        byte[] spliced = new byte[bytes.length - (end - at) + added.length];
        System.arraycopy(bytes, 0, spliced, 0, at);
        System.arraycopy(added, 0, spliced, at, added.length);
        System.arraycopy(bytes, end, spliced, at + added.length, bytes.length - end);
        return spliced;
    }
}
