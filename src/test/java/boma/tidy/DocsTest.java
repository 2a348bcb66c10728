package boma.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import boma.config.ConfigError;
import boma.exchange.Reason;
import boma.main.Config;
import boma.main.ConfigKeys;
import boma.main.Main;
import boma.telemetry.LogField;
import boma.telemetry.Metric;
import boma.tidy.Markdown.Block;
import boma.tidy.Markdown.Row;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Holds the documentation to the program: whatever an operator can write or see is explained, and nothing else is.
class DocsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Markdown CONFIGURATION = Markdown.read(Path.of("docs/configuration.md"));
    private static final Markdown OPERATIONS = Markdown.read(Path.of("docs/operations.md"));
    private static final Markdown METRICS = Markdown.read(Path.of("docs/metrics.md"));
    private static final Markdown README = Markdown.read(Path.of("README.md"));

    /// Where nothing of ours stands.
    private static final Set<String> NOT_OURS = Set.of(".git", "target", "node_modules", ".cifuzz-corpus", ".idea");

    private static final Pattern EVENT = Pattern.compile(
            "\\b(?:warn|info|report|limited|complain|line)\\(\\s*(?:Level\\.\\w+,\\s*)?\"([a-z]+(?:-[a-z]+)*)\"");

    @TempDir
    private Path directory;

    // ---- configuration

    @Test
    void everyKeyIsExplainedAndNoOther() throws ConfigError {
        Set<String> keys = ConfigKeys.all();
        Set<String> explained = explainedKeys();

        assertThat(explained)
                .as("keys in docs/configuration.md that do not exist")
                .isSubsetOf(keys);
        assertThat(explained)
                .as("keys that docs/configuration.md does not explain")
                .containsAll(withoutTables(keys));
    }

    @Test
    void everyKeyHasAnExample() throws ConfigError {
        Set<String> examples = new TreeSet<>();
        for (Block block : CONFIGURATION.blocks()) {
            if (block.language().equals("toml")) addKeys(Toml.parse(block.text()), "", examples);
        }
        Set<String> plain = examples.stream()
                .map(k -> k.replaceFirst("^lists\\.\\w+\\.", "lists.NAME."))
                .map(k -> k.replaceFirst("^(rule|limit|route)\\.match\\.(not\\.)?", "match."))
                .collect(Collectors.toSet());

        assertThat(withoutTables(ConfigKeys.all()))
                .as("keys without an example in docs/configuration.md")
                .allSatisfy(key -> assertThat(plain).containsAnyOf(key, tableOf(key, plain)));
    }

    @Test
    void everyExampleIsAConfigurationWithoutMistakes() throws IOException {
        List<String> mistakes = new ArrayList<>();
        for (Path page : files(".md")) {
            Markdown markdown = Markdown.read(page);
            for (Block block : markdown.blocks()) writeIfFile(block);
            for (Block block : markdown.blocks()) {
                if (block.language().equals("toml")) mistakes.addAll(mistakes(page + ":" + block.line(), whole(block)));
            }
        }
        for (Path file : files(".toml")) {
            if (file.startsWith("src/test")) continue;
            String text = Files.readString(file).replaceAll("@(PORT|UPSTREAM|THREADS|TMP)@", "1");
            mistakes.addAll(mistakes(file.toString(), text));
        }

        assertThat(mistakes).as("examples that Boma would not take").isEmpty();
    }

    /// `listener.timeouts` from a heading such as ### `[[listener]]`, and the first column of its tables.
    private static Set<String> explainedKeys() {
        Set<String> keys = new TreeSet<>();
        for (Row row : CONFIGURATION.rows()) {
            if (row.under("Key", "Value") && row.heading().matches("`.+`")) {
                keys.add(row.heading().replaceAll("[`\\[\\]]", "") + '.' + row.name());
            }
        }
        return keys;
    }

    /// Without those that only hold others.
    private static Set<String> withoutTables(Set<String> keys) {
        return keys.stream()
                .filter(key -> keys.stream().noneMatch(other -> other.startsWith(key + '.')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// `match.not` is shown where one of its keys is.
    private static String tableOf(String key, Set<String> shown) {
        return shown.stream().filter(k -> k.startsWith(key + '.')).findFirst().orElse(key);
    }

    private static void addKeys(TomlTable table, String prefix, Set<String> to) {
        for (String key : table.keySet()) {
            to.add(prefix + key);
            addKeys(table.get(List.of(key)), prefix + key + '.', to);
        }
    }

    private static void addKeys(Object value, String prefix, Set<String> to) {
        if (value instanceof TomlTable table) addKeys(table, prefix, to);
        if (value instanceof TomlArray array) array.toList().forEach(element -> addKeys(element, prefix, to));
    }

    private void writeIfFile(Block block) throws IOException {
        if (!block.fileName().isEmpty()) Files.writeString(directory.resolve(block.fileName()), block.text());
    }

    /// A fragment gets the blocks that no file can be without.
    private static String whole(Block block) {
        String text = block.text();
        if (block.fileName().equals("boma.toml")) return text;
        if (!text.contains("[[listener]]")) text += "\n[[listener]]\nname = \"public\"\nbind = \"127.0.0.1:8080\"\n";
        if (!text.contains("[[pool]]")) text += "\n[[pool]]\nname = \"node\"\nnodes = \"http://127.0.0.1:8888\"\n";
        return text;
    }

    private List<String> mistakes(String where, String text) throws IOException {
        try {
            Config.read(Files.writeString(directory.resolve("boma.toml"), text));
            return List.of();
        } catch (ConfigError e) {
            return List.of(where + ": " + e.getMessage().replace(directory + "/", ""));
        }
    }

    // ---- what is seen

    @Test
    void everyMetricIsExplainedAsItIs() {
        Map<String, String> explained = new TreeMap<>();
        for (Row row : METRICS.rows()) {
            if (row.under("Metric"))
                explained.put(row.name(), row.cell(1) + ' ' + row.cell(2).replace("`", ""));
        }
        Map<String, String> metrics = new TreeMap<>();
        for (Metric m : Metric.values()) {
            metrics.put(m.fullName(), m.type().name().toLowerCase(Locale.ROOT) + ' ' + String.join(", ", m.labels()));
        }

        assertThat(explained).as("metrics, types and labels in docs/metrics.md").isEqualTo(metrics);
    }

    @Test
    void everyQueryAsksForAMetricThatExists() {
        Set<String> names = new TreeSet<>();
        for (Metric m : Metric.values()) {
            names.add(m.fullName());
            if (m.type() != Metric.Type.HISTOGRAM) continue;
            for (String ending : List.of("_bucket", "_sum", "_count")) names.add(m.fullName() + ending);
        }
        for (Markdown page : List.of(METRICS, OPERATIONS, CONFIGURATION, README)) {
            Matcher used = Pattern.compile("boma_[a-z_]+").matcher(page.text());
            while (used.find())
                assertThat(names).as("metrics that %s names", page.file()).contains(used.group());
        }
    }

    @Test
    void everyFieldOfTheAccessLogIsExplained() {
        assertThat(names(OPERATIONS, "Field"))
                .as("fields in docs/operations.md")
                .containsExactlyElementsOf(
                        Stream.of(LogField.values()).map(LogField::label).toList());
    }

    @Test
    void everyReasonIsExplainedWithItsStatus() {
        Map<String, String> explained = new TreeMap<>();
        for (Row row : OPERATIONS.rows()) if (row.under("Reason")) explained.put(row.name(), row.cell(1));
        Map<String, String> reasons = new TreeMap<>();
        for (Reason r : Reason.values()) reasons.put(r.label(), r.status() == 0 ? "none" : "" + r.status());

        assertThat(explained).as("reasons in docs/operations.md").isEqualTo(reasons);
    }

    @Test
    void everyEventOfTheDiagnosticsLogIsExplained() throws IOException {
        Set<String> events = new TreeSet<>();
        for (Path file : Source.files(Source.JAVA.resolve("telemetry"), ".java")) {
            Matcher event = EVENT.matcher(Files.readString(file));
            while (event.find()) events.add(event.group(1));
        }

        assertThat(new TreeSet<>(names(OPERATIONS, "Event")))
                .as("events in docs/operations.md")
                .isEqualTo(events);
    }

    @Test
    void everyCommandAndOptionIsExplained() {
        String text = OPERATIONS.text() + README.text();
        List<String> missing = new ArrayList<>();
        for (CommandLine command : commands(new CommandLine(Main.class))) {
            String name = command.getCommandSpec().qualifiedName();
            if (!text.contains(name)) missing.add(name);
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (!text.contains("`" + option.longestName())) missing.add(name + ' ' + option.longestName());
            }
        }

        assertThat(missing)
                .as("commands and options in neither README.md nor docs/operations.md")
                .isEmpty();
    }

    private static List<CommandLine> commands(CommandLine command) {
        List<CommandLine> all = new ArrayList<>(List.of(command));
        for (CommandLine sub : command.getSubcommands().values()) {
            if (!sub.getCommandSpec().usageMessage().hidden()) all.addAll(commands(sub));
        }
        return all;
    }

    private static List<String> names(Markdown page, String column) {
        return page.rows().stream()
                .filter(row -> row.under(column))
                .map(Row::name)
                .toList();
    }

    // ---- the pages themselves

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : files(".md")) {
            Markdown markdown = Markdown.read(page);
            for (String link : markdown.links()) {
                if (!link.matches("[a-z]+:.*") && !leadsSomewhere(markdown, link)) broken.add(page + ": " + link);
            }
        }

        assertThat(broken).as("relative links to nothing").isEmpty();
    }

    private static boolean leadsSomewhere(Markdown from, String link) {
        String path = link.replaceFirst("#.*", "");
        String anchor = link.substring(path.length());
        Path target = path.isEmpty() ? from.file() : from.file().resolveSibling(path);
        if (!Files.exists(target)) return false;
        return anchor.isEmpty() || Markdown.read(target).hasAnchor(anchor.substring(1));
    }

    /// Whoever reads a file has the project and nothing else: no place, task or talk that was there when it was
    /// written.
    @Test
    void everyFileSpeaksOfTheProjectAlone() throws IOException {
        // In two parts each, lest this file be found.
        Pattern outside = Pattern.compile("/wo" + "rk/|(?i:\\biss" + "ue #\\d|\\bsub" + "agents?\\b"
                + "|\\b(?:this|that|each|other|another|earlier|previous|last|next) se" + "ssions?\\b)");
        List<String> found = new ArrayList<>();
        for (Path file : files("")) {
            List<String> lines = textLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (outside.matcher(lines.get(i)).find()) found.add(file + ":" + (i + 1));
            }
        }

        assertThat(found)
                .as("lines that speak of something outside of the project")
                .isEmpty();
    }

    private static List<String> textLines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException _) { // a picture, or bytes for a test
            return List.of();
        }
    }

    /// All files of the project with this ending, relative to its directory.
    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> paths = Files.walk(ROOT)) {
            return paths.filter(Files::isRegularFile)
                    .map(ROOT::relativize)
                    .filter(p -> p.toString().endsWith(ending))
                    .filter(p -> Arrays.stream(p.toString().split("/", -1)).noneMatch(NOT_OURS::contains))
                    .sorted()
                    .toList();
        }
    }
}
