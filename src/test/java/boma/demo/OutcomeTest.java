package boma.demo;

import static org.assertj.core.api.Assertions.assertThat;

import boma.demo.Caller.Answer;
import boma.demo.Outcome.Refused;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    @Test
    void anAnswerOfTheNodeIsServedOrFailed() {
        assertThat(Outcome.of(new Answer(202, 0, "{\"processed\":{\"except\":null}}")))
                .isEqualTo(Outcome.SERVED);
        assertThat(Outcome.of(new Answer(202, 0, "{\"processed\":{\"except\":{\"code\":1}}}")))
                .isEqualTo(Outcome.FAILED);
        assertThat(Outcome.of(new Answer(500, 0, "{\"error\":{\"name\":\"eosio_assert_message_exception\"}}")))
                .isEqualTo(Outcome.FAILED);
    }

    @Test
    void aRefusalSaysWhatItStandsOn() {
        assertThat(text("firewall_rate_limited", "per client")).isEqualTo("limit \"per client\"");
        assertThat(text("firewall_blacklisted_contract", "spam tokens")).isEqualTo("rule \"spam tokens\"");
        assertThat(text("firewall_no_healthy_node", "no-healthy-node")).isEqualTo("no-healthy-node");
    }

    private static String text(String name, String method) {
        String body = "{\"error\":{\"name\":\"" + name + "\",\"details\":[{\"method\":\"" + method + "\"}]}}";
        return Outcome.of(new Answer(429, 3, body)) instanceof Refused refused ? refused.text() : "not refused";
    }
}
