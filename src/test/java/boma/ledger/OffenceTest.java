package boma.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OffenceTest {
    @Test
    void labelsAreTheWordsOfConfigAndLogs() {
        assertThat(Offence.TRANSACTION_FAILED.label()).isEqualTo("transaction-failed");
        assertThat(Offence.NONE.label()).isEqualTo("none");
        assertThat(Offence.values()).allSatisfy(o -> assertThat(o.label()).matches("[a-z]+(-[a-z]+)*"));
    }

    /// The words in Patroneos's log, which its fail2ban filters look for.
    @Test
    void whatPatroneosKnewKeepsItsWord() {
        assertThat(Arrays.stream(Offence.values()).map(Offence::patroneos).filter(Objects::nonNull))
                .containsExactlyInAnyOrder(
                        "INVALID_JSON",
                        "PARSE_ERROR",
                        "TOO_MANY_TRANSACTIONS",
                        "INVALID_TRANSACTION_SIZE",
                        "INVALID_NUMBER_SIGNATURES",
                        "BLACKLISTED_CONTRACT",
                        "TRANSACTION_FAILED");
    }
}
