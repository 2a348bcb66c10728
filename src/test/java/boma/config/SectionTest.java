package boma.config;

import static org.assertj.core.api.Assertions.assertThat;

import boma.time.Rate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SectionTest {
    enum Over {
        DENY,
        SEND_AWAY
    }

    @Test
    void everyKindOfValueIsReadAsItsType() throws IOException {
        String text = Files.readString(Path.of("src/test/specs/config/complete.toml"));

        Sample sample = Sample.read(ConfigFile.parse("complete.toml", text).root());

        assertThat(sample.server())
                .isEqualTo(new Sample.Server(
                        "0.0.0.0:8890",
                        Optional.of("/run/boma/boma.sock"),
                        true,
                        Duration.ofMillis(250),
                        Duration.ZERO));
        assertThat(sample.pools()).extracting(Sample.Pool::name).containsExactly("read", "push", "history");
        assertThat(sample.pools()).extracting(Sample.Pool::headMax).containsOnly(8192);
        assertThat(sample.pools().getFirst().balance()).isEqualTo(Sample.Balance.ROUND_ROBIN);
        assertThat(sample.pools().getFirst().nodes())
                .containsExactly(node("http://10.0.0.2:8888", 1), node("http://10.0.0.3:8888", 2));
        assertThat(sample.pools().get(1).nodes()).containsExactly(node("http://10.0.0.4:8888", 1));
        assertThat(sample.pools().get(2).nodes()).containsExactly(node("http://10.0.0.5:8888", 1));
        assertThat(sample.limits().getFirst())
                .isEqualTo(new Sample.Limit(
                        "per client",
                        List.of(Sample.Key.CLIENT),
                        Rate.parse("50/10s"),
                        100_000,
                        1 << 20,
                        Optional.empty(),
                        Sample.Balance.LEAST_BUSY));
        assertThat(sample.limits().getLast().memory()).isEqualTo(1 << 30);
        assertThat(sample.limits().getLast().entries()).isZero();
        assertThat(sample.limits().getLast().key()).containsExactly(Sample.Key.CONTRACT, Sample.Key.PATH);
        assertThat(sample.lists()).containsExactly("no", "on", "x");
    }

    @Test
    void aMissingValueIsItsFallbackWithoutAProblem() {
        ConfigFile file = file("");
        Section root = file.root();

        assertThat(root.text("a", "x")).isEqualTo("x");
        assertThat(root.optional("a")).isEmpty();
        assertThat(root.texts("a")).isEmpty();
        assertThat(root.bool("a", true)).isTrue();
        assertThat(root.count("a", 7)).isEqualTo(7);
        assertThat(root.size("a", 7)).isEqualTo(7);
        assertThat(root.duration("a", Duration.ZERO)).isZero();
        assertThat(root.rate("a", Rate.parse("1/2s"))).isEqualTo(Rate.parse("1/2s"));
        assertThat(root.oneOf("a", Over.class, Over.SEND_AWAY)).isEqualTo(Over.SEND_AWAY);
        assertThat(root.oneOf("a", "a name", List.of("x"))).isEmpty();
        assertThat(root.someOf("a", Over.class)).isEmpty();
        assertThat(root.value("a", "a number", Integer::valueOf)).isEmpty();
        assertThat(root.value("a", "a number", Integer::valueOf, 7)).isEqualTo(7);
        assertThat(root.values("a", "a number", Integer::valueOf)).isEmpty();
        assertThat(root.section("a").keys()).isEmpty();
        assertThat(root.sections("b")).isEmpty();
        assertThat(file.problems()).isEmpty();
    }

    @Test
    void aValueThatMustBeThereIsReadAsAHarmlessOneAfterAProblem() {
        ConfigFile file = file("");
        Section root = file.root();

        assertThat(root.text("a")).isEqualTo("?");
        assertThat(root.rate("b")).isEqualTo(Rate.parse("1/1s"));
        assertThat(root.oneOf("c", Over.class)).isEqualTo(Over.DENY);
        assertThat(texts(file))
                .containsExactly(
                        "a.toml: a: expected text, found nothing",
                        "a.toml: b: expected COUNT/WINDOW such as 50/10s, found nothing",
                        "a.toml: c: expected one of deny or send-away, found nothing");
    }

    @Test
    void aWrongValueIsReadAsItsFallback() {
        Section root = file("a = [{}]").root();

        assertThat(root.text("a", "x")).isEqualTo("x");
        assertThat(root.bool("a", true)).isTrue();
        assertThat(root.count("a", 7)).isEqualTo(7);
        assertThat(root.size("a", 7)).isEqualTo(7);
        assertThat(root.duration("a", Duration.ZERO)).isZero();
        assertThat(root.rate("a", Rate.parse("1/2s"))).isEqualTo(Rate.parse("1/2s"));
        assertThat(root.oneOf("a", Over.class, Over.SEND_AWAY)).isEqualTo(Over.SEND_AWAY);
        assertThat(root.values("a", "a number", Integer::valueOf)).isEmpty();
    }

    @Test
    void aProblemIsReportedOnceHoweverOftenItsValueIsRead() {
        ConfigFile file = file("a = 1");

        file.root().text("a");
        file.root().text("a");

        assertThat(texts(file)).containsExactly("a.toml:1: a: expected text, found 1");
    }

    @Test
    void twoReadersOfOneSectionKnowEachOthersKeys() {
        ConfigFile file = file("[server]\na = \"x\"\nb = 1\n[[c]]\nd = 1\ne = 1\n");

        file.root().section("server").text("a");
        file.root().section("server").count("b", 0);
        file.root().sections("c").getFirst().count("d", 0);
        file.root().sections("c").getFirst().count("e", 0);

        assertThat(file.problems()).isEmpty();
    }

    @Test
    void aFileKnowsEveryKeyThatWasAskedForWrittenOrNot() {
        ConfigFile file = file("a = 1\nb = 1\n[[limit]]\n");

        file.root().count("a", 0);
        file.root().sections("limit").getFirst().section("match").texts("contract");

        assertThat(file.askedKeys())
                .contains("a", "limit", "limit[1].match.contract")
                .doesNotContain("b");
    }

    @Test
    void listingKeysDoesNotMakeThemKnown() {
        ConfigFile file = file("b = 1\na = 1");

        assertThat(file.root().keys()).containsExactly("b", "a");

        assertThat(texts(file)).containsExactly("a.toml:1: b: unknown key", "a.toml:2: a: unknown key");
    }

    @Test
    void aProblemIsAtItsKeyOrElseAtTheSection() {
        ConfigFile file = file("\n[[limit]]\n\nmatch = { a = 1,\n b = 1 }\n");
        Section match = file.root().sections("limit").getFirst().section("match");

        assertThat(match.name()).isEqualTo("limit[1].match");
        match.text("a");
        match.text("b");
        match.text("none");
        file.root().text("none");
        assertThat(texts(file))
                .containsExactly(
                        "a.toml: none: expected text, found nothing",
                        "a.toml:4: limit[1].match.a: expected text, found 1",
                        "a.toml:4: limit[1].match.none: expected text, found nothing",
                        "a.toml:5: limit[1].match.b: expected text, found 1");
    }

    @Test
    void aDotInAQuotedKeyIsOnlyADot() {
        Section root = file("\"a.b\" = 1\na.b = 2\n").root();

        assertThat(root.count("a.b", 0)).isEqualTo(1);
        assertThat(root.section("a").count("b", 0)).isEqualTo(2);
    }

    @Test
    void otherPackagesReportWhatTheyExpectInTheSameForm() {
        ConfigFile file = file("bind = [\n  \"a\",\n  \"b\"\n]\nadmin = \"x\"\n");
        Section root = file.root();

        root.problem("bind", 1, "an address such as 0.0.0.0:8080");
        root.problem("bind", 2, "an address as third");
        root.problem("admin", "an address");
        root.problem("admin", "a free port", "port 80, which listener[1] binds");
        root.problem("pool", "at least one");

        assertThat(texts(file))
                .containsExactly(
                        "a.toml: pool: expected at least one, found nothing",
                        "a.toml:1: bind: expected an address as third, found a list",
                        "a.toml:3: bind[2]: expected an address such as 0.0.0.0:8080, found \"b\"",
                        "a.toml:5: admin: expected an address, found \"x\"",
                        "a.toml:5: admin: expected a free port, found port 80, which listener[1] binds");
    }

    private static Sample.Node node(String url, int weight) {
        return new Sample.Node(URI.create(url), weight);
    }

    private static ConfigFile file(String text) {
        return ConfigFile.parse("a.toml", text);
    }

    private static List<String> texts(ConfigFile file) {
        return file.problems().stream().map(Problem::toString).toList();
    }
}
