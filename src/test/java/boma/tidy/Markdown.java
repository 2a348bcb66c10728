package boma.tidy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts of a page of documentation that can be compared with the program.
///
/// @param rows     of its tables
/// @param blocks   between fences
/// @param links    as written
/// @param headings without their marks
/// @param text     all of it
record Markdown(Path file, List<Row> rows, List<Block> blocks, List<String> links, List<String> headings, String text) {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

    /// One row of a table.
    ///
    /// @param heading under which the table stands
    /// @param header  the first row of the table
    record Row(String heading, List<String> header, List<String> cells) {
        /// Whether the table begins with these columns.
        boolean under(String... columns) {
            return header.size() >= columns.length
                    && header.subList(0, columns.length).equals(List.of(columns));
        }

        /// What stands between the first backticks of the first cell.
        String name() {
            String[] parts = cells.getFirst().split("`", -1);
            return parts.length < 3 ? cells.getFirst() : parts[1];
        }

        String cell(int column) {
            return cells.get(column);
        }
    }

    /// One fenced block.
    ///
    /// @param line of its first line
    record Block(String language, int line, String text) {
        /// The name of the file that the block is, told by its first line `# NAME`; empty for a part of one.
        String fileName() {
            String first = text.lines().findFirst().orElse("");
            return first.matches("# [\\w-]+\\.(toml|txt)") ? first.substring(2) : "";
        }
    }

    static Markdown read(Path file) {
        List<Row> rows = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        List<String> headings = new ArrayList<>();
        var prose = new StringBuilder();
        List<String> lines = Source.lines(file);
        List<String> header = List.of();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("```")) {
                int end = i + 1;
                while (end < lines.size() && !lines.get(end).startsWith("```")) end++;
                blocks.add(new Block(line.substring(3).strip(), i + 2, String.join("\n", lines.subList(i + 1, end))));
                i = end;
                continue;
            }
            prose.append(line).append('\n');
            if (line.matches("#{1,6} .*")) headings.add(line.replaceFirst("#+ ", ""));
            if (!line.startsWith("|")) header = List.of();
            else if (header.isEmpty()) header = cells(line);
            else if (!line.startsWith("|-")) rows.add(new Row(last(headings), header, cells(line)));
        }
        return new Markdown(file, rows, blocks, links(prose.toString()), headings, String.join("\n", lines));
    }

    /// Whether there is a place with this name, as links to a part of a page have it.
    boolean hasAnchor(String name) {
        Set<String> anchors = new TreeSet<>();
        for (String heading : headings) {
            anchors.add(heading.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\w\\- ]", "")
                    .replace(' ', '-'));
        }
        return anchors.contains(name);
    }

    private static List<String> links(String prose) {
        List<String> links = new ArrayList<>();
        Matcher matcher = LINK.matcher(COMMENT.matcher(prose).replaceAll(""));
        while (matcher.find()) links.add(matcher.group(1));
        return links;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1).split("\\|", -1)) cells.add(cell.strip());
        return cells.subList(0, Math.max(1, cells.size() - 1));
    }

    private static String last(List<String> headings) {
        return headings.isEmpty() ? "" : headings.getLast();
    }
}
