package boma.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import boma.config.ConfigFile;
import boma.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolConfigTest {
    private static List<String> problems(String body) {
        ConfigFile file = ConfigFile.parse("boma.toml", "[[pool]]\nname = \"nodes\"\n" + body);
        PoolConfig.read(file.root().sections("pool").getFirst());
        return file.problems().stream().map(Object::toString).toList();
    }

    @Test
    void aPoolOfOneNodeNeedsNothingElse() {
        var config = Pools.config("nodes = [\"http://127.0.0.1:8888\"]");

        assertThat(config.kind()).isEqualTo(PoolConfig.Kind.ANTELOPE);
        assertThat(config.balance()).isEqualTo(Balance.LEAST_BUSY);
        assertThat(config.health().kind()).isEqualTo(HealthConfig.Kind.ANTELOPE);
        assertThat(config.connect()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.nodes()).containsExactly(new NodeConfig("http://127.0.0.1:8888", 1));
    }

    @Test
    void aPoolOfOtherServersAsksNoHealthQuestions() {
        var config = Pools.config("kind = \"http\"\nnodes = [\"http://127.0.0.1:7000\"]");

        assertThat(config.health().kind()).isEqualTo(HealthConfig.Kind.NONE);
        assertThat(config.host()).isEqualTo(PoolConfig.HOST_AS_SENT);
    }

    @Test
    void aNodeMayHaveAWeight() {
        var config = Pools.config("nodes = [{ url = \"http://127.0.0.1:1\", weight = 5 }, \"http://127.0.0.1:2\"]");

        assertThat(config.nodes()).extracting(NodeConfig::weight).containsExactly(5, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8888, 127.0.0.1:8888, '', 127.0.0.1:8888",
        "http://node.example, nowhere, node.example, node.example",
        "http://[2001:db8::1]:8888, [2001:db8:0:0:0:0:0:1]:8888, '', [2001:db8::1]:8888",
        "http://[2001:db8::1], [2001:db8:0:0:0:0:0:1]:80, '', [2001:db8::1]",
        "unix:/run/nodeos.sock, unix:/run/nodeos.sock, '', localhost"
    })
    void aUrlSaysWhereToConnectAndWhatTheHostIs(String url, String address, String name, String authority) {
        var node = new NodeConfig(url, 1);

        assertThat(node.fixedAddress().map(SocketAddress::toString).orElse("nowhere"))
                .isEqualTo(address);
        assertThat(node.hostName().orElse("")).isEqualTo(name);
        assertThat(node.authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @CsvSource({"node, 127.0.0.1:8888", "as-sent, ''", "api.example, api.example"})
    void theHostFieldIsWhatTheOperatorWants(String host, String seen) {
        var pool = Pools.read("host = \"" + host + "\"\nnodes = [\"http://127.0.0.1:8888\"]", (_, _, _) -> {});

        assertThat(new String(pool.node(0).host(), StandardCharsets.ISO_8859_1)).isEqualTo(seen);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                    | expected at least one node such as",
                "nodes = []                            | expected at least one element",
                "nodes = [\"https://127.0.0.1:8888\"]  | https is not available yet",
                "nodes = [\"127.0.0.1:8888\"]          | expected http://HOST:PORT or unix:/PATH",
                "nodes = [\"http://127.0.0.1:8888/\"]  | expected http://HOST:PORT or unix:/PATH",
                "nodes = [\"http://u@127.0.0.1:8888\"] | expected http://HOST:PORT or unix:/PATH",
                "nodes = [\"http://127.0.0.1:99999\"]  | (expected a port from 0 to 65535 in",
                "nodes = [\"http://[1::2::3]:80\"]    | (expected an IPv6 address between the brackets in",
                "nodes = [\"\"]                        | expected text, found",
                "nodes = [{ url = \"\", weight = 2 }]  | expected text, found",
                "nodes = [\"unix:nodeos.sock\"]        | expected http://HOST:PORT or unix:/PATH",
            })
    void aMistakeInTheNodesIsTold(String body, String sentence) {
        assertThat(problems(body)).singleElement().asString().contains("nodes").contains(sentence);
    }

    @Test
    void whatIsToComeIsToldAsThat() {
        assertThat(problems("nodes = \"http://127.0.0.1:1\"\nbalance = \"hash(client)\"\nbusy = { queue = 500 }"))
                .containsExactly(
                        "boma.toml:4: pool[1].balance: expected one of round-robin, least-busy or random-two, found"
                                + " \"hash(client)\", which is not available yet",
                        "boma.toml:5: pool[1].busy.queue: not available yet");
    }

    @Test
    void aNameNeedsNoAddressToBeRight() {
        assertThat(problems("nodes = [\"http://node.invalid:80\"]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"unix:[", "a b", "a:", "[::1", "a:123456", "a:65536", "[1::2::3]:80", "[1.2.3.4]", "http://a"})
    void whatIsNoHostIsRefused(String host) {
        assertThat(problems("host = \"" + host + "\"\nnodes = [\"http://127.0.0.1:8888\"]"))
                .singleElement()
                .asString()
                .contains("as-sent, node or a host name");
    }

    @ParameterizedTest
    @CsvSource({"api.example", "api.example:8080", "[2001:db8::1]:80", "as-sent", "node"})
    void aHostMayHaveAPort(String host) {
        assertThat(problems("host = \"" + host + "\"\nnodes = [\"http://127.0.0.1:8888\"]"))
                .isEmpty();
    }

    @Test
    void aHostThatCouldSmuggleALineIsRefused() {
        var problems = problems("host = \"a\\r\\nX: y\"\nnodes = [\"http://127.0.0.1:8888\"]");

        assertThat(problems).singleElement().asString().contains("host").contains("as-sent, node or a host name");
    }
}
