package boma.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    private final Random random = new Random(4);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/8",
                "0.0.0.0/0",
                "192.0.2.1",
                "192.0.2.0/31",
                "::/0",
                "2001:db8::/32",
                "2001:db8:0:1::/64",
                "2001:db8::/65",
                "::1",
                "fe80::/10",
                "8000::/1",
            })
    void aNetworkReadsItsOwnText(String text) {
        assertThat(Network.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1/8, expected 10.0.0.0/8",
        "2001:db8::1/32, expected 2001:db8::/32",
        "2001:db8::1/127, expected 2001:db8::/127",
        "10.0.0.0/33, expected 0 to 32 after the slash",
        "10.0.0.0/, expected 0 to 32 after the slash",
        "10.0.0.0/08, expected 0 to 32 after the slash",
        "10.0.0.0/-1, expected 0 to 32 after the slash",
        "10.0.0.0/8/8, expected 0 to 32 after the slash",
        "2001:db8::/129, expected 0 to 128 after the slash",
        "10.0.0/8, expected an address or ADDRESS/BITS such as 10.0.0.0/8",
        "10.0.0.0/255.0.0.0, expected 0 to 32 after the slash",
        "localhost, expected an address or ADDRESS/BITS such as 10.0.0.0/8",
        "/8, expected an address or ADDRESS/BITS such as 10.0.0.0/8",
    })
    void aMistakeIsNamed(String text, String expected) {
        assertThatThrownBy(() -> Network.parse(text)).hasMessage(expected + ", found \"" + text + '"');
    }

    @Test
    void aNetworkContainsItsFirstAndLastAddressAndNoNeighbour() {
        Network network = Network.parse("192.0.2.64/26");

        assertThat(contains(network, "192.0.2.64", "192.0.2.127")).containsOnly(true);
        assertThat(contains(network, "192.0.2.63", "192.0.2.128", "::c000:240")).containsOnly(false);
    }

    @Test
    void noIpv6NetworkContainsIpv4() {
        Networks all6 = networks("::/0");
        Networks all4 = networks("0.0.0.0/0");

        assertThat(contains(all6, "::", "ffff::", "::c000:201")).containsOnly(true);
        assertThat(contains(all6, "192.0.2.1", "0.0.0.0")).containsOnly(false);
        assertThat(contains(all4, "192.0.2.1", "0.0.0.0", "255.255.255.255")).containsOnly(true);
        assertThat(contains(all4, "::", "ffff::", "::c000:201")).containsOnly(false);
    }

    @Test
    void circuitsAreOnlyInNetworksOfTheirOwn() {
        String circuit = "fc00:dead:beef:4dad::29a";

        assertThat(contains(networks("::/0", "fc00::/7", "fc00:dead:beef:4dac::/63"), circuit))
                .containsOnly(false);
        assertThat(contains(networks("fc00::/7", "fc00:dead:beef:4dad::/64"), circuit, "fc00::1"))
                .containsOnly(true);
        assertThat(contains(networks("fc00:dead:beef:4dad::29a"), circuit)).containsOnly(true);
        assertThat(contains(networks("fc00:dead:beef:4dad::29a"), "fc00:dead:beef:4dad::29b"))
                .containsOnly(false);
    }

    @Test
    void noNetworksContainNothing() {
        assertThat(Networks.NONE.isEmpty()).isTrue();
        assertThat(contains(Networks.NONE, "::", "0.0.0.0", "192.0.2.1")).containsOnly(false);
    }

    @Test
    void aSetContainsWhatAnyOfItsNetworksContains() {
        for (int round = 0; round < 200; round++) {
            List<Network> list = Stream.generate(this::randomNetwork)
                    .limit(random.nextInt(40))
                    .toList();
            Networks set = new Networks(list);
            for (int i = 0; i < 200; i++) {
                IpAddress a = nearby(list);

                assertThat(set.contains(a.high(), a.low()))
                        .as("%s in %s", a, list)
                        .isEqualTo(list.stream().anyMatch(n -> n.contains(a.high(), a.low())));
            }
        }
    }

    @Test
    void lookingUpAllocatesNothing() {
        List<Network> list =
                new ArrayList<>(Stream.generate(this::randomNetwork).limit(300).toList());
        Networks set = new Networks(list);
        IpAddress a = IpAddress.parse("2001:db8::1");
        IpAddress b = IpAddress.parse("192.0.2.1");
        boolean[] found = new boolean[2];

        assertThat(Allocations.of(() -> {
                    found[0] ^= set.contains(a.high(), a.low());
                    found[1] ^= set.contains(b.high(), b.low());
                }))
                .isZero();
    }

    /// Few distinct leading bytes, so that networks meet.
    private Network randomNetwork() {
        boolean ipv4 = random.nextBoolean();
        int prefix = ipv4 ? 96 + random.nextInt(33) : random.nextInt(129);
        IpAddress a = randomAddress(ipv4);
        long high = a.high() & Network.maskHigh(prefix);
        long low = a.low() & Network.maskLow(prefix);
        return new Network(high, low, prefix);
    }

    private IpAddress randomAddress(boolean ipv4) {
        int few = random.nextInt(4) << 30 | random.nextInt(4) << 16 | random.nextInt(4);
        if (ipv4) return IpAddress.ofIpv4(few);
        return new IpAddress((long) random.nextInt(4) << 62 | few, (long) random.nextInt(4) << 62 | few);
    }

    /// An address at the edge of one of the networks, or any.
    private IpAddress nearby(List<Network> list) {
        if (list.isEmpty() || random.nextInt(4) == 0) return randomAddress(random.nextBoolean());
        Network n = list.get(random.nextInt(list.size()));
        long high = n.high();
        long low = n.low();
        if (random.nextBoolean()) {
            high |= ~Network.maskHigh(n.prefix());
            low |= ~Network.maskLow(n.prefix());
        }
        return new IpAddress(high, low + random.nextInt(-1, 2));
    }

    private static Networks networks(String... texts) {
        return new Networks(Stream.of(texts).map(Network::parse).toList());
    }

    private static List<Boolean> contains(Network network, String... addresses) {
        return Stream.of(addresses)
                .map(IpAddress::parse)
                .map(a -> network.contains(a.high(), a.low()))
                .toList();
    }

    private static List<Boolean> contains(Networks networks, String... addresses) {
        return Stream.of(addresses)
                .map(IpAddress::parse)
                .map(a -> networks.contains(a.high(), a.low()))
                .toList();
    }
}
