package boma.gate;

import static org.assertj.core.api.Assertions.assertThat;

import boma.antelope.ErrorClass;
import boma.exchange.Exchange;
import boma.exchange.Reason;
import boma.exchange.Refusal;
import boma.exchange.Verdict.Deny;
import boma.http.ResponseEdit.Connection;
import boma.rule.Requests;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GateSettleTest {
    private static Requests info() {
        return Requests.get("/v1/chain/get_info");
    }

    @Nested
    class Settling {
        private static final String FAILING =
                "[[limit]]\nname = \"failing\"\nkey = \"client\"\ncount = \"failures\"\nrate = \"1/1m\"\n";

        @Test
        void aFailureAtTheNodeIsChargedWhenTheExchangeEnds() {
            var door = new Door(FAILING);
            Requests request = Requests.push("game::play alice");
            Exchange x = door.from("192.0.2.1", request);
            door.ask(x, request);
            x.errorClass = ErrorClass.CALLER;
            x.clientFailures = 1;

            door.gate.settle(x, door.clock.nanos());

            assertThat(door.word(Requests.push("game::play alice"))).isEqualTo("rate-limited by \"failing\"");
            assertThat(x.client).satisfies(c -> assertThat(c.failed()).isEqualTo(1));
        }

        @Test
        void aReloadInBetweenLosesNoCharge() {
            var door = new Door(FAILING);
            Requests request = Requests.push("game::play alice");
            Exchange x = door.from("192.0.2.1", request);
            door.ask(x, request);
            x.errorClass = ErrorClass.CALLER;
            x.clientFailures = 1;

            door.gate.replace(door.policy("[[limit]]\nname = \"new\"\nkey = \"global\"\nrate = \"9/1s\"\n" + FAILING));
            door.gate.settle(x, door.clock.nanos());

            assertThat(door.word(Requests.push("game::play alice"))).isEqualTo("rate-limited by \"failing\"");
        }

        @Test
        void refusalsAreCountedUnlessTheyAreOurOwnFault() {
            var door = new Door("");
            Exchange refused = door.from("192.0.2.1", Requests.get("/nothing"));
            door.gate.onHead(refused, 0);
            door.gate.settle(refused, 0);
            Exchange unlucky = door.from("192.0.2.1", info());
            door.gate.onHead(unlucky, 0);
            unlucky.verdict = door.gate.policy().denials().of(Reason.NODES_BUSY);
            door.gate.settle(unlucky, 0);

            assertThat(refused.client).satisfies(c -> {
                assertThat(c.requests()).isEqualTo(2);
                assertThat(c.refused()).isEqualTo(1);
            });
        }

        @Test
        void anExchangeThatNeverHadAClientIsSettledToo() {
            new Door("").gate.settle(info().exchange, 0);
        }
    }

    @Test
    void everyRefusalCarriesTheFieldsOfCors() {
        Deny deny = (Deny) new Door("").ask(Requests.get("/nothing"));
        var bytes = MemorySegment.ofArray(new byte[Refusal.MAX_LENGTH]);

        int end = deny.refusal().write(bytes, 0, 1, 7, Connection.UNSAID, true);

        assertThat(new String(bytes.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8))
                .startsWith("HTTP/1.1 403 Forbidden\r\n")
                .contains("Access-Control-Allow-Origin: *\r\n")
                .contains("\"name\":\"firewall_unknown_path\"");
    }
}
