package boma.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boma.client.Client;
import boma.exchange.Exchange;
import boma.exchange.Verdict;
import boma.ledger.Change;
import boma.rule.Requests;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GateClientsTest {
    private static Requests info() {
        return Requests.get("/v1/chain/get_info");
    }

    private static void ban(Door door, String address, Duration duration) {
        Exchange x = door.from(address, info());
        door.ledger.apply(new Change.Banned(new Client.Address(x.addressHigh, x.addressLow), duration, "test"));
    }

    @Nested
    class Connections {
        final Door door = new Door("[clients]\nmax-connections = 2");

        private Exchange connection() {
            return door.from("192.0.2.1", info());
        }

        @Test
        void aClientHasSoManyConnectionsAndNoMore() {
            Exchange first = connection();
            door.gate.onConnection(first, door.clock.nanos());
            door.gate.onConnection(connection(), door.clock.nanos());

            assertThat(Door.word(door.gate.onConnection(connection(), door.clock.nanos())))
                    .isEqualTo("drop too-many-connections");

            door.gate.onDisconnect(door.ledger.track(new Client.Address(first.addressHigh, first.addressLow)));
            assertThat(door.gate.onConnection(connection(), door.clock.nanos())).isSameAs(Verdict.PASS);
        }

        @Test
        void aTrustedProxyIsNotBounded() {
            for (int i = 0; i < 10; i++) {
                Exchange x = connection();
                x.clientIsPeer = false;
                assertThat(door.gate.onConnection(x, door.clock.nanos())).isSameAs(Verdict.PASS);
            }
        }

        @Test
        void clientsWithoutIdentityAreNotBoundedTogether() {
            for (Client client : List.of(new Client.Unknown(0), new Client.Circuit(1, 0))) {
                for (int i = 0; i < 10; i++) {
                    Exchange x = connection();
                    x.client = door.ledger.track(client);
                    assertThat(door.gate.onConnection(x, door.clock.nanos())).isSameAs(Verdict.PASS);
                }
            }
        }

        @Test
        void aBannedClientDoesNotGetIn() {
            ban(door, "192.0.2.1", Duration.ofMinutes(1));

            assertThat(Door.word(door.gate.onConnection(connection(), door.clock.nanos())))
                    .isEqualTo("drop banned");

            door.clock.advance(Duration.ofMinutes(1));
            assertThat(door.gate.onConnection(connection(), door.clock.nanos())).isSameAs(Verdict.PASS);
        }

        @Test
        void anExchangeWithoutAClientIsABug() {
            Exchange x = info().exchange;

            assertThatThrownBy(() -> door.gate.onConnection(x, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class Bans {
        final Door door = new Door("");

        @Test
        void aBanEndsTheConnectionOfItsClientAtTheNextRequest() {
            ban(door, "192.0.2.1", Duration.ofMinutes(1));

            assertThat(door.word(info())).isEqualTo("drop banned");
        }

        @Test
        void aBannedClientBehindAProxyIsToldWhenToComeBack() {
            ban(door, "192.0.2.1", Duration.ofMinutes(1));
            Exchange x = door.from("192.0.2.1", info());
            x.clientIsPeer = false;

            assertThat(Door.word(door.gate.onHead(x, door.clock.nanos()))).isEqualTo("banned");
            assertThat(x.waitNanos).isEqualTo(Duration.ofMinutes(1).toNanos());
        }

        @Test
        void aLimitBansWhoeverIsOverIt() {
            var banning = new Door("""
                [[limit]]
                name = "flood"
                key = "client"
                rate = "1/1s"
                over = "ban 5m"
                """);

            assertThat(banning.word(info())).isEqualTo("pass");
            assertThat(banning.word(info())).isEqualTo("rate-limited by \"flood\"");
            assertThat(banning.word(info())).isEqualTo("drop banned");
            assertThat(banning.ledger.bans()).singleElement().satisfies(b -> {
                assertThat(b.client().text()).isEqualTo("192.0.2.1");
                assertThat(b.reason()).isEqualTo("flood");
            });
            Requests other = info();
            assertThat(banning.ask(banning.from("192.0.2.2", other), other)).isSameAs(Verdict.PASS);
        }
    }

    @Nested
    class AtOnce {
        final Door door = new Door("[clients]\nmax-requests-at-once = 2");

        @Test
        void aClientHasSoManyRequestsAtOnceAndNoMore() {
            Exchange first = door.from("192.0.2.1", info());
            door.gate.onHead(first, door.clock.nanos());
            door.gate.onHead(door.from("192.0.2.1", info()), door.clock.nanos());
            Exchange third = door.from("192.0.2.1", info());

            assertThat(Door.word(door.gate.onHead(third, door.clock.nanos()))).isEqualTo("too-many-requests-at-once");
            assertThat(third.counted).isFalse();
            door.gate.settle(third, door.clock.nanos());
            assertThat(Door.word(door.gate.onHead(door.from("192.0.2.2", info()), door.clock.nanos())))
                    .isEqualTo("pass");

            door.gate.settle(first, door.clock.nanos());
            assertThat(door.word(info())).isEqualTo("pass");
        }

        @Test
        void streamsWithoutACircuitAreNotBoundedTogether() {
            for (int i = 0; i < 10; i++) {
                Exchange x = door.from("192.0.2.1", info());
                x.client = door.ledger.track(new Client.Circuit(1, 0));
                assertThat(door.gate.onHead(x, door.clock.nanos())).isSameAs(Verdict.PASS);
            }
        }

        @Test
        void aRequestThatIsAskedAgainAfterAStallCountsOnce() {
            var delaying = new Door("[[limit]]\nname = \"slow\"\nkey = \"client\"\nrate = \"1/1s\"\nover = \"delay\"");
            delaying.ask(info());
            Requests request = info();
            Exchange x = delaying.from("192.0.2.1", request);

            assertThat(Door.word(delaying.gate.onHead(x, delaying.clock.nanos())))
                    .isEqualTo("stall rate-limited by \"slow\"");
            delaying.clock.advance(Duration.ofNanos(x.waitNanos));
            assertThat(delaying.gate.onHead(x, delaying.clock.nanos())).isSameAs(Verdict.PASS);

            assertThat(x.client).satisfies(c -> assertThat(c.inFlight()).isEqualTo(1));
            delaying.gate.settle(x, delaying.clock.nanos());
            assertThat(x.client).satisfies(c -> assertThat(c.inFlight()).isZero());
        }
    }
}
