package boma.practice;

import static org.assertj.core.api.Assertions.assertThat;

import boma.antelope.BodyForm;
import boma.antelope.Name;
import boma.antelope.PackedHeader;
import boma.antelope.TransactionFault;
import boma.antelope.TransactionLimits;
import boma.antelope.TransactionReader;
import boma.antelope.Transactions;
import boma.bytes.Hex;
import boma.practice.Packer.Action;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackerTest {
    private static final Instant EXPIRATION = Instant.parse("2030-01-01T00:00:00Z");

    private final Packer packer = new Packer(new Random(1));
    private final Transactions transactions = new Transactions();

    @Test
    void whatIsPackedReadsAsTheSameActions() {
        var long300 = new Action("noop", "run", "bob", "00".repeat(300)); // needs a length of two bytes
        byte[] packed =
                packer.pack(EXPIRATION, List.of(Packer.transfer("alice", "bob", 10_000, "SYS", "hello"), long300));

        assertThat(read(BodyForm.ONE, packer.body(packed))).isEqualTo(TransactionFault.NONE);

        assertThat(PackedHeader.of(transactions).expiration()).isEqualTo(EXPIRATION.getEpochSecond());
        assertThat(transactions.signatures(0)).isEqualTo(1);
        assertThat(transactions.actions()).isEqualTo(2);
        assertThat(action(0)).isEqualTo("eosio.token::transfer alice@active");
        assertThat(action(1)).isEqualTo("noop::run bob@active");
    }

    @Test
    void aWrappedBodyCarriesTheSameTransaction() {
        byte[] packed = packer.pack(EXPIRATION, List.of(Packer.transfer("alice", "bob", 1, "SYS", "")));

        assertThat(read(BodyForm.ONE, packer.body(packed))).isEqualTo(TransactionFault.NONE);
        String id = id();
        assertThat(read(BodyForm.WRAPPED, packer.wrappedBody(packed))).isEqualTo(TransactionFault.NONE);

        assertThat(id()).isEqualTo(id);
    }

    @Test
    void aTransferIsPackedAsTheTokenContractWantsIt() {
        Action transfer = Packer.transfer("alice", "bob", 10_000, "SYS", "transfer number 1");

        // from a transaction that wharfkit made
        assertThat(transfer.data())
                .isEqualTo("0000000000855c340000000000000e3d10270000000000000453595300000000"
                        + "117472616e73666572206e756d6265722031");
    }

    private TransactionFault read(BodyForm form, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var reader = new TransactionReader(new TransactionLimits(1, 10, 10, 10, 1000));
        return reader.read(form, MemorySegment.ofArray(bytes), 0, bytes.length, transactions);
    }

    private String action(int a) {
        int authorization = transactions.firstAuthorization(a);
        return Name.decode(transactions.account(a)) + "::" + Name.decode(transactions.action(a)) + ' '
                + Name.decode(transactions.actor(authorization)) + '@'
                + Name.decode(transactions.permission(authorization));
    }

    private String id() {
        byte[] id = new byte[Transactions.ID_SIZE];
        transactions.id(0, id, 0);
        return Hex.text(id, 0, id.length);
    }
}
