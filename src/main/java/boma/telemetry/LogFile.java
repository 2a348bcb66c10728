package boma.telemetry;

import boma.config.FileTrouble;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The file that lines are appended to: opened, rotated, and left with whole lines only when the disk is full.
///
/// Confined to the log's thread.
final class LogFile {
    private static final Set<StandardOpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    /// Addresses of clients are nobody else's business.
    private static final FileAttribute<?> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private final @Nullable Path path; // null for standard output
    private final long rotateBytes;
    private final int keep;
    private @Nullable FileChannel channel;
    private @Nullable Object identity; // null unless it is a regular file
    private boolean tornLine;
    private @Nullable IOException failure;

    /// @throws IOException with one sentence for the operator when the file cannot be opened
    LogFile(LogConfig config) throws IOException {
        path = config.toFile() ? Path.of(config.access()) : null;
        rotateBytes = config.rotate();
        keep = config.keep();
        try {
            open();
        } catch (IOException e) {
            throw new IOException("log.access: \"" + config.access() + "\" cannot be opened: " + why(e), e);
        }
    }

    /// What went wrong, in words that an operator knows.
    static String why(IOException e) {
        return e instanceof NoSuchFileException ? "no such directory" : FileTrouble.of(e);
    }

    private void open() throws IOException {
        if (path == null) {
            channel = new FileOutputStream(FileDescriptor.out).getChannel();
            return;
        }
        boolean isNew = !Files.exists(path);
        channel = isNew ? FileChannel.open(path, APPEND, MODE) : FileChannel.open(path, APPEND);
        identity = identity(path);
    }

    /// Opens the path anew: for a file that was renamed, deleted, or failed.
    void reopen() throws IOException {
        if (path == null) return;
        close();
        open();
    }

    /// Appends whole lines.
    ///
    /// @return how many of the bytes stand in the file, all of them whole lines; if less than all, see [#failure]
    int append(byte[] bytes, int length) {
        failure = null;
        ByteBuffer lines = ByteBuffer.wrap(bytes, 0, length);
        try {
            if (channel == null) throw new IOException("it is not open");
            if (tornLine) endTornLine(channel);
            while (lines.hasRemaining()) channel.write(lines);
        } catch (IOException e) {
            failure = e;
            return keepWholeLines(bytes, lines.position());
        }
        rotateIfLarge();
        return length;
    }

    /// Why the last call of [#append] did not do all; null when it did.
    @Nullable
    IOException failure() {
        return failure;
    }

    private void endTornLine(FileChannel open) throws IOException {
        open.write(ByteBuffer.wrap(new byte[] {'\n'}));
        tornLine = false;
    }

    /// A full disk may take a part of a line: it is cut off again, or ended before the next one.
    private int keepWholeLines(byte[] bytes, int written) {
        int whole = written;
        while (whole > 0 && bytes[whole - 1] != '\n') whole--;
        if (whole == written || channel == null) return whole;
        try {
            if (identity == null) throw new IOException("not a regular file");
            channel.truncate(channel.size() - (written - whole));
        } catch (IOException _) { // a pipe, for example
            tornLine = true;
        }
        return whole;
    }

    /// When it fails, the lines go on into the large file.
    private void rotateIfLarge() {
        try {
            if (rotateBytes == 0 || path == null || channel == null || channel.size() < rotateBytes) return;
            for (int i = keep - 1; i > 0; i--) {
                if (Files.exists(numbered(path, i))) move(numbered(path, i), numbered(path, i + 1));
            }
            move(path, numbered(path, 1));
            reopen();
        } catch (IOException e) {
            failure = e;
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path numbered(Path path, int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    /// Whether the path has come to mean another file or none, so that nobody would find what is written.
    boolean moved() {
        if (path == null || identity == null) return false;
        try {
            return !identity.equals(identity(path));
        } catch (IOException _) { // it is gone
            return true;
        }
    }

    void close() {
        FileChannel open = channel;
        channel = null;
        identity = null;
        if (open == null || path == null) return;
        try {
            open.close();
        } catch (IOException _) {
            // The descriptor is gone either way, and every write was checked.
        }
    }

    private static @Nullable Object identity(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return attributes.isRegularFile() ? attributes.fileKey() : null;
    }
}
