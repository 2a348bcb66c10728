package boma.limit;

import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Verdict;
import boma.exchange.Verdict.Deny;
import boma.exchange.Verdict.Stall;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private final Metered m = new Metered();

    final Limits limits = m.limits("""
        [[limit]]
        name = "client"
        key = "client"
        rate = "2/10s"
        [[limit]]
        name = "everybody"
        key = "global"
        rate = "3/30s"
        """);

    @Test
    void aRefusedRequestCostsNothing() {
        for (int i = 0; i < 20; i++) m.check(limits, m.info("192.0.2.1"));

        assertThat(m.passes(limits, m.info("192.0.2.2"))).isTrue();
        assertThat(Metered.by(m.check(limits, m.info("192.0.2.2")))).isEqualTo("everybody");
    }

    @Test
    void whoGoesOnAskingInVainIsBannedByAHigherLimit() {
        var limits = m.limits("""
            [[limit]]
            name = "refusing"
            key = "client"
            rate = "2/10s"
            [[limit]]
            name = "banning"
            key = "client"
            rate = "5/10s"
            over = "ban 5m"
            """);
        for (int i = 0; i < 2; i++)
            assertThat(m.passes(limits, m.info("192.0.2.1"))).isTrue();
        for (int i = 0; i < 3; i++)
            assertThat(Metered.by(m.check(limits, m.info("192.0.2.1")))).isEqualTo("refusing");

        assertThat(Metered.by(m.check(limits, m.info("192.0.2.1")))).isEqualTo("banning");
        assertThat(m.passes(limits, m.info("192.0.2.2"))).isTrue();
    }

    @Test
    void aRequestThatWaitsIsCountedOnceByALimitThatBans() {
        var limits = m.limits("""
            [[limit]]
            name = "delaying"
            key = "client"
            rate = "1/1s"
            over = "delay"
            [[limit]]
            name = "banning"
            key = "client"
            rate = "3/1h"
            over = "ban 5m"
            """);
        m.check(limits, m.info("192.0.2.1"));
        var x = m.info("192.0.2.1");
        for (int i = 0; i < 5; i++) assertThat(m.check(limits, x)).isInstanceOf(Stall.class);
        m.clock.advance(Duration.ofSeconds(1));
        assertThat(m.passes(limits, x)).isTrue();

        m.clock.advance(Duration.ofSeconds(1));
        assertThat(m.passes(limits, m.info("192.0.2.1"))).isTrue();
        assertThat(Metered.by(m.check(limits, m.info("192.0.2.1")))).isEqualTo("banning");
    }

    @Test
    void theLongestWaitIsToldIfSeveralRefuse() {
        m.check(limits, m.info("192.0.2.1"));
        m.check(limits, m.info("192.0.2.1"));
        m.check(limits, m.info("192.0.2.2"));
        var x = m.info("192.0.2.1");

        assertThat(Metered.by(m.check(limits, x))).isEqualTo("everybody");
        assertThat(x.waitNanos).isEqualTo(Duration.ofSeconds(10).toNanos());
    }

    @Test
    void theStrictestVerdictCountsIfSeveralRefuse() {
        var limits = m.limits("""
            [[limit]]
            name = "slow"
            key = "client"
            rate = "1/1s"
            over = "delay"
            [[limit]]
            name = "banning"
            key = "client"
            rate = "1/1s"
            over = "ban 5m"
            [[limit]]
            name = "long"
            key = "client"
            rate = "1/1h"
            """);
        m.check(limits, m.info("192.0.2.1"));
        var x = m.info("192.0.2.1");

        Deny deny = (Deny) m.check(limits, x);
        assertThat(deny.ground().by()).isEqualTo("banning");
        assertThat(deny.banNanos()).isEqualTo(Duration.ofMinutes(5).toNanos());
        assertThat(x.waitNanos).isEqualTo(Duration.ofHours(1).toNanos());
    }

    @Test
    void headAndBodyAreAskedAtTheirOwnMoment() {
        var limits = m.limits("""
            [[limit]]
            name = "head"
            key = "client"
            rate = "1/1s"
            [[limit]]
            name = "body"
            key = "contract"
            rate = "1/1s"
            """);
        var x = m.push("192.0.2.1", "game::play alice");

        assertThat(limits.checkHead(x, m.clock.nanos())).isSameAs(Verdict.PASS);
        assertThat(limits.checkRequest(x, m.clock.nanos())).isSameAs(Verdict.PASS);
        assertThat(Metered.by(limits.checkHead(m.push("192.0.2.1", "other::run alice"), m.clock.nanos())))
                .isEqualTo("head");
        assertThat(Metered.by(limits.checkRequest(m.push("192.0.2.2", "game::play bob"), m.clock.nanos())))
                .isEqualTo("body");
    }
}
