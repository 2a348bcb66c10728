package boma.rule;

import boma.config.Section;
import java.util.HashSet;
import java.util.Set;

/// Reads the `name` of blocks of one kind, such as `[[rule]]`, no two of which are the same. Confined to one reading.
public final class BlockNames {
    private static final int LENGTH_MAX = 64;

    private final String block;
    private final Set<String> taken = new HashSet<>();

    /// @param block what they are names of, for messages
    public BlockNames(String block) {
        this.block = block;
    }

    /// The name, or a harmless one after a problem.
    public String read(Section s) {
        int mistakes = s.mistakes();
        String name = s.text("name");
        if (s.mistakes() > mistakes) return name;
        if (!isPlain(name)) {
            s.problem("name", "at most " + LENGTH_MAX + " characters, no quotes, braces or controls");
            return "?";
        }
        if (!taken.add(name)) s.problem("name", "a name that no other " + block + " has");
        return name;
    }

    /// Why no braces: names stand in sentences, in which they mark what is filled in later.
    private static boolean isPlain(String name) {
        return name.length() <= LENGTH_MAX
                && name.chars().noneMatch(c -> Character.isISOControl(c) || "\"{}".indexOf(c) >= 0);
    }
}
