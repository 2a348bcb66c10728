package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies around transactions: shapes, numbers, sizes and the order in which faults are told.
class TransactionReaderTest {
    private static final TransactionLimits LIMITS = new TransactionLimits(2, 3, 4, 5, 400);
    private static final String TRANSACTION = Packing.transaction(Packing.transfer());

    private final Reads reads = new Reads(LIMITS);

    @Test
    void aPackedTransactionIsReadWhereverItsMembersStand() {
        String body = "{\"packed_trx\":\"" + TRANSACTION
                + "\",\"compression\":\"0\",\"more\":{\"a\":[1,{}]},\"signatures\":[]}";

        assertThat(reads.read(BodyForm.ONE, body)).isEqualTo(TransactionFault.NONE);

        assertThat(reads.actions()).containsExactly("eosio.token::transfer alice@active");
    }

    /// nodeos takes the first of two members, most parsers the last.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{'packed_trx':'','packed_trx':'%s'} | JSON_DUPLICATE_MEMBER",
                "{'p\\acked_trx':'%s'} | JSON_ESCAPE",
                "{'more':{'a':1,'a':2},'packed_trx':'%s'} | JSON_DUPLICATE_MEMBER",
                "{'packed_trx':'%s'} {} | JSON_TRAILING_TEXT",
                "{'packed_trx':'%s','more':'\\u0061'} | JSON_ESCAPE",
                "{'packed_trx':'%s' 'more':1} | JSON_SYNTAX",
                "{'packed_trx':%s} | JSON_SYNTAX",
            })
    void jsonThatNodeosReadsItsOwnWayIsRefused(String body, TransactionFault fault) {
        assertThat(reads.read(BodyForm.ONE, body.replace('\'', '"').formatted(TRANSACTION)))
                .isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "'packed_trx':'%s' | NONE",
                "'packed_trx':'%s','transaction':null | NONE",
                "'packed_trx':'%s','context_free_data':[] | NONE",
                "'packed_trx':'%s','context_free_data':['','0aff'] | NONE",
                "'packed_trx':'%s','packed_context_free_data':null | NONE",
                "'packed_trx':'%s','packed_context_free_data':'' | NONE",
                "'packed_trx':'%s','packed_context_free_data':'00' | NONE",
                "'packed_trx':'%s','packed_context_free_data':'0202aabb00','context_free_data':[] | NONE",
                "'transaction':{},'packed_trx':null | NONE",
                "'transaction':{},'packed_trx':'' | NONE",
                "'packed_trx':'%s','transaction':{} | AMBIGUOUS_TRANSACTION",
                "'packed_trx':'%s','transaction':'' | NOT_AN_OBJECT",
                "'packed_trx':5,'transaction':{} | BAD_PACKED",
                "'packed_trx':['%s'],'transaction':{} | BAD_PACKED",
                "'packed_trx':true,'transaction':{} | BAD_PACKED",
                "'packed_trx':'','transaction':null | MISSING_TRANSACTION",
                "'packed_trx':'%s0' | BAD_PACKED",
                "'packed_trx':'%s ' | BAD_PACKED",
                "'packed_trx':'\\/%s' | BAD_PACKED",
                "'packed_trx':'0x%s' | BAD_PACKED",
                "'packed_trx':'%s','packed_context_free_data':'00','context_free_data':['00'] |"
                        + " AMBIGUOUS_CONTEXT_FREE_DATA",
                "'packed_trx':'%s','packed_context_free_data':'0000' | BAD_CONTEXT_FREE_DATA",
                "'packed_trx':'%s','packed_context_free_data':'01' | BAD_CONTEXT_FREE_DATA",
                "'packed_trx':'%s','packed_context_free_data':'8000' | BAD_CONTEXT_FREE_DATA",
                "'packed_trx':'%s','packed_context_free_data':'ffffffff0f' | BAD_CONTEXT_FREE_DATA",
                "'packed_trx':'%s','packed_context_free_data':0 | BAD_CONTEXT_FREE_DATA",
                "'packed_trx':'%s','context_free_data':null | BAD_CONTEXT_FREE_DATA",
                "'packed_trx':'%s','context_free_data':[12] | BAD_CONTEXT_FREE_DATA",
                "'packed_trx':'%s','context_free_data':['0'] | BAD_CONTEXT_FREE_DATA",
            })
    void theTransactionAndItsContextFreeDataAreTakenFromOnePlaceOnly(String members, TransactionFault fault) {
        String body = "{\"signatures\":[],\"compression\":0," + members.replace('\'', '"') + '}';

        assertThat(reads.read(BodyForm.ONE, body.replace("%s", TRANSACTION))).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "0, NONE",
                "\"0\", NONE",
                "\"none\", NONE",
                "1, BAD_ZLIB",
                "\"1\", BAD_ZLIB",
                "\"zlib\", BAD_ZLIB",
                "2, BAD_COMPRESSION",
                "-0, BAD_COMPRESSION",
                "0.0, BAD_COMPRESSION",
                "1.9, BAD_COMPRESSION",
                "\"01\", BAD_COMPRESSION",
                "\"+1\", BAD_COMPRESSION",
                "\"None\", BAD_COMPRESSION",
                "\"\", BAD_COMPRESSION",
                "true, BAD_ZLIB",
                "false, NONE",
                "null, BAD_COMPRESSION",
                "[0], BAD_COMPRESSION",
                "4294967296, BAD_COMPRESSION",
            })
    void compressionIsOneOfEightWords(String compression, TransactionFault fault) {
        String body = "{\"signatures\":[],\"compression\":" + compression + ",\"packed_trx\":\"" + TRANSACTION + "\"}";

        assertThat(reads.read(BodyForm.ONE, body)).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "[] | NONE",
                "{} | BAD_SIGNATURES",
                "null | BAD_SIGNATURES",
                "\"SIG\" | BAD_SIGNATURES",
                "[1] | BAD_SIGNATURES",
                "[\"%s\"] | NONE",
                "[\"%s\",null] | BAD_SIGNATURES",
                "[[\"%s\"]] | BAD_SIGNATURES",
                "[\" %s\"] | BAD_SIGNATURE",
                "[\"%s\\n\"] | BAD_SIGNATURE",
                "[\"%s,\"] | BAD_SIGNATURE",
                "[\"EOS%s\"] | BAD_SIGNATURE",
                "[\"%s\",\"%s\",\"%s\"] | NONE",
                "[\"%s\",\"%s\",\"%s\",\"%s\"] | TOO_MANY_SIGNATURES",
            })
    void signaturesAreAListOfStringsThatLookLikeThem(String signatures, TransactionFault fault) {
        String body = "{\"signatures\":" + signatures.replace("%s", Packing.SIGNATURE)
                + ",\"compression\":0,\"packed_trx\":\"" + TRANSACTION + "\"}";

        assertThat(reads.read(BodyForm.ONE, body)).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "[] | NOT_AN_OBJECT",
                "5 | NOT_AN_OBJECT",
                "{} | MISSING_TRANSACTION",
                "{'transaction':null} | NOT_AN_OBJECT",
                "{'transaction':[]} | NOT_AN_OBJECT",
                "{'transaction':{}} | MISSING_SIGNATURES",
                "{'transaction':{'transaction':{},'signatures':[]}} | MISSING_COMPRESSION",
                "{'transaction':{'transaction':{},'signatures':[],'compression':0}} | NONE",
                "{'retry_trx':true,'transaction':{'transaction':{},'signatures':[],'compression':0},'x':[{}]} | NONE",
            })
    void aWrappedTransactionIsTheMemberOfThatName(String body, TransactionFault fault) {
        assertThat(reads.read(BodyForm.WRAPPED, body.replace('\'', '"'))).isEqualTo(fault);
    }

    @Test
    void aListMayHoldAsManyTransactionsAsAllowed() {
        String one = Packing.body(TRANSACTION);

        assertThat(reads.read(BodyForm.MANY, "[]")).isEqualTo(TransactionFault.NO_TRANSACTIONS);
        assertThat(reads.read(BodyForm.MANY, one)).isEqualTo(TransactionFault.NOT_A_LIST);
        assertThat(reads.read(BodyForm.MANY, "[1]")).isEqualTo(TransactionFault.NOT_AN_OBJECT);
        assertThat(reads.read(BodyForm.MANY, "[" + one + "]")).isEqualTo(TransactionFault.NONE);
        assertThat(reads.read(BodyForm.MANY, "[" + one + "," + one + "]")).isEqualTo(TransactionFault.NONE);
        assertThat(reads.transactions.count()).isEqualTo(2);
        assertThat(reads.read(BodyForm.MANY, "[" + one + "," + one + "," + one + "]"))
                .isEqualTo(TransactionFault.TOO_MANY_TRANSACTIONS);
        assertThat(reads.read(BodyForm.MANY, "[{},{},{},")).isEqualTo(TransactionFault.TOO_MANY_TRANSACTIONS);
    }

    @Test
    void theActionsOfAListSayWhichTransactionTheyBelongTo() {
        String two = Packing.body(Packing.transaction(Packing.transfer(), Packing.transfer()));

        reads.read(BodyForm.MANY, "[" + Packing.body(TRANSACTION) + "," + two + "]");

        Transactions t = reads.transactions;
        assertThat(t.actions()).isEqualTo(3);
        assertThat(t.actions(0)).isEqualTo(1);
        assertThat(t.actions(1)).isEqualTo(2);
        assertThat(t.firstAction(0)).isZero();
        assertThat(t.firstAction(1)).isEqualTo(1);
        assertThat(t.authorizations()).isEqualTo(3);
    }

    @Test
    void afterAFaultThereIsNothingLeftOfTheBody() {
        String good = Packing.body(TRANSACTION);
        String bad = Packing.body(TRANSACTION + "00");

        assertThat(reads.read(BodyForm.MANY, "[" + good + "," + bad + "]"))
                .isEqualTo(TransactionFault.PACKED_TRAILING_BYTES);

        assertThat(reads.transactions.count()).isZero();
        assertThat(reads.transactions.actions()).isZero();
    }

    @Test
    void aTransactionMayBeAsLargeAsAllowedInEveryForm() {
        int data = 400 - TRANSACTION.length() / 2 + 8 - 1; // the length of the data takes one byte more
        String largest = withData(data);
        String larger = withData(data + 1);

        assertThat(reads.read(BodyForm.ONE, Packing.body(largest))).isEqualTo(TransactionFault.NONE);
        assertThat(reads.transactions.size(0)).isEqualTo(400);
        assertThat(reads.read(BodyForm.ONE, Packing.zlibBody(Vector.zlib(largest))))
                .isEqualTo(TransactionFault.NONE);
        assertThat(reads.transactions.size(0)).isEqualTo(400);
        assertThat(reads.read(BodyForm.ONE, Packing.body(larger))).isEqualTo(TransactionFault.TOO_LARGE);
        assertThat(reads.read(BodyForm.ONE, Packing.zlibBody(Vector.zlib(larger))))
                .isEqualTo(TransactionFault.TOO_LARGE);
    }

    @Test
    void aBombIsRefusedAtTheLimit() {
        String zeros = "00".repeat(10 << 20);

        assertThat(reads.read(BodyForm.ONE, Packing.zlibBody(Vector.zlib(zeros))))
                .isEqualTo(TransactionFault.TOO_LARGE);
        assertThat(reads.transactions.packed().array().length).isLessThan(1 << 20);
    }

    @Test
    void theJsonIsJudgedBeforeTheTransactionAndTheSignaturesLast() {
        String tooManySignatures =
                "\"signatures\":[" + ("\"" + Packing.SIGNATURE + "\",").repeat(3) + '"' + Packing.SIGNATURE + "\"]";
        String body = "{" + tooManySignatures + ",\"compression\":%s,\"packed_trx\":\"%s\"}%s";

        assertThat(reads.read(BodyForm.ONE, body.formatted("7", "zz", "x")))
                .isEqualTo(TransactionFault.JSON_TRAILING_TEXT);
        assertThat(reads.read(BodyForm.ONE, body.formatted("7", "zz", ""))).isEqualTo(TransactionFault.BAD_COMPRESSION);
        assertThat(reads.read(BodyForm.ONE, body.formatted("0", withData(2_000), "")))
                .isEqualTo(TransactionFault.TOO_LARGE);
        assertThat(reads.read(BodyForm.ONE, body.formatted("0", TRANSACTION, "")))
                .isEqualTo(TransactionFault.TOO_MANY_SIGNATURES);
    }

    @Test
    void manyTransactionsTogetherAreBoundedToo() {
        var roomy = new Reads(new TransactionLimits(100, 1, 10, 10, 1 << 20));
        String mebibyte = Packing.zlibBody(Vector.zlib(withData((1 << 20) - 200)));
        var nine = new ArrayList<String>();
        for (int i = 0; i < 9; i++) nine.add(mebibyte);

        assertThat(roomy.read(BodyForm.MANY, nine.subList(0, 8).toString())).isEqualTo(TransactionFault.NONE);
        assertThat(roomy.read(BodyForm.MANY, nine.toString())).isEqualTo(TransactionFault.TOO_LARGE);
    }

    @Test
    void contextFreeDataCountsForThatBound() {
        var roomy = new Reads(new TransactionLimits(100, 1, 10, 10, 1 << 20));
        String mebibyte = withContextFreeData(Vector.zlib(listOfBytes((1 << 20) - 200)));
        var nine = new ArrayList<String>();
        for (int i = 0; i < 9; i++) nine.add(mebibyte);

        assertThat(roomy.read(BodyForm.MANY, nine.subList(0, 8).toString())).isEqualTo(TransactionFault.NONE);
        assertThat(roomy.read(BodyForm.MANY, nine.toString())).isEqualTo(TransactionFault.CONTEXT_FREE_DATA_TOO_LARGE);
        assertThat(roomy.read(BodyForm.MANY, nine.subList(0, 8).toString())).isEqualTo(TransactionFault.NONE);
    }

    @Test
    void transactionsAndTheirContextFreeDataAreCountedTogether() {
        var roomy = new Reads(new TransactionLimits(100, 1, 10, 10, 1 << 20));
        String contextFreeData = withContextFreeData(Vector.zlib(listOfBytes((1 << 20) - 200)));
        String list = "{\"signatures\":[],\"compression\":0,\"context_free_data\":[\"" + "ab".repeat((1 << 20) - 200)
                + "\"],\"packed_trx\":\"" + TRANSACTION + "\"}";
        String transaction = Packing.zlibBody(Vector.zlib(withData((1 << 20) - 200)));
        var body = new ArrayList<String>();
        for (int i = 0; i < 4; i++) body.add(contextFreeData);
        for (int i = 0; i < 2; i++) body.add(list);
        for (int i = 0; i < 2; i++) body.add(transaction);
        assertThat(roomy.read(BodyForm.MANY, body.toString())).isEqualTo(TransactionFault.NONE);

        body.add(transaction);
        assertThat(roomy.read(BodyForm.MANY, body.toString())).isEqualTo(TransactionFault.TOO_LARGE);
        body.set(8, list);
        assertThat(roomy.read(BodyForm.MANY, body.toString())).isEqualTo(TransactionFault.CONTEXT_FREE_DATA_TOO_LARGE);
    }

    @Test
    void everyFaultExplainsItselfInOneSentence() {
        for (TransactionFault fault : TransactionFault.values()) {
            if (fault == TransactionFault.NONE) continue;
            assertThat(fault.sentence()).matches("[A-Z].*\\.");
            assertThat(fault.family()).isNotEqualTo(TransactionFault.Family.NONE);
        }
    }

    private static String withContextFreeData(String zlibHex) {
        return "{\"signatures\":[],\"compression\":1,\"packed_context_free_data\":\"" + zlibHex + "\",\"packed_trx\":\""
                + Vector.zlib(TRANSACTION) + "\"}";
    }

    /// One element of so many bytes.
    private static String listOfBytes(int bytes) {
        return "01" + Packing.varuint(bytes) + "ab".repeat(bytes);
    }

    private static String withData(int bytes) {
        return Packing.transaction(new Packing.Action("eosio.token", "transfer", "ab".repeat(bytes)));
    }
}
