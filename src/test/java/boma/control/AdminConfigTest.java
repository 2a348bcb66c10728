package boma.control;

import static org.assertj.core.api.Assertions.assertThat;

import boma.config.ConfigFile;
import boma.config.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminConfigTest {
    @Test
    void withoutAWordOnlyThisMachineIsServed() {
        AdminConfig config = read("");

        assertThat(config.address()).isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8890));
        assertThat(config.open()).isFalse();
        assertThat(config.hosts()).isEmpty();
    }

    @Test
    void everyKeyIsRead() {
        AdminConfig config =
                read("admin = \"[::]:9000\"\nadmin-open = true\nadmin-hosts = [\"boma\", \"Boma.Example\"]");

        assertThat(config.address()).isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("::"), 9000));
        assertThat(config.open()).isTrue();
        assertThat(config.hosts()).isEqualTo(Set.of("boma", "boma.example"));
    }

    @Test
    void offIsNowhere() {
        assertThat(read("admin = \"off\"")).isEqualTo(AdminConfig.off());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:1", "127.9.9.9:1", "[::1]:1"})
    void loopbackAddressesNeedNoOtherKey(String address) {
        assertThat(problems("admin = \"" + address + '"')).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:8890", "[::]:8890", "192.0.2.1:8890"})
    void otherMachinesAreServedOnlyOnPurpose(String address) {
        assertThat(problems("admin = \"" + address + '"'))
                .containsExactly(
                        "boma.toml:2: server.admin: expected a loopback address such as 127.0.0.1:8890, or admin-open"
                                + " = true in the file, found \"" + address + '"');
        assertThat(problems("admin-open = true\nadmin = \"" + address + '"')).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8890", ":8890", "127.0.0.1", "127.0.0.1:70000", "::1:8890", "example.org:8890", "unix:/x"})
    void anythingElseIsAMistake(String address) {
        assertThat(problems("admin = \"" + address + '"'))
                .containsExactly(
                        "boma.toml:2: server.admin: expected an address such as 127.0.0.1:8890 or [::1]:8890, or off,"
                                + " found \""
                                + address + '"');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1:8890", "127.0.0.1", "[::1]:8890", "[::1]", "localhost", "LOCALHOST:1", "boma:80"})
    void addressesAndConfiguredNamesAreAnswered(String host) {
        assertThat(read("admin-hosts = \"boma\"").allowsHost(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8890",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "",
                "boma"
            })
    void namesThatCouldBeSomebodyElsesAreNot(String host) {
        assertThat(read("").allowsHost(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"boma:8890", "http://boma", "*.example.org", "boma/", "b\u00f6ma"})
    void namesThatNoRequestWouldMatchAreMistakes(String host) {
        assertThat(problems("admin-hosts = [\"boma\", \"" + host + "\"]"))
                .containsExactly("boma.toml:2: server.admin-hosts[2]: expected a host name such as boma.example.org,"
                        + " without scheme, port or wildcard, found \"" + host + '"');
    }

    private static AdminConfig read(String text) {
        ConfigFile file = ConfigFile.parse("boma.toml", "[server]\n" + text);
        AdminConfig config = AdminConfig.read(file.root().section("server"));
        assertThat(file.problems()).isEmpty();
        return config;
    }

    private static List<String> problems(String text) {
        ConfigFile file = ConfigFile.parse("boma.toml", "[server]\n" + text);
        AdminConfig.read(file.root().section("server"));
        return file.problems().stream().map(Problem::toString).toList();
    }
}
