package boma.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import boma.antelope.BodyForm;
import boma.antelope.Name;
import boma.antelope.SameAsNodeos;
import boma.antelope.TransactionFault;
import boma.antelope.TransactionLimits;
import boma.antelope.TransactionReader;
import boma.antelope.Transactions;
import boma.bytes.Hex;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;

/// Any bytes as a body or as a packed transaction: what is read is what nodeos reads.
class TransactionFuzz {
    private static final String DICTIONARY = "/boma/fuzz/transactions.dict";
    private static final Phrases PHRASES = new Phrases(DICTIONARY);
    private static final TransactionLimits LIMITS = new TransactionLimits(4, 20, 50, 100, 100_000);
    private static final BodyForm[] FORMS = BodyForm.values();

    /// Expires in 2027 and does nothing.
    private static final byte[] IDLE = HexFormat.of().parseHex("0022486b010203040506000000000000");

    private static final int HEADER = 13;

    private final TransactionReader reader = new TransactionReader(LIMITS);
    private final Deflater deflater = new Deflater();
    private final Transactions read = new Transactions();
    private final Transactions again = new Transactions();

    @DictionaryFile(resourcePath = DICTIONARY)
    @FuzzTest
    void bodies(FuzzedDataProvider data) {
        BodyForm form = data.pickValue(FORMS);
        var cuts = Cuts.of(data, PHRASES);

        TransactionFault fault = reader.read(form, cuts.whole(), 0, cuts.length(), read);

        int length = cuts.length();
        assertThat(reader.read(form, cuts.thrice(), length, 2 * length, again)).isEqualTo(fault);
        assertThat(SameAsNodeos.actions(again)).isEqualTo(SameAsNodeos.actions(read));
        if (fault == TransactionFault.NONE) {
            SameAsNodeos.check(form, cuts.bytes(), read);
            assertWithinLimits();
        } else {
            assertThat(read.count() + read.actions() + read.authorizations()).isZero();
        }
    }

    private void assertWithinLimits() {
        assertThat(read.count()).isBetween(1, LIMITS.transactions());
        for (int t = 0; t < read.count(); t++) {
            assertThat(read.signatures(t)).isLessThanOrEqualTo(LIMITS.signatures());
            assertThat(read.actions(t)).isLessThanOrEqualTo(LIMITS.actions());
            assertThat(read.size(t)).isLessThanOrEqualTo(LIMITS.size());
        }
    }

    /// Bytes as a packed transaction: plain, compressed, as a compressed stream themselves, inside another transaction,
    /// and as context-free data.
    @FuzzTest
    void packed(FuzzedDataProvider data) {
        byte[] bytes = data.consumeRemainingAsBytes();
        if (bytes.length == 0) return;

        TransactionFault fault = readPacked("0", bytes, read);

        List<String> actions = SameAsNodeos.actions(read);
        if (fault == TransactionFault.NONE) {
            assertThat(SameAsNodeos.id(read, 0)).isEqualTo(sha256(bytes));
            assertThat(read.size(0)).isEqualTo(bytes.length);
            assertWithinLimits();
        }
        assertThat(readPacked("1", deflated(bytes), again)).isEqualTo(fault);
        assertThat(SameAsNodeos.actions(again)).isEqualTo(actions);
        readPacked("1", bytes, again);
        readInside(bytes, fault, actions);
        readContextFreeData(bytes);
    }

    /// Reads a body with these bytes as its `packed_trx`.
    private TransactionFault readPacked(String compression, byte[] bytes, Transactions into) {
        byte[] body = body(compression, bytes, new byte[0]);
        TransactionFault fault = reader.read(BodyForm.ONE, MemorySegment.ofArray(body), 0, body.length, into);
        if (fault == TransactionFault.NONE) SameAsNodeos.check(BodyForm.ONE, body, into);
        return fault;
    }

    /// What can be read inside can be read alone, and the other way round as far as the bounds go.
    private void readInside(byte[] bytes, TransactionFault alone, List<String> actions) {
        TransactionFault fault = readPacked("0", wrapped(bytes), again);
        if (fault == TransactionFault.NONE) {
            assertThat(alone).isEqualTo(TransactionFault.NONE);
            List<String> inside = SameAsNodeos.actions(again);
            assertThat(inside.subList(1, inside.size()))
                    .isEqualTo(actions.stream()
                            .map(action -> action.startsWith("nested ") ? action : "nested " + action)
                            .toList());
        } else if (alone == TransactionFault.NONE) {
            assertThat(fault)
                    .isIn(
                            TransactionFault.NESTED_TOO_DEEP,
                            TransactionFault.TOO_MANY_ACTIONS,
                            TransactionFault.TOO_LARGE);
        }
    }

    private void readContextFreeData(byte[] bytes) {
        byte[] body = body("0", IDLE, bytes);
        TransactionFault fault = reader.read(BodyForm.ONE, MemorySegment.ofArray(body), 0, body.length, again);
        assertThat(fault)
                .isEqualTo(
                        isListOfBytes(ByteBuffer.wrap(bytes))
                                ? TransactionFault.NONE
                                : TransactionFault.BAD_CONTEXT_FREE_DATA);
    }

    /// A naive reader of `vector<bytes>`.
    private static boolean isListOfBytes(ByteBuffer bytes) {
        long count = varuint(bytes);
        for (; count > 0; count--) {
            long length = varuint(bytes);
            if (length < 0 || length > bytes.remaining()) return false;
            bytes.position(bytes.position() + (int) length);
        }
        return count == 0 && !bytes.hasRemaining();
    }

    /// -1 if it is cut short, too large, or not in its shortest form.
    private static long varuint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; shift < 35 && bytes.hasRemaining(); shift += 7) {
            byte b = bytes.get();
            value |= (b & 0x7fL) << shift;
            if (b >= 0) return (b == 0 && shift > 0) || value > 0xffff_ffffL ? -1 : value;
        }
        return -1;
    }

    private static byte[] body(String compression, byte[] packed, byte[] contextFreeData) {
        String body = "{\"signatures\":[],\"compression\":" + compression + ",\"packed_context_free_data\":\""
                + Hex.text(contextFreeData, 0, contextFreeData.length) + "\",\"packed_trx\":\""
                + Hex.text(packed, 0, packed.length) + "\"}";
        return body.getBytes(StandardCharsets.US_ASCII);
    }

    /// A transaction with the one action `eosio.wrap::exec` that carries these bytes as a transaction.
    private static byte[] wrapped(byte[] bytes) {
        int length = Long.BYTES + bytes.length;
        var buffer = ByteBuffer.allocate(100 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(IDLE, 0, HEADER).put((byte) 0).put((byte) 1);
        buffer.putLong(Name.encode("eosio.wrap")).putLong(Name.encode("exec")).put((byte) 0);
        putVaruint(buffer, length);
        buffer.putLong(Name.encode("alice")).put(bytes).put((byte) 0);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static void putVaruint(ByteBuffer buffer, int value) {
        int rest = value;
        for (; rest >= 0x80; rest >>>= 7) buffer.put((byte) (rest | 0x80));
        buffer.put((byte) rest);
    }

    private byte[] deflated(byte[] bytes) {
        deflater.reset();
        deflater.setInput(bytes);
        deflater.finish();
        byte[] out = new byte[bytes.length + 100];
        int length = deflater.deflate(out);
        assertThat(deflater.finished()).isTrue();
        return Arrays.copyOf(out, length);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
