package boma.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoryTest {
    @Test
    void everyClientsFateIsToldInASentence() {
        assertThat(Story.sentences(FrameTest.picture()))
                .containsExactly(
                        "The wallets notice nothing: all that they asked for was served.",
                        "127.0.2.1 had 5 failures on the node: banned for 9 more seconds.",
                        "127.0.2.2 scrapes one table: 87 % passed, limit \"one table\" refuses the rest.",
                        "127.0.2.3 pushes spamtokens11: 99 % passed, rule \"spam tokens\" refuses the rest.");
    }

    @Test
    void theSummaryNamesReasonsAndWhatTheNodeWasSpared() {
        assertThat(String.join("\n", Story.summary(FrameTest.picture(), 1)))
                .contains("6 wallets: 6,000 of 6,000 requests passed, in 1.2 ms on average.")
                .contains("127.0.2.2 scrapes one table: 87,655 passed, 12,345 refused for\n"
                        + "      limit \"one table\"  12,345")
                .contains("spared 12,345 table reads and 86 pushes: about 2.51 s of its CPU time.")
                .endsWith("No transaction reached the node twice.");
    }
}
