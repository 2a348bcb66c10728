package boma.limit;

import static org.assertj.core.api.Assertions.assertThat;

import boma.client.Client;
import boma.exchange.Exchange;
import boma.exchange.Verdict;
import boma.exchange.Verdict.Deny;
import boma.exchange.Verdict.Drop;
import boma.exchange.Verdict.Stall;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitOverTest {
    private final Metered m = new Metered();

    private Limits over(String over) {
        return m.limits("""
            [[limit]]
            name = "l"
            key = "client"
            rate = "1/1s"
            """ + over + "\n");
    }

    private Limits actions(String over) {
        return over("count = \"actions\"\n" + over);
    }

    @Test
    void aDelayWaitsAndThenPasses() {
        var limits = over("over = \"delay\"");
        m.check(limits, m.info("192.0.2.1"));
        var x = m.info("192.0.2.1");

        assertThat(m.check(limits, x)).isInstanceOf(Stall.class);
        assertThat(x.waitNanos).isEqualTo(Duration.ofSeconds(1).toNanos());

        m.clock.advance(Duration.ofSeconds(1));
        assertThat(m.check(limits, x)).isSameAs(Verdict.PASS);
    }

    @Test
    void aRequestIsDelayedNoLongerThanTheOperatorWants() {
        var limits = over("over = \"delay\"\nmax-delay = \"2s\"");
        m.check(limits, m.info("192.0.2.1"));
        var x = m.info("192.0.2.1");
        for (int i = 0; i < 2; i++) {
            assertThat(m.check(limits, x)).isInstanceOf(Stall.class);
            m.clock.advance(Duration.ofSeconds(1));
            m.check(limits, m.info("192.0.2.1")); // another one was faster
        }

        assertThat(m.check(limits, x)).isInstanceOf(Deny.class);
    }

    @Test
    void howLongARequestWasOnItsWayIsNoDelay() {
        var limits = over("over = \"delay\"\nmax-delay = \"2s\"");
        var x = m.info("192.0.2.1");
        m.clock.advance(Duration.ofSeconds(9));
        m.check(limits, m.info("192.0.2.1"));

        assertThat(m.check(limits, x)).isInstanceOf(Stall.class);

        m.clock.advance(Duration.ofSeconds(1));
        assertThat(m.check(limits, x)).isSameAs(Verdict.PASS);
        assertThat(x.delayedNanos).isEqualTo(Duration.ofSeconds(1).toNanos());

        m.clock.advance(Duration.ofSeconds(9)); // the body comes
        m.check(limits, m.info("192.0.2.1"));
        assertThat(m.check(limits, x)).isInstanceOf(Stall.class);
    }

    @Test
    void aDropNeverEndsAConnectionThatOthersShare() {
        var limits = over("over = \"drop\"");
        m.check(limits, m.info("192.0.2.1"));
        var x = m.info("192.0.2.1");

        assertThat(m.check(limits, x)).isInstanceOf(Drop.class);
        x.clientIsPeer = false;
        assertThat(m.check(limits, x)).isInstanceOf(Deny.class);
    }

    @Test
    void aBanTellsHowLongItLasts() {
        var limits = over("over = \"ban 5m\"");
        m.check(limits, m.info("192.0.2.1"));
        var x = m.info("192.0.2.1");

        assertThat(((Deny) m.check(limits, x)).banNanos())
                .isEqualTo(Duration.ofMinutes(5).toNanos());
        assertThat(x.waitNanos).isEqualTo(Duration.ofMinutes(5).toNanos());
    }

    @Test
    void aBanForMoreThanAWholeBurstIsToldToo() {
        var x = m.push("192.0.2.1", "game::play alice", "game::play bob");

        Deny deny = (Deny) m.check(actions("over = \"ban 5m\""), x);

        assertThat(deny.banNanos()).isEqualTo(Duration.ofMinutes(5).toNanos());
        assertThat(deny.refusal().sentence())
                .isEqualTo("This request has too many actions: the limit \"l\" allows 1 at once."
                        + " Requests from your address are blocked for {seconds} s.");
        assertThat(x.waitNanos).isEqualTo(Duration.ofMinutes(5).toNanos());
    }

    @Test
    void whoCannotBeBannedIsToldWhatTheLimitAllows() {
        var requests = over("over = \"ban 5m\"");
        m.check(requests, unknown(m.info("192.0.2.1")));
        var again = unknown(m.info("192.0.2.1"));
        var large = unknown(m.push("192.0.2.1", "game::play alice", "game::play bob"));

        Deny tooSoon = (Deny) m.check(requests, again);
        Deny tooMuch = (Deny) m.check(actions("over = \"ban 5m\""), large);

        assertThat(tooSoon.banNanos()).isZero();
        assertThat(again.waitNanos).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(tooMuch.banNanos()).isZero();
        assertThat(large.waitNanos).isZero();
        assertThat(tooMuch.refusal().sentence()).endsWith("allows 1 at once.");
    }

    private Exchange unknown(Exchange x) {
        x.client = m.ledger.track(new Client.Unknown(0));
        return x;
    }
}
