package boma.config;

/// Follows the quotes of a TOML text from line to line: whether the next line starts inside a text of several lines.
final class Quotes {
    private static final String BASIC = "\"\"\"";
    private static final String LITERAL = "'''";

    private String open = "";

    /// Whether a text of several lines is open.
    boolean open() {
        return !open.isEmpty();
    }

    /// Goes on by one line, given without its end.
    void read(String line) {
        int at = 0;
        while (at < line.length()) at = open() ? inText(line, at) : outside(line, at);
    }

    /// Leaves the open text if it ends here. Up to two quotes right before the three that end it belong to it.
    private int inText(String line, int at) {
        int end = line.indexOf(open, at);
        int escape = open.equals(BASIC) ? line.indexOf('\\', at) : -1;
        if (escape >= 0 && (end < 0 || escape < end)) return escape + 2;
        if (end < 0) return line.length();

        char quote = open.charAt(0);
        int after = end + open.length();
        int most = Math.min(line.length(), after + 2);
        while (after < most && line.charAt(after) == quote) after++;
        open = "";
        return after;
    }

    /// Steps over one character, one text in this line, or a comment.
    private int outside(String line, int at) {
        char character = line.charAt(at);
        if (character == '#') return line.length();
        if (character != '"' && character != '\'') return at + 1;

        String three = character == '"' ? BASIC : LITERAL;
        if (line.startsWith(three, at)) {
            open = three;
            return at + three.length();
        }
        return afterText(line, at + 1, character);
    }

    /// After the end of a text of one line; such a text ends with its line at the latest.
    private static int afterText(String line, int from, char quote) {
        for (int at = from; at < line.length(); at++) {
            if (line.charAt(at) == quote) return at + 1;
            if (line.charAt(at) == '\\' && quote == '"') at++;
        }
        return line.length();
    }
}
