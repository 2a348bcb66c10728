package boma.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketAddressTest {
    private static String kernelForm(SocketAddress address) {
        byte[] bytes = address.bytes().asSlice(0, address.length()).toArray(JAVA_BYTE);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void anIpv4AddressHasItsKernelForm() {
        var address = SocketAddress.parse("192.0.2.1:8080");

        assertThat(kernelForm(address)).isEqualTo("0200" + "1f90" + "c0000201" + "0000000000000000");
        assertThat(address.family()).isEqualTo(Sys.AF_INET);
        assertThat(address.port()).isEqualTo(8080);
        assertThat(address.isIpv6()).isFalse();
        assertThat(address.isUnix()).isFalse();
    }

    @Test
    void anIpv6AddressHasItsKernelForm() {
        var address = SocketAddress.parse("[2001:db8::1]:443");

        assertThat(kernelForm(address))
                .isEqualTo("0a00" + "01bb" + "00000000" + "20010db8000000000000000000000001" + "00000000");
        assertThat(address.isIpv6()).isTrue();
        assertThat(address.port()).isEqualTo(443);
    }

    @Test
    void theLinkOfALinkLocalAddressIsKept() {
        var address = SocketAddress.parse("[fe80::1%7]:443");

        assertThat(kernelForm(address)).endsWith("07000000");
    }

    @Test
    void aUnixSocketHasItsKernelForm() {
        var address = SocketAddress.parse("unix:/run/a");

        assertThat(kernelForm(address)).isEqualTo("0100" + "2f72756e2f61" + "00");
        assertThat(address.isUnix()).isTrue();
        assertThat(address.path()).isEqualTo("/run/a");
        assertThat(address.port()).isZero();
    }

    @Test
    void aPathOfTheGreatestLengthIsTaken() {
        String path = "/" + "p".repeat(SocketAddress.UNIX_PATH_MAX - 1);

        assertThat(SocketAddress.parse("unix:" + path).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "0.0.0.0:65535", "[::]:80", "[::1]:1", "unix:/a", "localhost:8080"})
    void anAddressIsShownAsItWasWritten(String text) {
        assertThat(SocketAddress.parse(text)).hasToString(text);
    }

    @Test
    void aNameIsLookedUp() {
        var address = SocketAddress.parse("localhost:8080");

        assertThat(address.inetAddress().isLoopbackAddress()).isTrue();
        assertThat(SocketAddress.parse("[2001:db8::1]:443").inetAddress())
                .isEqualTo(InetAddress.ofLiteral("2001:db8::1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''             | expected ADDRESS:PORT, [IPV6]:PORT or unix:PATH, found \"\"",
                "8080           | expected ADDRESS:PORT, [IPV6]:PORT or unix:PATH, found \"8080\"",
                ":8080          | expected ADDRESS:PORT, [IPV6]:PORT or unix:PATH, found \":8080\"",
                "::1:8080       | expected ADDRESS:PORT, [IPV6]:PORT or unix:PATH, found \"::1:8080\"",
                "[::1]          | expected ADDRESS:PORT, [IPV6]:PORT or unix:PATH, found \"[::1]\"",
                "[]:8080        | expected an address before the port in \"[]:8080\"",
                "127.0.0.1:     | expected a port from 0 to 65535 in \"127.0.0.1:\"",
                "127.0.0.1:http | expected a port from 0 to 65535 in \"127.0.0.1:http\"",
                "127.0.0.1:+80  | expected a port from 0 to 65535 in \"127.0.0.1:+80\"",
                "127.0.0.1:-1   | expected a port from 0 to 65535 in \"127.0.0.1:-1\"",
                "127.0.0.1:٨٠   | expected a port from 0 to 65535 in \"127.0.0.1:٨٠\"",
                "127.0.0.1:65536| expected a port from 0 to 65535 in \"127.0.0.1:65536\"",
                "127.0.0.1:99999999999 | expected a port from 0 to 65535 in \"127.0.0.1:99999999999\"",
                "[a:b]:80       | expected an IPv6 address between the brackets in \"[a:b]:80\"",
                "no-such-host.invalid:80 | the name \"no-such-host.invalid\" has no address",
                "unix:          | expected a path of 1 to 107 bytes, found \"\"",
            })
    void aMistakeIsToldInASentence(String text, String sentence) {
        assertThatThrownBy(() -> SocketAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    @Test
    void aPathThatTheKernelCannotTakeIsRefused() {
        String tooLong = "/" + "ü".repeat(54); // 109 bytes

        assertThatThrownBy(() -> SocketAddress.parse("unix:" + tooLong))
                .hasMessageStartingWith("expected a path of 1 to 107 bytes");
        assertThatThrownBy(() -> SocketAddress.parse("unix:/a\0b"))
                .hasMessageStartingWith("expected a path of 1 to 107 bytes");
    }

    @Test
    void thePortThatTheSystemChoseReplacesTheOpenOne() {
        assertThat(SocketAddress.parse("127.0.0.1:0").withPort(40000)).hasToString("127.0.0.1:40000");
        assertThat(SocketAddress.parse("[::1]:0").withPort(40000)).hasToString("[::1]:40000");
        assertThat(SocketAddress.parse("[::1]:0").withPort(40000).port()).isEqualTo(40000);
        assertThat(SocketAddress.parse("unix:/a").withPort(1)).hasToString("unix:/a");
    }

    @Test
    void theHalvesOfAKernelAddressAreThoseOfIpv6() {
        var v4 = SocketAddress.parse("192.0.2.1:8080").bytes();
        var v6 = SocketAddress.parse("[2001:db8::1]:443").bytes();

        assertThat(SocketAddress.high(v4)).isZero();
        assertThat(SocketAddress.low(v4)).isEqualTo(0xffff_c000_0201L);
        assertThat(SocketAddress.port(v4)).isEqualTo(8080);
        assertThat(SocketAddress.high(v6)).isEqualTo(0x2001_0db8_0000_0000L);
        assertThat(SocketAddress.low(v6)).isEqualTo(1);
        assertThat(SocketAddress.port(v6)).isEqualTo(443);
    }

    @Test
    void aUnixPeerHasNoAddress() {
        var unix = SocketAddress.parse("unix:/some/path/that/is/long/enough").bytes();

        assertThat(SocketAddress.high(unix)).isZero();
        assertThat(SocketAddress.low(unix)).isZero();
        assertThat(SocketAddress.port(unix)).isZero();
    }
}
