package boma.limit;

import static org.assertj.core.api.Assertions.assertThat;

import boma.antelope.ErrorClass;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitFailuresTest {
    private final Metered m = new Metered();

    final Limits limits = m.limits("""
        [[limit]]
        name = "failing"
        key = "client"
        count = "failures"
        rate = "2/10s"
        [[limit]]
        name = "failing account"
        key = "account"
        count = "failures"
        rate = "2/10s"
        [[limit]]
        name = "failing contract"
        key = ["client", "contract"]
        count = "failures"
        rate = "2/10s"
        """);

    @Test
    void whatSucceedsIsNeverCharged() {
        for (int i = 0; i < 10; i++) {
            var x = m.push("192.0.2.1", "game::play alice");
            assertThat(m.passes(limits, x)).isTrue();
            m.fail(limits, x, ErrorClass.NONE, 0);
        }
    }

    @Test
    void failuresOfTheCallersMakingFillTheLimit() {
        for (int i = 0; i < 2; i++) {
            var x = m.push("192.0.2.1", "game::play alice");
            assertThat(m.passes(limits, x)).isTrue();
            m.fail(limits, x, ErrorClass.CALLER, 1);
        }

        assertThat(m.passes(limits, m.push("192.0.2.1", "game::play alice"))).isFalse();
        assertThat(m.passes(limits, m.push("192.0.2.2", "game::play alice"))).isTrue();
    }

    /// Else whoever fails would hide behind names that he puts before those that are limited.
    @Test
    void noNumberOfOtherNamesHidesTheOneThatFails() {
        String[] actions = new String[64];
        for (int i = 0; i < 63; i++) {
            actions[i] = "decoy" + (char) ('a' + i % 26) + (char) ('a' + i / 26) + "::play alice";
        }
        actions[63] = "game::play alice";
        var byContract = m.limits("""
            [[limit]]
            name = "failing"
            key = "client"
            count = "failures"
            rate = "1000/10s"
            [[limit]]
            name = "failing contract"
            key = ["client", "contract"]
            count = "failures"
            rate = "1/10s"
            """);

        var x = m.push("192.0.2.1", actions);
        assertThat(m.passes(byContract, x)).isTrue();
        m.fail(byContract, x, ErrorClass.CALLER, 1);

        assertThat(m.passes(byContract, m.push("192.0.2.1", "game::play alice")))
                .isFalse();
    }

    @Test
    void eachFailedTransactionOfAListIsCharged() {
        var x = m.push("192.0.2.1", "game::play alice");
        m.check(limits, x);

        m.fail(limits, x, ErrorClass.CALLER, 4);

        m.clock.advance(Duration.ofSeconds(9));
        assertThat(m.passes(limits, m.push("192.0.2.1", "game::play alice"))).isFalse();
    }

    @Test
    void duplicatesAndTheNodesOwnFailuresAreNobodysFault() {
        for (ErrorClass error : List.of(ErrorClass.DUPLICATE, ErrorClass.NODE, ErrorClass.DUPLICATE)) {
            var x = m.push("192.0.2.1", "game::play alice");
            assertThat(m.passes(limits, x)).isTrue();
            m.fail(limits, x, error, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGNATURE", "INVALID"})
    void whatProvesNothingChargesTheAddressAndNobodyElse(ErrorClass error) {
        var byName = m.limits("""
            [[limit]]
            name = "failing account"
            key = "account"
            count = "failures"
            rate = "1/10s"
            [[limit]]
            name = "failing contract"
            key = "contract"
            count = "failures"
            rate = "1/10s"
            """);
        var x = m.push("192.0.2.1", "game::play victim");
        m.check(byName, x);
        m.fail(byName, x, error, 1);
        assertThat(m.passes(byName, m.push("192.0.2.1", "game::play victim"))).isTrue();

        for (int i = 0; i < 2; i++) {
            var y = m.push("192.0.2.1", "game::play victim");
            assertThat(m.passes(limits, y)).isTrue();
            m.fail(limits, y, error, 1);
        }
        assertThat(Metered.by(m.check(limits, m.push("192.0.2.1", "other::run alice"))))
                .isEqualTo("failing");
    }

    @Test
    void duplicatesInAListCostNothing() {
        var x = m.push("192.0.2.1", "game::play alice");
        m.check(limits, x);
        x.errorClass = ErrorClass.CALLER;
        x.failedTransactions = 21;

        m.fail(limits, x, 1, 0);

        assertThat(m.passes(limits, m.push("192.0.2.1", "game::play alice"))).isTrue();
    }

    @Test
    void aBadSignatureInAListShieldsNoOtherFailureOfIt() {
        var byName = m.limits("""
            [[limit]]
            name = "failing contract"
            key = "contract"
            count = "failures"
            rate = "3/10s"
            """);
        var x = m.push("192.0.2.1", "game::play alice");
        m.check(byName, x);
        x.errorClass = ErrorClass.SIGNATURE;
        x.failedTransactions = 4;

        m.fail(byName, x, 3, 1);

        assertThat(m.passes(byName, m.push("192.0.2.2", "game::play bob"))).isFalse();
        m.clock.advance(Duration.ofMillis(3400)); // what one failure takes to come back
        assertThat(m.passes(byName, m.push("192.0.2.2", "game::play bob"))).isTrue();
    }

    @Test
    void failedReadCallsCountToo() {
        for (int i = 0; i < 2; i++) {
            var x = m.info("192.0.2.1");
            m.check(limits, x);
            m.fail(limits, x, ErrorClass.CALLER, 1);
        }

        assertThat(Metered.by(m.check(limits, m.info("192.0.2.1")))).isEqualTo("failing");
    }

    @Test
    void aLimitThatIsGoneAfterAReloadIsNotCharged() {
        var x = m.push("192.0.2.1", "game::play alice");
        m.check(limits, x);

        m.fail(m.limits(""), x, ErrorClass.CALLER, 1);

        assertThat(m.passes(limits, m.push("192.0.2.1", "game::play alice"))).isTrue();
    }
}
