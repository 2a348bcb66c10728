package boma.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardedForTest {
    private static final TrustedProxies TRUSTED = new TrustedProxies(
            new Networks(Stream.of("10.0.0.0/8", "2001:db8:ffff::/48", "fc00::/7", "fc00:dead:beef:4dad::/64")
                    .map(Network::parse)
                    .toList()),
            true);
    private static final Peer PROXY = peer("10.0.0.1");

    private final ForwardedFor walk = new ForwardedFor();

    record Case(String title, Peer peer, List<String> lines, String client) {
        @Override
        public String toString() {
            return title;
        }
    }

    static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        String title = "";
        Peer peer = PROXY;
        List<String> values = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/specs/client/forwarded-for.txt"))) {
            if (line.isEmpty() || line.startsWith("//")) continue;
            switch (line.charAt(0)) {
                case '#' -> {
                    title = line.substring(2);
                    values = new ArrayList<>();
                }
                case '|' -> values.add(line.substring(1, line.length() - 1));
                case '=' -> cases.add(new Case(title, peer, values, line.substring(2)));
                default -> peer = peer(line);
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyListNamesWhomTheFileSays(Case c) {
        walk(c.peer, c.lines);

        if (c.client.equals("peer")) {
            assertThat(walk.named()).isFalse();
            assertThat(address()).isEqualTo(new IpAddress(c.peer.high(), c.peer.low()));
        } else {
            assertThat(walk.named()).isTrue();
            assertThat(address()).hasToString(c.client);
        }
    }

    /// Lines may be joined or split at commas without changing the list.
    @ParameterizedTest
    @MethodSource("cases")
    void linesAreOneList(Case c) {
        walk(c.peer, c.lines);
        IpAddress expected = address();

        walk(c.peer, List.of(String.join(",", c.lines)));
        assertThat(address()).isEqualTo(expected);

        walk(c.peer, List.of(String.join(",", c.lines).split(",", -1)));
        assertThat(address()).isEqualTo(expected);
    }

    @Test
    void nothingIsBelievedByDefault() {
        walk.begin(TrustedProxies.NONE, PROXY);

        assertThat(walk.wantsMore()).isFalse();
    }

    @Test
    void aUnixSocketIsTrustedOnlyIfToldSo() {
        walk.begin(new TrustedProxies(TRUSTED.networks(), false), Peer.unknown(2));

        assertThat(walk.wantsMore()).isFalse();
    }

    @Test
    void linesAfterTheClientWasFoundChangeNothing() {
        walk.begin(TRUSTED, PROXY);
        give("203.0.113.7");
        assertThat(walk.wantsMore()).isFalse();

        give("1.2.3.4");

        assertThat(address()).hasToString("203.0.113.7");
    }

    @Test
    void anEndlessEntryEndsTheWalk() {
        walk(PROXY, List.of("203.0.113.7" + " ".repeat(117) + ",10.0.0.2"));
        assertThat(address()).hasToString("203.0.113.7");

        walk(PROXY, List.of("1203.0.113.7" + " ".repeat(117) + ",10.0.0.2"));
        assertThat(address()).hasToString("10.0.0.2");
    }

    @Test
    void aNamedCircuitIsAClientOfItsOwn() {
        walk(PROXY, List.of("fc00:dead:beef:4dad::29a"));

        assertThat(Peer.told(walk.high(), walk.low(), 0, 2).client()).isEqualTo(new Client.Circuit(2, 0x29a));
    }

    @Test
    void changedListsNeverThrow() {
        Random random = new Random(2);
        String alphabet = "0123456789abcdef.:,[]% \t\"_1,10.0.0.2,";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder list = new StringBuilder();
            for (int n = random.nextInt(60); n > 0; n--) {
                list.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            list.append(random.nextBoolean() ? ",10.0.0.2" : "");

            walk(PROXY, List.of(list.toString()));

            assertThat(walk.named() || address().toString().equals("10.0.0.1")).isTrue();
        }
    }

    @Test
    void walkingAllocatesNothing() {
        byte[] value = "1.2.3.4, 2001:db8::1, [2001:db8:ffff::7]:443, 10.0.0.2:80, 10.0.0.3".getBytes(ISO_8859_1);
        MemorySegment s = MemorySegment.ofArray(value);
        Runnable step = () -> {
            walk.begin(TRUSTED, PROXY);
            walk.line(s, 0, value.length);
        };

        assertThat(Allocations.of(step)).isZero();
        assertThat(address()).hasToString("2001:db8::1");
    }

    private void walk(Peer peer, List<String> lines) {
        walk.begin(TRUSTED, peer);
        for (int i = lines.size() - 1; i >= 0 && walk.wantsMore(); i--) give(lines.get(i));
    }

    /// Around the value is what would be read as an address if the walk left it.
    private void give(String line) {
        byte[] bytes = ("1" + line + "1").getBytes(ISO_8859_1);
        walk.line(MemorySegment.ofArray(bytes), 1, bytes.length - 1);
    }

    private IpAddress address() {
        return new IpAddress(walk.high(), walk.low());
    }

    private static Peer peer(String text) {
        if (text.equals("unix")) return Peer.unknown(2);
        if (text.equals("circuit")) return Peer.told(IpAddress.TOR_HIGH, 7, 0, 2);
        IpAddress address = IpAddress.parse(text);
        return Peer.ofTcp(address.high(), address.low(), 40000);
    }
}
