package boma.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a message shows what stands in the file: short, on one line, and harmless for a terminal.
final class Print {
    private static final int CHARACTERS_MAX = 60;
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]{1,60}");

    private Print() {}

    /// A value, or `nothing`.
    static String value(@Nullable Value value) {
        return switch (value) {
            case null -> "nothing";
            case Value.Text(int _, String text) -> quoted(text);
            case Value.Whole(int _, long number) -> Long.toString(number);
            case Value.Flag(int _, boolean set) -> Boolean.toString(set);
            case Value.Items items when items.values().isEmpty() -> "an empty list";
            case Value.Items _ -> "a list";
            case Value.Table _ -> "a table";
            case Value.Other(int _, String printed) -> plain(printed);
        };
    }

    /// A key as it is written in a file: bare if it can be.
    static String key(String key) {
        return BARE_KEY.matcher(key).matches() ? key : quoted(key);
    }

    /// Text in quotes, as it would be written in a file.
    static String quoted(String text) {
        return '"' + plain(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    /// At most 60 characters, with control and other invisible ones escaped.
    static String plain(String text) {
        return plain(text, CHARACTERS_MAX);
    }

    static String plain(String text, int charactersMax) {
        var printed = new StringBuilder();
        int at = 0;
        for (int n = 0; at < text.length() && n < charactersMax; n++) {
            int character = text.codePointAt(at);
            append(printed, character);
            at += Character.charCount(character);
        }
        return at < text.length() ? printed.append('…').toString() : printed.toString();
    }

    private static void append(StringBuilder to, int character) {
        switch (character) {
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> {
                if (visible(character)) to.appendCodePoint(character);
                else to.append(String.format("\\u%04x", character));
            }
        }
    }

    /// Why: a file can carry characters that turn the direction of writing or move the cursor, and then a message
    /// would not show what is written.
    private static boolean visible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
