package boma.rule;

import static org.assertj.core.api.Assertions.assertThat;

import boma.antelope.Name;
import boma.config.ConfigFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListsTest {
    @TempDir
    Path directory;

    private ConfigFile config(String match) {
        return ConfigFile.parse("boma.toml", """
            [lists]
            spam = { contracts = ["spamtokens11"], file = "spam.txt" }
            [[rule]]
            match = %s
            """.formatted(match));
    }

    private Match match(ConfigFile file) {
        Lists lists = Lists.read(file.root().section("lists"), directory);
        return MatchReader.read(file.root().sections("rule").getFirst(), new Glossary(lists, List.of(), false));
    }

    @Test
    void aFileHoldsOneEntryPerLineAndComments() throws IOException {
        Files.writeString(
                directory.resolve("spam.txt"), "# known since May\nspamtokens12\n\n  spamtokens13 # and this\n");
        var file = config("{ contract = \"@spam\" }");

        var match = match(file);

        assertThat(file.problems()).isEmpty();
        for (String contract : List.of("spamtokens11", "spamtokens12", "spamtokens13")) {
            assertThat(match.any(Decoded.whole(Requests.push(contract + "::issue alice"))))
                    .isTrue();
        }
        assertThat(match.any(Decoded.whole(Requests.push("known::issue alice"))))
                .isFalse();
    }

    @Test
    void theLinesOfAFileAreWhatTheListIsUsedFor() throws IOException {
        Files.writeString(directory.resolve("spam.txt"), "192.0.2.0/24\n");
        var file = config("{ client = \"@spam\" }");

        assertThat(match(file).any(Decoded.whole(Requests.get("/v1/chain/get_info"))))
                .isTrue();
        assertThat(file.problems()).isEmpty();
    }

    @Test
    void filesThatTheHeapCannotHoldAreRefusedUnread() throws IOException {
        try (var large = new RandomAccessFile(directory.resolve("spam.txt").toFile(), "rw")) {
            large.setLength(65L << 20);
        }
        var file = config("{ contract = \"@spam\" }");

        match(file);

        assertThat(file.problems())
                .singleElement()
                .asString()
                .matches("boma.toml:2: lists.spam.file: expected a file that fits into the \\d+ KiB left for files of"
                        + " lists, which a larger Java heap \\(-Xmx\\) raises, found \"spam.txt\" of 66560 KiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# none at the moment\n\n"})
    void aFileMayHaveNoEntriesAndThenNothingFits(String content) throws IOException {
        Files.writeString(directory.resolve("none.txt"), content);
        for (String key : List.of("contract", "account", "client")) {
            var file = ConfigFile.parse(
                    "boma.toml",
                    "[lists]\nnone = { file = \"none.txt\" }\n[[rule]]\nmatch = { " + key + " = \"@none\" }\n");

            var match = match(file);

            assertThat(file.problems()).isEmpty();
            assertThat(file.notes())
                    .extracting(Object::toString)
                    .containsExactly("boma.toml:4: rule[1].match." + key
                            + ": note: @none is empty, for none.txt has no entries: nothing fits it");
            assertThat(match.any(Decoded.whole(Requests.push("eosio::issue alice"))))
                    .isFalse();
            assertThat(match.every(Decoded.whole(Requests.push("eosio::issue alice"))))
                    .isFalse();
        }
    }

    @Test
    void anEmptyFileIsNoObstacleForActions() throws IOException {
        Files.writeString(directory.resolve("none.txt"), "");
        var file = ConfigFile.parse("boma.toml", """
            [lists]
            none = { file = "none.txt" }
            [[rule]]
            match = { contract = "@none", action = "eosio::issue" }
            """);

        match(file);

        assertThat(file.problems()).isEmpty();
    }

    @Test
    void aWrongLineIsAProblemOfWhoUsesIt() throws IOException {
        Files.writeString(directory.resolve("spam.txt"), "good\nBAD\n");
        var file = config("{ contract = \"@spam\" }");

        match(file);

        assertThat(file.problems())
                .extracting(Object::toString)
                .containsExactly("boma.toml:4: rule[1].match.contract: expected an account name such as eosio.token,"
                        + " found \"BAD\" in spam.txt:2");
    }

    @Test
    void aMissingFileIsAProblem() {
        var file = config("{ contract = \"@spam\" }");

        match(file);

        assertThat(file.problems())
                .extracting(Object::toString)
                .containsExactly("boma.toml:2: lists.spam.file: expected a file that can be read,"
                        + " found \"spam.txt\" (no such file)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file = \"spam.txt\"", "file = 5", "contracts = \"BAD\"", "contracts = []"})
    void aListThatCannotBeReadIsNotCalledEmptyToo(String list) {
        var file = ConfigFile.parse(
                "boma.toml", "[lists]\nspam = { " + list + " }\n[[rule]]\nmatch = { contract = \"@spam\" }\n");

        match(file);

        assertThat(file.problems()).singleElement().asString().startsWith("boma.toml:2: lists.spam.");
        assertThat(file.notes()).isEmpty();
    }

    @Test
    void namesAreCanonical() {
        assertThat(Lists.account("eosio")).isEqualTo(Name.encode("eosio"));
    }
}
