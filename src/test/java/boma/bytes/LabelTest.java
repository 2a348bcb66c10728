package boma.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class LabelTest {
    private enum Fault {
        TOO_MANY_TRAILERS_IN
    }

    @Test
    void aConstantIsInLowerCaseWithHyphens() {
        assertThat(Label.of(Fault.TOO_MANY_TRAILERS_IN)).isEqualTo("too-many-trailers-in");
    }

    @Test
    void theLanguageOfTheMachineMakesNoDifference() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(Label.of(Fault.TOO_MANY_TRAILERS_IN)).isEqualTo("too-many-trailers-in");
        } finally {
            Locale.setDefault(before);
        }
    }
}
