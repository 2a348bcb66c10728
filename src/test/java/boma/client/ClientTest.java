package boma.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:DB8:1:2::/64, 2001:db8:1:2::/64",
        "::1, ::/64",
        "::/64, ::/64",
        "circuit:2/29a, circuit:2/29a",
        "circuit:0/0, circuit:0/0",
        "circuit:12/FFFFFFFF, circuit:12/ffffffff",
        "unknown:3, unknown:3",
        "fc00:dead:beef:4dad::/64, fc00:dead:beef:4dad::/64",
    })
    void aClientIsReadInEverySpelling(String text, String canonical) {
        Client client = Client.parse(text);

        assertThat(client.text()).isEqualTo(canonical);
        assertThat(client).hasToString(canonical);
        assertThat(Client.parse(client.text())).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "circuit:2/29a",
                "circuit:29a",
                "circuit:0000029A",
                "gid:666",
                "fc00:dead:beef:4dad::29a",
                "fc00:dead:beef:4dad::0:29a",
                "fc00:dead:beef:4dad:1:86a0:0:29a",
            })
    void whereTheListenerIsKnownACircuitHasMoreSpellings(String text) {
        assertThat(Client.parse(text, 2)).isEqualTo(new Client.Circuit(2, 666));
    }

    @ParameterizedTest
    @ValueSource(strings = {"circuit:29a", "gid:666", "fc00:dead:beef:4dad::29a"})
    void otherwiseACircuitNeedsItsListener(String text) {
        assertThatThrownBy(() -> Client.parse(text))
                .hasMessage("expected circuit:LISTENER/ID, because circuits of two listeners are two, found \"" + text
                        + '"');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bob",
                "192.0.2.1/64",
                "192.0.2.1/32",
                "2001:db8::1/64",
                "2001:db8::/32",
                "/64",
                "circuit:",
                "circuit:/1",
                "circuit:1/",
                "circuit:1/100000000",
                "circuit:-1/1",
                "circuit:01/1",
                "circuit:1/g",
                "circuit:1/2/3",
                "circuit:10000/1",
                "gid:",
                "gid:4294967296",
                "gid:-1",
                "gid:29a",
                "unknown",
                "unknown:",
                "unknown:x",
                "192.0.2.1:80",
                "[::1]",
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Client.parse(text, 2))
                .hasMessage(
                        "expected an address, its /64, circuit:LISTENER/ID or unknown:LISTENER, found \"" + text + '"');
    }

    @Test
    void clientsOfEveryKindHaveKeysOfTheirOwn() {
        List<Client> clients = List.of(
                new Client.Unknown(0),
                new Client.Unknown(0xffff),
                new Client.Circuit(0, 0),
                new Client.Circuit(0, 0xffff_ffffL),
                new Client.Circuit(1, 0),
                Client.parse("fc00:dead:beef:4dad::/64"),
                Client.parse("0.0.0.0"),
                Client.parse("0.0.0.1"),
                Client.parse("::1"));
        Set<List<Long>> keys = new HashSet<>();

        for (Client c : clients) keys.add(List.of(c.keyHigh(), c.keyLow()));

        assertThat(keys).hasSameSizeAs(clients);
    }

    @Test
    void oneNetworkOfIpv6IsOneClient() {
        assertThat(Client.parse("2001:db8::1")).isEqualTo(Client.parse("2001:db8::ffff:ffff:ffff:ffff"));
        assertThat(Client.parse("2001:db8::1")).isNotEqualTo(Client.parse("2001:db8:0:1::1"));
    }

    @Test
    void aPlainPeerIsNeverACircuit() {
        Peer peer = Peer.ofTcp(IpAddress.TOR_HIGH, 666, 1);

        assertThat(peer.client()).isEqualTo(Client.parse("fc00:dead:beef:4dad::/64"));
    }

    @Test
    void circuitsOfTwoListenersAreTwo() {
        assertThat(Peer.told(IpAddress.TOR_HIGH, 666, 1, 2).client())
                .isNotEqualTo(Peer.told(IpAddress.TOR_HIGH, 666, 1, 3).client());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 56324, 192.0.2.1, 192.0.2.1:56324",
        "2001:db8::1, 443, 2001:db8::1, [2001:db8::1]:443",
        "fc00:dead:beef:4dad::0:29a, 666, fc00:dead:beef:4dad::29a, circuit:2/29a",
        "fc00:dead:beef:4dad:1:86a0:0:29a, 666, fc00:dead:beef:4dad::29a, circuit:2/29a",
    })
    void aPeerShowsItsExactAddress(String text, int port, String address, String shown) {
        IpAddress a = IpAddress.parse(text);
        Peer peer = Peer.told(a.high(), a.low(), port, 2);

        assertThat(new String(peer.addressBytes(), StandardCharsets.US_ASCII)).isEqualTo(address);
        assertThat(peer).hasToString(shown);
    }

    @Test
    void aUnixPeerHasNoAddressToShow() {
        Peer peer = Peer.unknown(2);

        assertThat(peer.hasAddress()).isFalse();
        assertThat(peer.addressBytes()).isEmpty();
        assertThat(peer).hasToString("unknown:2");
    }

    @Test
    void circuitsAndListenersAreChecked() {
        assertThatThrownBy(() -> new Client.Circuit(2, 1L << 32)).hasMessage("circuit 4294967296 is not 32 bits");
        assertThatThrownBy(() -> new Client.Circuit(-1, 1)).hasMessage("listener -1 is negative");
        assertThatThrownBy(() -> new Client.Unknown(-1)).hasMessage("listener -1 is negative");
    }
}
