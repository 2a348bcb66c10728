package boma.antelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
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
        assertThat(call.hasScope()).isTrue();
        assertThat(call.account()).isZero();
    }

    @Test
    void aBalanceIsReadByCodeAndAccount() {
        assertThat(body(Endpoint.GET_CURRENCY_BALANCE, "{\"code\":\"eosio.token\",\"account\":\"bob\"}"))
                .isTrue();

        assertThat(Name.decode(call.code())).isEqualTo("eosio.token");
        assertThat(Name.decode(call.account())).isEqualTo("bob");
        assertThat(call.hasScope()).isFalse();
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
        assertThat(call.hasScope()).isFalse();
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
        assertThat(call.hasScope()).isTrue();
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
        assertThat(query(Endpoint.HISTORY_GET_ACTIONS, "account_name=bob")).isTrue();
        assertThat(call.account()).isEqualTo(Name.encode("bob"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "&&", "=", "account", "account=", "accounts=X", "=account", "a=1&b=2"})
    void aQueryMayNameNothing(String query) {
        assertThat(query(Endpoint.HYPERION_GET_ACTIONS, query)).isTrue();

        assertThat(call.account()).isZero();
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
                "account=alice&account=bob",
                "account=&account=bob",
                "code=a&contract=b",
                "account=alice=x"
            })
    void aQueryInDisguiseIsNotReadable(String query) {
        assertThat(query(Endpoint.HYPERION_GET_ACTIONS, query)).isFalse();
    }

    @Test
    void bodyAndQueryTogetherNameEverythingOnce() {
        byte[] bytes = "{\"account\":\"alice\"}account=bob".getBytes(StandardCharsets.US_ASCII);
        MemorySegment s = MemorySegment.ofArray(bytes);
        call.reset(Endpoint.HYPERION_GET_ACTIONS);

        assertThat(call.readBody(s, 0, 19)).isTrue();
        assertThat(call.readQuery(s, 19, bytes.length)).isFalse();
    }

    @Test
    void nothingCanUpsetIt() {
        var random = new Random(3);
        String alphabet = "{}[]\":,\\ code1a%&=";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(random.nextBoolean() ? "" : ROWS.substring(0, random.nextInt(ROWS.length())));
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
            for (int i = 0; i < 10_000; i++) read(body);
            var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();

            for (int i = 0; i < 5_000; i++) read(body);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000);
        }
    }

    private void read(MemorySegment body) {
        call.reset(Endpoint.GET_TABLE_ROWS);
        if (!call.readBody(body, 0, (int) body.byteSize() - 1)) throw new AssertionError("unreadable");
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
