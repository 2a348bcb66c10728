package boma.limit;

import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Verdict.Deny;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitRatesTest {
    private final Metered m = new Metered();

    final Limits perClient = m.limits("""
        [[limit]]
        name = "per client"
        key = "client"
        rate = "5/10s"
        """);

    @Test
    void aClientOverItsRateIsRefusedUntilTheLimitAllowsAgain() {
        for (int i = 0; i < 5; i++)
            assertThat(m.passes(perClient, m.info("192.0.2.1"))).isTrue();
        var sixth = m.info("192.0.2.1");

        assertThat(Metered.by(m.check(perClient, sixth))).isEqualTo("per client");
        assertThat(sixth.waitNanos).isEqualTo(Duration.ofSeconds(2).toNanos());

        m.clock.advance(Duration.ofSeconds(2));
        assertThat(m.passes(perClient, m.info("192.0.2.1"))).isTrue();
        assertThat(m.passes(perClient, m.info("192.0.2.1"))).isFalse();
    }

    @Test
    void anotherClientIsNotRefusedForIt() {
        for (int i = 0; i < 10; i++) m.check(perClient, m.info("192.0.2.1"));

        assertThat(m.passes(perClient, m.info("192.0.2.2"))).isTrue();
    }

    @Test
    void addressesOfOneIpv6NetworkAreOneClient() {
        for (int i = 1; i <= 5; i++)
            assertThat(m.passes(perClient, m.info("2001:db8::" + i))).isTrue();

        assertThat(m.passes(perClient, m.info("2001:db8::99"))).isFalse();
        assertThat(m.passes(perClient, m.info("2001:db8:0:1::1"))).isTrue();
    }

    @Test
    void theRefusalSaysWhoIsLimitedAndForHowLong() {
        for (int i = 0; i < 5; i++) m.check(perClient, m.info("192.0.2.1"));

        assertThat(((Deny) m.check(perClient, m.info("192.0.2.1"))).refusal().sentence())
                .isEqualTo("Too many requests from your address: the limit \"per client\" allows 5 in 10 s;"
                        + " try again in {seconds} s.");
    }

    @Test
    void aBurstMayBeMoreThanTheRate() {
        var limits = m.limits("""
            [[limit]]
            name = "bursty"
            key = "client"
            rate = "1/1s"
            burst = 3
            """);

        for (int i = 0; i < 3; i++)
            assertThat(m.passes(limits, m.info("192.0.2.1"))).isTrue();
        assertThat(m.passes(limits, m.info("192.0.2.1"))).isFalse();
    }

    @Test
    void aLimitKeepsItsCountWhenTheConfigurationIsLoadedAgain() {
        for (int i = 0; i < 5; i++) m.check(perClient, m.info("192.0.2.1"));

        var again = m.limits("""
            [[limit]]
            name = "per client"
            key = "client"
            rate = "5/10s"
            """);
        assertThat(m.passes(again, m.info("192.0.2.1"))).isFalse();
    }

    @Test
    void anObservingLimitOnlyLeavesItsName() {
        var limits = m.limits("""
            [[limit]]
            name = "trial"
            key = "client"
            rate = "1/1s"
            observe = true
            """);
        var first = m.info("192.0.2.1");
        var second = m.info("192.0.2.1");

        assertThat(m.passes(limits, first)).isTrue();
        assertThat(first.observed.first()).isNull();
        assertThat(m.passes(limits, second)).isTrue();
        assertThat(second.observed).hasToString("[rate-limited by \"trial\"]");

        m.clock.advance(Duration.ofSeconds(1));
        var third = m.info("192.0.2.1");
        assertThat(m.passes(limits, third)).isTrue();
        assertThat(third.observed.first()).isNull();
    }

    @Test
    void eachObservingLimitLeavesItsNameOnce() {
        var limits = m.limits("""
            [[limit]]
            name = "trial"
            key = "client"
            rate = "1/1s"
            observe = true
            [[limit]]
            name = "another trial"
            key = "global"
            rate = "1/1m"
            observe = true
            """);
        m.check(limits, m.info("192.0.2.1"));
        var x = m.info("192.0.2.1");

        m.check(limits, x);
        m.check(limits, x); // as after a stall

        assertThat(x.observed).hasToString("[rate-limited by \"trial\", rate-limited by \"another trial\"]");
    }

    @Test
    void aMatchChoosesWhatIsCounted() {
        var limits = m.limits("""
            [[limit]]
            name = "pushes"
            key = "client"
            match = { call = "push" }
            rate = "1/1s"
            """);

        for (int i = 0; i < 3; i++)
            assertThat(m.passes(limits, m.info("192.0.2.1"))).isTrue();
        assertThat(m.passes(limits, m.push("192.0.2.1", "a::b alice"))).isTrue();
        assertThat(m.passes(limits, m.push("192.0.2.1", "a::b alice"))).isFalse();
        assertThat(m.passes(limits, m.info("192.0.2.1"))).isTrue();
    }
}
