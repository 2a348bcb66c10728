package boma.rule;

import static org.assertj.core.api.Assertions.assertThat;

import boma.config.ConfigFile;
import boma.config.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockNamesTest {
    private static List<String> problems(String... names) {
        var text = new StringBuilder();
        for (String name : names) text.append("[[rule]]\n").append(name).append('\n');
        ConfigFile file = ConfigFile.parse("boma.toml", text.toString());
        var reader = new BlockNames("rule");
        file.root().sections("rule").forEach(reader::read);
        return file.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void eachNameIsThereOnce() {
        assertThat(problems("name = 'a'", "name = 'b'", "name = 'a'"))
                .containsExactly("boma.toml:6: rule[3].name: expected a name that no other rule has, found \"a\"");
    }

    @Test
    void namesThatAreMissingAreNotTheSameName() {
        assertThat(problems("", ""))
                .hasSize(2)
                .allMatch(problem -> problem.endsWith(".name: expected text, found nothing"));
    }

    /// The last one is where a refusal puts the time to wait.
    @ParameterizedTest
    @ValueSource(strings = {"a\\tb", "a\\u0000b", "a\\u0085b", "a\\\"b", "wait {seconds} s"})
    void namesThatWouldSpoilLabelsOrSentencesAreMistakes(String name) {
        assertThat(problems("name = \"" + name + '"'))
                .singleElement()
                .asString()
                .contains("rule[1].name: expected at most 64 characters, no quotes, braces or controls, found ");
    }
}
