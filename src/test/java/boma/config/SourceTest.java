package boma.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
    @Test
    void blankLinesAndCommentsAreLeftOutAndLinesKeepTheirNumbers() {
        var source = new Source("# one\n\na = 1 # three\r\n \t\r\n  # five\nb = 2\n");

        assertThat(source.toml()).isEqualTo("a = 1 # three\r\nb = 2\n");
        assertThat(source.original(1)).isEqualTo(3);
        assertThat(source.original(2)).isEqualTo(6);
        assertThat(source.original(3)).isEqualTo(7);
        assertThat(source.line(6)).isEqualTo("b = 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\f", "\u00a0", "\u2003", "# \u0000", "# \u007f", "# a\rb", "#\u000b", "x", ";"})
    void aLineThatIsNoTomlIsLeftForTheLibraryToRefuse(String line) {
        assertThat(new Source(line).toml()).isEqualTo(line + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = \"\"\"",
                "a = \"\"\"x",
                "a = \"\"\"\\",
                "a = \"\"\"\\\"\"\"",
                "a = \"\"\"\"\"",
                "a = '''",
                "a = '''\\",
                "a = ''''",
                "a = \"#\" + '''",
                "a = ['x', \"\\\\\", '''",
            })
    void blankLinesInsideOfATextAreKept(String start) {
        assertThat(new Source(start + "\n\n# x\n").toml()).startsWith(start + "\n\n# x\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = \"\"\"\"\"\"",
                "a = \"\"\"x\"\"\"\"\"",
                "a = \"\"\"\\\\\"\"\"",
                "a = '''\\'''",
                "a = ''''x'''''",
                "a = '\"\"\"'",
                "a = \"'''\"",
                "a = \"\\\"'''\"",
                "a = \"x # '''",
                "a = 'x # \"\"\"",
                "# '''",
                "a = '' # '''",
            })
    void blankLinesAfterATextAreLeftOut(String line) {
        assertThat(new Source(line + "\n\n# x\nb = 1").toml())
                .doesNotContain("\n\n")
                .endsWith("b = 1\n");
    }

    @Test
    void aTextWithTooManyBlankLinesHasNoEnd() {
        String most = "\n".repeat(Source.IDLE_MAX);

        assertThat(new Source("a = 1\nb = '''" + most + "\nx" + most + "\nx'''").endless())
                .isZero();
        assertThat(new Source("a = 1\nb = '''" + most + "\n\nx'''").endless()).isEqualTo(2);
    }
}
