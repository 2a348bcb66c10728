package boma.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    private final AddressReader reader = new AddressReader();
    private final Random random = new Random(3);

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "192.0.2.1, 192.0.2.1",
        "10.100.1.99, 10.100.1.99",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::ffff:c000:201, 192.0.2.1",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "0:0:0:0:0:0:0:0, ::",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0DB8:00AA:0000:0000:0000:0000:0001, 2001:db8:aa::1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "0:0:1:0:0:0:0:0, 0:0:1::",
        "0:0:0:1:0:0:0:0, 0:0:0:1::",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "::1.2.3.4, ::102:304",
        "fc00:dead:beef:4dad::0:29a, fc00:dead:beef:4dad::29a",
        "fc00:dead:beef:4dad::0:0, fc00:dead:beef:4dad::",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    })
    void everySpellingHasOneCanonicalText(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "01.2.3.4",
                "1.2.3.00",
                "1.2.3.256",
                "1.2.3.0x4",
                "0x7f.1",
                "2130706433",
                "1.2.3.-4",
                "+1.2.3.4",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.4/8",
                "1.2.3.٤",
                "1.2.3.4\0",
                ":",
                ":::",
                ":1",
                "1:",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4::5:6:7:8",
                "1::2::3",
                "12345::",
                "::g",
                "fe80::1%1",
                "[::1]",
                "::1/64",
                "::ffff:1.2.3",
                "::ffff:1.2.3.04",
                "::1.2.3.4:5",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1:2:3:4:5:1.2.3.4",
                "::ffff:1.2.3.256",
                "::.1.2.3",
                "localhost",
                "::0000:0000:0000:0000:0000:0000:0000:0000:0000",
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text))
                .hasMessage("expected an IPv4 or IPv6 address, found \"" + text + '"');
    }

    @Test
    void javaReadsOurTextAsTheSameAddress() throws UnknownHostException {
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = randomAddress();
            IpAddress address = address(bytes);

            assertThat(bytes(InetAddress.ofLiteral(address.toString()))).isEqualTo(bytes);
            assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
            assertThat(IpAddress.parse(InetAddress.getByAddress(bytes).getHostAddress()))
                    .isEqualTo(address);
        }
    }

    @Test
    void javaAgreesAboutDamagedText() throws UnknownHostException {
        String alphabet = "0123456789abcdefABCDEF:::..g";
        for (int i = 0; i < 40_000; i++) {
            StringBuilder damaged =
                    new StringBuilder(InetAddress.getByAddress(randomAddress()).getHostAddress());
            if (random.nextBoolean())
                damaged = new StringBuilder(address(randomAddress()).toString());
            for (int n = random.nextInt(3); n >= 0 && !damaged.isEmpty(); n--) {
                int at = random.nextInt(damaged.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                damaged.replace(at, at + random.nextInt(3), random.nextInt(3) == 0 ? "" : String.valueOf(c));
            }
            String text = damaged.toString();
            byte @Nullable [] java = java(text);
            byte @Nullable [] ours = ours(text);

            if (ours != null) assertThat(java).as(text).isEqualTo(ours);
            // Java reads IPv4 of fewer numbers and with leading zeros, and groups of more than four digits.
            boolean lenient = !text.contains(":") || text.contains(".") || text.matches(".*[^:]{5}.*");
            if (java != null && !lenient) assertThat(ours).as(text).isEqualTo(java);
        }
    }

    @Test
    void readingAndWritingAllocateNothing() {
        byte[] text = "2001:db8::8:800:200c:417a 192.0.2.1 x".getBytes(StandardCharsets.US_ASCII);
        MemorySegment s = MemorySegment.ofArray(text);
        byte[] into = new byte[2 * IpAddress.TEXT_MAX];
        Runnable step = () -> {
            reader.read(s, 0, 25);
            int at = IpAddress.write(reader.high(), reader.low(), into, 0);
            reader.read(s, 26, 35);
            IpAddress.write(reader.high(), reader.low(), into, at);
            reader.read(s, 26, 37);
        };

        assertThat(Allocations.of(step)).isZero();
        assertThat(new String(into, 0, 34, StandardCharsets.US_ASCII)).isEqualTo("2001:db8::8:800:200c:417a192.0.2.1");
    }

    @Test
    void aReaderThatRefusedHoldsNothing() {
        byte[] text = "2001:db8::1:x".getBytes(StandardCharsets.US_ASCII);
        assertThat(reader.read(MemorySegment.ofArray(text), 0, 11)).isTrue();

        assertThat(reader.read(MemorySegment.ofArray(text), 0, 13)).isFalse();

        assertThat(reader.high() | reader.low()).isZero();
    }

    /// Any of both kinds, with many zero groups.
    private byte[] randomAddress() {
        byte[] bytes = new byte[random.nextInt(4) == 0 ? 4 : 16];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i += 2) {
            if (random.nextBoolean()) Arrays.fill(bytes, i, i + 2, (byte) 0);
        }
        return bytes;
    }

    private static IpAddress address(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return bytes.length == 4
                ? IpAddress.ofIpv4(buffer.getInt())
                : new IpAddress(buffer.getLong(), buffer.getLong());
    }

    private static byte @Nullable [] java(String text) {
        try {
            return bytes(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) { // it is no address for Java
            return null;
        }
    }

    private static byte @Nullable [] ours(String text) {
        try {
            IpAddress a = IpAddress.parse(text);
            ByteBuffer buffer = ByteBuffer.allocate(16).putLong(a.high()).putLong(a.low());
            return a.isIpv4() ? Arrays.copyOfRange(buffer.array(), 12, 16) : buffer.array();
        } catch (IllegalArgumentException _) { // it is no address for us
            return null;
        }
    }

    private static byte[] bytes(InetAddress address) {
        return address.getAddress();
    }
}
