package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadCallTest {
    private static final String ROWS = """
        {"json":true,"code":"eosio.token","scope":"alice","table":"accounts","lower_bound":"\\"","limit":2}\
        """;

    private final ReadCall call = new ReadCall();

    @Test
    void aTableIsReadByCodeScopeAndTable() {
        assertThat(body(Endpoint.GET_TABLE_ROWS, ROWS)).isTrue();

        assertThat(Name.decode(call.code())).isEqualTo("eosio.token");
        assertThat(Name.decode(call.table())).isEqualTo("accounts");
        assertThat(Name.decode(call.scope())).isEqualTo("alice");
        assertThat(call.account()).isZero();
    }

    @Test
    void aBalanceIsReadByCodeAndAccount() {
        assertThat(body(Endpoint.GET_CURRENCY_BALANCE, "{\"code\":\"eosio.token\",\"account\":\"bob\"}"))
                .isTrue();

        assertThat(Name.decode(call.code())).isEqualTo("eosio.token");
        assertThat(Name.decode(call.account())).isEqualTo("bob");
        assertThat(call.scope()).isZero();
    }

    @Test
    void theAccountWhoseAbiIsAskedForIsAContract() {
        body(Endpoint.GET_RAW_ABI, "{\"account_name\":\"eosio.token\"}");
        assertThat(call.code()).isEqualTo(Name.encode("eosio.token"));
        assertThat(call.account()).isEqualTo(Name.encode("eosio.token"));

        body(Endpoint.GET_ACCOUNT, "{\"account_name\":\"eosio.token\"}");
        assertThat(call.code()).isZero();
        assertThat(call.account()).isEqualTo(Name.encode("eosio.token"));
    }

    @Test
    void membersOfOtherCallsMeanNothing() {
        assertThat(body(Endpoint.GET_BLOCK, "{\"block_num_or_id\":5,\"code\":[{}],\"account\":7}"))
                .isTrue();

        assertThat(call.code()).isZero();
        assertThat(call.account()).isZero();
    }

    @Test
    void membersInsideOtherMembersMeanNothing() {
        assertThat(body(Endpoint.GET_ACCOUNT, "{\"x\":{\"account_name\":\"bob\"},\"y\":[{\"account_name\":\"bob\"}]}"))
                .isTrue();

        assertThat(call.account()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n\t", "{}", " { } "})
    void nothingIsAskedForByAnEmptyBody(String body) {
        assertThat(body(Endpoint.GET_TABLE_ROWS, body)).isTrue();

        assertThat(call.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "\"code\"",
                "{\"code\":\"a\"",
                "{\"code\":\"a\"} x",
                "{\"code\":\"a\",\"code\":\"b\"}",
                "{\"x\":1,\"x\":2}",
                "{\"code\":\"\\a\"}",
                "{\"code\":\"a\\/b\"}",
                "{\"c\\ode\":\"a\"}",
                "{\"code\":\"\\u0061\"}",
                "{\"code\":\"Alice\"}",
                "{\"code\":\"alice \"}",
                "{\"code\":\"alice.\"}",
                "{\"code\":\"alice\"",
                "{\"code\":5}",
                "{\"code\":null}",
                "{\"code\":{}}",
                "{\"code\":[\"a\"]}",
                "{\"scope\":-1}",
                "{\"scope\":1.5}",
                "{\"scope\":\" alice\"}",
                "{\"scope\":\"+1\"}",
                "{\"scope\":true}",
                "{code:\"a\"}",
                "{'code':\"a\"}",
                "{\"code\":\"a\",}",
                "{\"code\" \"a\"}",
                "\ufeff{\"code\":\"a\"}"
            })
    void whatTheNodeMightReadOtherwiseIsNotReadable(String body) {
        assertThat(body(Endpoint.GET_TABLE_ROWS, body)).isFalse();
        assertThat(call.readable()).isFalse();
    }

    @Test
    void theNextCallStartsAfresh() {
        body(Endpoint.GET_TABLE_ROWS, ROWS);
        body(Endpoint.GET_TABLE_ROWS, "[");

        assertThat(body(Endpoint.GET_TABLE_ROWS, "{}")).isTrue();
        assertThat(call.code()).isZero();
        assertThat(call.scope()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "\"alice\", 3773036822876127232",
        "\"\", 0",
        "0, 0",
        "7, 7",
        "\"7\", 7",
        "\"12345\", 12345",
        "\"18446744073709551615\", -1",
        "\"18446744073709551610\", -6",
        "\"12345a\", 614251619785113600",
        "\"EOS\", 5459781",
        "'\"4,EOS\"', 1397703940",
        "'\"0,A\"', 16640",
        "'\"18,ABCDEFG\"', 5135868584551137554",
    })
    void aScopeIsANumberANameOrASymbol(String written, long expected) {
        assertThat(body(Endpoint.GET_TABLE_ROWS, "{\"scope\":" + written + "}")).isTrue();

        assertThat(call.scope()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "18446744073709551616",
                "99999999999999999999",
                "100000000000000000000",
                "ABCDEFGH",
                "EOs",
                "19,EOS",
                "111,EOS",
                ",EOS",
                "4,",
                "4,eos",
                "4,4,EOS",
                "abcdefghijklmn",
                "1234567890123456789x"
            })
    void otherScopesAreNotReadable(String scope) {
        assertThat(body(Endpoint.GET_TABLE_ROWS, "{\"scope\":\"" + scope + "\"}"))
                .isFalse();
    }

    @Test
    void hyperionAsksInTheQuery() {
        assertThat(query(Endpoint.HYPERION_GET_DELTAS, "limit=5&code=eosio.token&scope=alice&table=accounts&x"))
                .isTrue();
        assertThat(call.code()).isEqualTo(Name.encode("eosio.token"));
        assertThat(call.table()).isEqualTo(Name.encode("accounts"));
        assertThat(call.scope()).isEqualTo(Name.encode("alice"));

        assertThat(query(Endpoint.HYPERION_GET_ACTIONS, "account=alice&filter=eosio.token:*&after=2024-01-01T00%3A00"))
                .isTrue();
        assertThat(call.account()).isEqualTo(Name.encode("alice"));
        assertThat(call.code()).isEqualTo(Name.encode("eosio.token"));
    }

    /// The parameters that each call of Hyperion reads, each under one of ours; none where nothing is named.
    @ParameterizedTest
    @CsvSource({
        "get_actions, account notified act.authorization.actor, act.account, ''",
        "get_deltas, '', code, table",
        "get_links, account, code, ''",
        "get_proposals, account proposer requested provided, '', ''",
        "get_account, account, '', ''",
        "get_tokens, account, '', ''",
        "get_creator, account, '', ''",
        "get_created_accounts, account, '', ''",
        "get_top_holders, '', contract, ''",
        "get_abi_snapshot, '', contract, ''",
        "get_transfers, '', contract, ''",
        "get_transacted_accounts, account, contract, ''",
        "get_blocks, '', '', ''",
        "get_transaction, '', '', ''",
        "check_transaction, '', '', ''",
        "export_actions, '', '', ''",
        "get_key_accounts, '', '', ''",
        "get_voters, '', '', ''",
        "get_voter_scopes, '', '', ''",
        "health, '', '', ''",
        "other, '', '', ''",
        "stream, '', '', ''"
    })
    void whatACallOfHyperionPassesOverNamesNothing(String name, String accounts, String codes, String tables) {
        Endpoint endpoint = Stream.of(Endpoint.values())
                .filter(e -> e.call().equals("hyperion." + name))
                .findFirst()
                .orElseThrow();
        for (String parameter : List.of(
                "account",
                "notified",
                "act.authorization.actor",
                "proposer",
                "requested",
                "provided",
                "account_name",
                "code",
                "contract",
                "act.account",
                "table")) {
            assertThat(query(endpoint, parameter + "=bob")).as(parameter).isTrue();

            assertThat(call.account()).as(parameter).isEqualTo(named(accounts, parameter));
            assertThat(call.code()).as(parameter).isEqualTo(named(codes, parameter));
            assertThat(call.table()).as(parameter).isEqualTo(named(tables, parameter));
        }
        assertThat(ReadCall.asksInQuery(endpoint)).isEqualTo(!(accounts + codes + tables).isEmpty());
        assertThat(ReadCall.asksInBody(endpoint)).isFalse();
    }

    private static long named(String parameters, String parameter) {
        return List.of(parameters.split(" ")).contains(parameter) ? Name.encode("bob") : 0;
    }

    @Test
    void allOthersAskInTheBody() {
        for (Endpoint e : Endpoint.values()) {
            if (e.group() != EndpointGroup.HYPERION)
                assertThat(ReadCall.asksInQuery(e)).as(e.call()).isFalse();
        }
        assertThat(ReadCall.asksInBody(Endpoint.GET_TABLE_ROWS)).isTrue();
        assertThat(ReadCall.asksInBody(Endpoint.HISTORY_GET_ACTIONS)).isTrue();
        assertThat(ReadCall.asksInBody(Endpoint.GET_INFO)).isFalse();
        assertThat(ReadCall.asksInBody(Endpoint.ABI_JSON_TO_BIN)).isFalse();
        assertThat(ReadCall.asksInBody(Endpoint.HISTORY_GET_TRANSACTION)).isFalse();
        assertThat(ReadCall.asksInBody(Endpoint.HISTORY_OTHER)).isFalse();
        assertThat(ReadCall.asksInBody(Endpoint.PUSH_TRANSACTION)).isFalse();
    }

    @Test
    void historyNamesTheAccountThatTheCallReads() {
        body(Endpoint.HISTORY_GET_ACTIONS, "{\"account_name\":\"bob\",\"controlling_account\":\"alice\"}");
        assertThat(call.account()).isEqualTo(Name.encode("bob"));

        body(Endpoint.HISTORY_GET_CONTROLLED_ACCOUNTS, "{\"account_name\":\"bob\",\"controlling_account\":\"alice\"}");
        assertThat(call.account()).isEqualTo(Name.encode("alice"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter=mygame:*",
                "filter=mygame:play",
                "filter=mygame:",
                "filter=mygame:play,mygame:stop",
                "filter=mygame:play,mygame:*,mygame:play",
                "filter=mygame%3Aplay%2Cmygame%3A%2A",
                "filter=mygame%3aplay%2cmygame%3a%2a",
                "act.account=mygame",
                "act.account=mygame&filter=mygame:play",
                "filter=mygame:play&act.account=mygame&act.name=play",
                "filter=*:*&act.account=mygame"
            })
    void actionsAreOfTheContractOfTheFilter(String query) {
        assertThat(query(Endpoint.HYPERION_GET_ACTIONS, query)).isTrue();

        assertThat(call.code()).isEqualTo(Name.encode("mygame"));
        assertThat(call.account()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"filter=", "filter", "filter=*:*", "filter=*%3A*", "filter=%2A%3a%2a", "act.account="})
    void aFilterThatExcludesNothingNamesNoContract(String query) {
        assertThat(query(Endpoint.HYPERION_GET_ACTIONS, query)).isTrue();

        assertThat(call.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter=*:play",
                "filter=*:*,mygame:play",
                "filter=mygame:play,*:*",
                "filter=*:*,*:*",
                "filter=mygame:play,other:play",
                "filter=mygame:play%2Cother:play",
                "filter=:play",
                "filter=:",
                "filter=mygame",
                "filter=mygame%3Aplay:x",
                "filter=mygame:play:x",
                "filter=mygame:play,",
                "filter=,mygame:play",
                "filter=mygame:play,,mygame:x",
                "filter=m*:play",
                "filter=mygame:**",
                "filter=mygame:pl%61y",
                "filter=mygame%3Aplay%zz",
                "filter=mygame:play%",
                "filter=mygame:%ff",
                "filter=MyGame:play",
                "filter=my%20game:play",
                "filter=mygame:play+",
                "filter=mygame:play=",
                "filter=mygame:play&filter=mygame:play",
                "filter=mygame:play&act.account=other",
                "act.account=!mygame",
                "act.account=mygame,other",
                "act.account=mygame-other",
                "act.account=mygame%20other",
                "act.account=mygame&act.account=mygame",
                "account=alice&notified=bob",
                "account=alice&act.authorization.actor=bob"
            })
    void severalContractsOrAnyAreNotReadable(String query) {
        assertThat(query(Endpoint.HYPERION_GET_ACTIONS, query)).isFalse();
    }

    @Test
    void theSameAccountMayBeNamedInTwoWays() {
        assertThat(query(Endpoint.HYPERION_GET_ACTIONS, "account=bob&act.authorization.actor=bob"))
                .isTrue();

        assertThat(call.account()).isEqualTo(Name.encode("bob"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&",
                "&&",
                "=",
                "account",
                "account=",
                "accounts=X",
                "=account",
                "a=1&b=2",
                "code=A&contract=B",
                "%40transfer.to=alice",
                "@transfer.to=al%69ce",
                "a%5B%5D=1",
                "%E6%97%A5=1",
                "%20account=x",
                "account%20=x"
            })
    void aQueryMayNameNothing(String query) {
        assertThat(query(Endpoint.HYPERION_GET_ACTIONS, query)).isTrue();

        assertThat(call.account()).isZero();
        assertThat(call.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account=Alice",
                "account=al%69ce",
                "account=alice%20",
                "account=alice+",
                "account=a,b",
                "%61ccount=alice",
                "%41=x",
                "act%2Eaccount=x",
                "account%5fname=x",
                "%31=x",
                "%=x",
                "%4=x",
                "%4",
                "%zz=x",
                "account=alice&account=bob",
                "account=alice&account=alice",
                "account=&account=bob",
                "account=alice=x"
            })
    void aQueryInDisguiseIsNotReadable(String query) {
        assertThat(query(Endpoint.HYPERION_GET_ACTIONS, query)).isFalse();
    }

    @Test
    void aQueryOfMoreParametersThanAServerMayReadIsNotReadable() {
        assertThat(query(Endpoint.HYPERION_GET_ACTIONS, "a&".repeat(99) + "account=bob"))
                .isTrue();
        assertThat(call.account()).isEqualTo(Name.encode("bob"));

        assertThat(query(Endpoint.HYPERION_GET_ACTIONS, "a&".repeat(100) + "account=bob"))
                .isFalse();
    }

    @Test
    void nothingCanUpsetIt() {
        var random = new Random(3);
        String alphabet = "{}[]\":,\\ code1a%3A2C*&=";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(random.nextBoolean() ? "" : ROWS.substring(0, random.nextInt(ROWS.length())));
            if (random.nextInt(4) == 0) text.append("filter=");
            for (int n = random.nextInt(40); n > 0; n--)
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            Endpoint endpoint = Endpoint.byId(random.nextInt(Endpoint.COUNT));

            body(endpoint, text.toString());
            query(endpoint, text.toString());
        }
        assertThat(body(Endpoint.GET_TABLE_ROWS, ROWS)).isTrue();
    }

    @Test
    void readingAllocatesNothing() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment body = arena.allocateFrom(ROWS);
            MemorySegment query = arena.allocateFrom("account=alice&filter=mygame%3Aplay,mygame:*&%40transfer.to=bob");
            for (int i = 0; i < 10_000; i++) read(body, query);
            var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();

            for (int i = 0; i < 5_000; i++) read(body, query);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000);
        }
    }

    private void read(MemorySegment body, MemorySegment query) {
        call.reset(Endpoint.GET_TABLE_ROWS);
        boolean readable = call.readBody(body, 0, (int) body.byteSize() - 1);
        call.reset(Endpoint.HYPERION_GET_ACTIONS);
        if (!readable || !call.readQuery(query, 0, (int) query.byteSize() - 1)) throw new AssertionError("unreadable");
    }

    private boolean body(Endpoint endpoint, String text) {
        byte[] bytes = ("xx" + text).getBytes(StandardCharsets.UTF_8);
        call.reset(endpoint);
        return call.readBody(MemorySegment.ofArray(bytes), 2, bytes.length);
    }

    private boolean query(Endpoint endpoint, String text) {
        byte[] bytes = ("x?" + text).getBytes(StandardCharsets.UTF_8);
        call.reset(endpoint);
        return call.readQuery(MemorySegment.ofArray(bytes), 2, bytes.length);
    }
}
