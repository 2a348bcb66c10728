package boma.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was found wrong in one file so far.
final class Problems {
    /// More problems than this are not kept: the file is not what the operator thinks it is.
    static final int KEPT_MAX = 1000;

    private final String file;
    private final Source source;
    private final List<Problem> found = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();

    Problems(String file, Source source) {
        this.file = file;
        this.source = source;
    }

    void add(int line, String key, String text) {
        if (found.size() < KEPT_MAX) found.add(new Problem(file, line, key, text));
    }

    /// Records a missing value, unless the file is broken: then the value may stand in a line that could not be read,
    /// and the operator would search for a mistake that is none.
    void addMissing(int line, String key, String text) {
        if (!source.broken()) add(line, key, text);
    }

    /// A key that nobody asked for, unless the header above it is broken: then it belongs to another section.
    Optional<Problem> unknown(int line, String key, String text) {
        if (source.underBrokenHeader(line)) return Optional.empty();
        return Optional.of(new Problem(file, line, key, text));
    }

    /// Records what is no mistake, but good to know.
    void note(int line, String key, String text) {
        if (notes.size() < KEPT_MAX) notes.add(new Problem(file, line, key, "note: " + text));
    }

    List<Problem> notes() {
        return notes;
    }

    List<Problem> found() {
        return found;
    }

    /// `boma.toml:41`, or the file alone when there is no line.
    static String place(String file, int line) {
        return line == 0 ? file : file + ":" + line;
    }
}
