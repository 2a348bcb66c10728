package boma.config;

import java.util.List;

/// A config file cannot be used: all mistakes in it, one per line of the message.
public final class ConfigError extends Exception {
    private static final long serialVersionUID = 1;

    /// Mistakes printed; more would scroll the first, which often causes the others, off the screen.
    static final int PRINTED_MAX = 100;

    private final transient List<Problem> problems;

    ConfigError(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /// All of them, sorted by line.
    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        var text = new StringBuilder();
        for (Problem problem : problems.subList(0, Math.min(problems.size(), PRINTED_MAX))) {
            text.append(text.isEmpty() ? "" : "\n").append(problem);
        }
        if (problems.size() > PRINTED_MAX)
            text.append("\nand ").append(problems.size() - PRINTED_MAX).append(" more");
        return text.toString();
    }
}
