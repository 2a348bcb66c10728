package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplodedReaderTest {
    private static final String ACTION = "{'account':'a','name':'b','data':''}";

    private final Reads reads = new Reads(new TransactionLimits(1, 1, 3, 3, 1_000));

    @Test
    void whatIsAbsentIsZeroOrEmptyAsForNodeos() {
        assertThat(read("{}")).isEqualTo(TransactionFault.NONE);

        assertThat(reads.transactions.size(0)).isEqualTo(16);
        assertThat(PackedHeader.of(reads.transactions)).isEqualTo(new PackedHeader(0, 0, 0, 0, 0, 0));
        assertThat(reads.actions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "'expiration':'2030-01-31T23:59:59' | NONE",
                "'expiration':'2030-01-31T23:59:59.000' | NONE",
                "'expiration':'2030-01-31T23:59:59.123456+00:00' | NONE",
                "'expiration':'2030-01-31T23:59:59Z' | BAD_EXPIRATION",
                "'expiration':'' | BAD_EXPIRATION",
                "'expiration':1 | BAD_EXPIRATION",
                "'expiration':null | BAD_EXPIRATION",
                "'ref_block_num':65535 | NONE",
                "'ref_block_num':'65535' | NONE",
                "'ref_block_num':65536 | BAD_NUMBER",
                "'ref_block_num':-1 | BAD_NUMBER",
                "'ref_block_num':1.0 | BAD_NUMBER",
                "'ref_block_num':true | BAD_NUMBER",
                "'ref_block_num':null | BAD_NUMBER",
                "'ref_block_num':'' | BAD_NUMBER",
                "'ref_block_num':'01' | BAD_NUMBER",
                "'ref_block_num':' 1' | BAD_NUMBER",
                "'ref_block_prefix':4294967295 | NONE",
                "'ref_block_prefix':4294967296 | BAD_NUMBER",
                "'max_net_usage_words':4294967295 | NONE",
                "'max_net_usage_words':4294967296 | BAD_NUMBER",
                "'max_cpu_usage_ms':255 | NONE",
                "'max_cpu_usage_ms':256 | BAD_NUMBER",
                "'delay_sec':4294967295 | NONE",
                "'delay_sec':18446744073709551616 | BAD_NUMBER",
                "'actions':[] | NONE",
                "'actions':null | BAD_ACTIONS",
                "'actions':{} | BAD_ACTIONS",
                "'actions':[[]] | BAD_ACTIONS",
                "'context_free_actions':'' | BAD_ACTIONS",
                "'transaction_extensions':[] | NONE",
                "'transaction_extensions':[[0,'']] | BAD_EXTENSIONS",
                "'transaction_extensions':null | BAD_EXTENSIONS",
                "'unknown':[{'expiration':5}],'actions_':7 | NONE",
            })
    void fieldsAreTakenOnlyInTheFormThatClientsWrite(String members, TransactionFault fault) {
        assertThat(read('{' + members + '}')).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "'account':'a','name':'b','data':'' | NONE",
                "'name':'b','data':'00ff','account':'a' | NONE",
                "'account':'a','name':'b','hex_data':'00FF' | NONE",
                "'account':'a','name':'b','data':null,'hex_data':'00' | NONE",
                "'account':'a','name':'b','data':{'x':[1,{'y':'z\\n'}]} | NONE",
                "'account':'a','name':'b','data':'','authorization':[] | NONE",
                "'account':'a','name':'b','data':'','authorization':[{'permission':'p','actor':'a','more':1}] | NONE",
                "'account':'','name':'','data':'' | NONE",
                "'name':'b','data':'' | BAD_NAME",
                "'account':'a','data':'' | BAD_NAME",
                "'account':5,'name':'b','data':'' | BAD_NAME",
                "'account':'A','name':'b','data':'' | BAD_NAME",
                "'account':'a.','name':'b','data':'' | BAD_NAME",
                "'account':'a','name':' b','data':'' | BAD_NAME",
                "'account':'aaaaaaaaaaaaz','name':'b','data':'' | BAD_NAME",
                "'account':'aaaaaaaaaaaaaa','name':'b','data':'' | BAD_NAME",
                "'account':'a','name':'b' | BAD_DATA",
                "'account':'a','name':'b','data':null | BAD_DATA",
                "'account':'a','name':'b','data':[] | BAD_DATA",
                "'account':'a','name':'b','data':5 | BAD_DATA",
                "'account':'a','name':'b','data':'0' | BAD_DATA",
                "'account':'a','name':'b','data':'zz' | BAD_DATA",
                "'account':'a','name':'b','hex_data':'' | BAD_DATA",
                "'account':'a','name':'b','hex_data':{} | BAD_DATA",
                "'account':'a','name':'b','data':'','hex_data':'00' | AMBIGUOUS_DATA",
                "'account':'a','name':'b','data':{},'hex_data':'00' | AMBIGUOUS_DATA",
                "'account':'a','name':'b','data':'','authorization':null | BAD_AUTHORIZATION",
                "'account':'a','name':'b','data':'','authorization':[['a','p']] | BAD_AUTHORIZATION",
                "'account':'a','name':'b','data':'','authorization':[{'actor':'a'}] | BAD_AUTHORIZATION",
                "'account':'a','name':'b','data':'','authorization':[{'actor':'a','permission':'P'}] |"
                        + " BAD_AUTHORIZATION",
                "'account':'a','name':'b','data':'','authorization':[{'actor':1,'permission':'p'}] | BAD_AUTHORIZATION",
            })
    void anActionIsTakenOnlyIfItHasOneMeaning(String members, TransactionFault fault) {
        assertThat(read("{'actions':[{" + members + "}]}")).isEqualTo(fault);
        assertThat(read("{'context_free_actions':[{" + members + "}]}")).isEqualTo(fault);
    }

    @Test
    void contextFreeActionsComeFirstWhereverTheyStand() {
        assertThat(read("{'actions':[{'data':'01','account':'x','name':'y','authorization':[{'actor':'a',"
                        + "'permission':'p'}]}],'context_free_actions':[" + ACTION + "]}"))
                .isEqualTo(TransactionFault.NONE);

        assertThat(reads.actions()).containsExactly("context-free a::b", "x::y a@p");
    }

    @Test
    void hexadecimalDataOfAProposalIsLookedInto() {
        var propose = Packing.propose(Packing.transaction(Packing.transfer()));

        assertThat(read("{'actions':[{'account':'eosio.msig','name':'propose','data':'" + propose.dataHex() + "'}]}"))
                .isEqualTo(TransactionFault.NONE);
        assertThat(reads.actions()).containsExactly("eosio.msig::propose", "nested eosio.token::transfer alice@active");
        assertThat(reads.transactions.idKnown(0)).isTrue();

        assertThat(read("{'actions':[{'account':'eosio.msig','name':'propose','data':'" + propose.dataHex() + "00'}]}"))
                .isEqualTo(TransactionFault.NESTED_UNREADABLE);
    }

    @Test
    void objectDataOfAProposalIsLookedInto() {
        String exec = Packing.exec(Packing.transaction(Packing.transfer())).dataHex();
        String inner = "{'actions':[{'account':'eosio.wrap','name':'exec','data':'" + exec + "'}],"
                + "'expiration':'2030-01-31T23:59:59','context_free_actions':[]}";
        String outer = "{'actions':[{'account':'eosio.msig','name':'propose','data':{'proposer':'alice','trx':" + inner
                + "}}]}";

        assertThat(read(outer)).isEqualTo(TransactionFault.NONE);

        assertThat(reads.actions())
                .containsExactly(
                        "eosio.msig::propose", "nested eosio.wrap::exec", "nested eosio.token::transfer alice@active");
        assertThat(reads.transactions.idKnown(0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{'trx':{'actions':[{'account':'a','name':'b','data':'00'}]}} | NONE",
                "{} | NESTED_UNREADABLE",
                "{'trx':null} | NESTED_UNREADABLE",
                "{'trx':[]} | NESTED_UNREADABLE",
                "{'trx':'00'} | NESTED_UNREADABLE",
                "{'trx':{'actions':[{'account':'a','name':'b','data':{}}]}} | NESTED_UNREADABLE",
                "{'trx':{'actions':[['a','b',[],'00']]}} | NESTED_UNREADABLE",
                "{'trx':{'expiration':0}} | NESTED_UNREADABLE",
                "{'trx':{'actions':[A,A,A]}} | TOO_MANY_ACTIONS",
            })
    void aNestedTransactionThatIsAnObjectIsReadLikeAnother(String data, TransactionFault fault) {
        String full = data.replace("A", ACTION);

        assertThat(read("{'actions':[{'account':'eosio.wrap','name':'exec','data':" + full + "}]}"))
                .isEqualTo(fault);
    }

    @Test
    void actionsAuthorizationsAndSizeAreBounded() {
        String authorization = "{'actor':'a','permission':'p'}";
        String twoEach = ACTION.replace("}", ",'authorization':[" + authorization + "," + authorization + "]}");
        String large = ACTION.replace("''", "'" + "00".repeat(1_000) + "'");
        String largeObject = ACTION.replace("''", "{'x':'" + "a".repeat(1_000) + "'}");

        assertThat(read("{'actions':[" + ACTION + "," + ACTION + "," + ACTION + "]}"))
                .isEqualTo(TransactionFault.NONE);
        assertThat(read("{'actions':[" + ACTION + "," + ACTION + "],'context_free_actions':[" + ACTION + "," + ACTION
                        + "]}"))
                .isEqualTo(TransactionFault.TOO_MANY_ACTIONS);
        assertThat(read("{'actions':[" + twoEach + "," + twoEach + "]}"))
                .isEqualTo(TransactionFault.TOO_MANY_AUTHORIZATIONS);
        assertThat(read("{'actions':[" + large + "]}")).isEqualTo(TransactionFault.TOO_LARGE);
        assertThat(read("{'actions':[" + largeObject + "]}")).isEqualTo(TransactionFault.TOO_LARGE);
    }

    private TransactionFault read(String transaction) {
        return reads.read(BodyForm.ONE, Packing.exploded(transaction).replace('\'', '"'));
    }
}
