package boma.telemetry;

import boma.config.Section;
import java.nio.file.Path;
import java.util.Set;

/// `[log]`: where the access log goes.
///
/// @param access  path of a file, `stdout` or `off`
/// @param buffer  bytes for lines on their way, for each event loop; what does not fit is dropped and counted
/// @param rotate  size at which the file is renamed and a new one begun; 0 for never
/// @param keep    renamed files to keep
public record LogConfig(String access, int buffer, int rotate, int keep) {
    public static final String STDOUT = "stdout";
    public static final String OFF = "off";

    private static final Set<String> DIRECTORIES = Set.of(".", "..");
    private static final int BUFFER = 1024 * 1024; // some 10,000 lines, which are written 20 times a second
    private static final int BUFFERS = 32 * BUFFER; // of all event loops, so that it fits into the heap
    private static final int BUFFER_MIN = 64 * 1024;
    private static final int BUFFER_MAX = 256 * 1024 * 1024;
    private static final int ROTATE_MIN = 1024 * 1024;
    private static final int KEEP = 5;
    private static final int KEEP_MAX = 100;

    /// Reads the section.
    ///
    /// @param loops event loops, which share what the buffers take by default
    public static LogConfig read(Section s, int loops) {
        int mistakes = s.mistakes();
        String access = s.value("access", "the path of a file, stdout or off", LogConfig::path, STDOUT);
        boolean known = s.mistakes() == mistakes;
        int rotate = s.size("rotate", 0);
        if (rotate != 0 && rotate < ROTATE_MIN) s.problem("rotate", "0 or a size from 1MiB");
        var config = new LogConfig(
                access,
                s.size("buffer", BUFFER_MIN, BUFFER_MAX, Math.min(BUFFER, BUFFERS / loops)),
                rotate,
                s.count("keep", 1, KEEP_MAX, KEEP));
        if (known && !config.toFile() && s.has("rotate")) s.problem("rotate", "no rotate unless access is a file");
        return config;
    }

    /// @throws IllegalArgumentException if no file can have that name
    private static String path(String text) {
        Path name = Path.of(text).getFileName();
        if (name == null || DIRECTORIES.contains(name.toString())) throw new IllegalArgumentException(text);
        return text;
    }

    /// Nothing is written; statistics are kept all the same.
    public static LogConfig off() {
        return new LogConfig(OFF, BUFFER_MIN, 0, KEEP);
    }

    /// A file with all else as usual.
    public static LogConfig file(String path) {
        return new LogConfig(path, BUFFER, 0, KEEP);
    }

    /// Bytes that the lines of one event loop take of the heap.
    public long bytesPerLoop() {
        return LogRing.bytes(buffer);
    }

    boolean toFile() {
        return !access.equals(STDOUT) && !access.equals(OFF);
    }
}
