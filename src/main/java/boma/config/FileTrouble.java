package boma.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Says in an operator's words why a file cannot be read or written.
public final class FileTrouble {
    private FileTrouble() {}

    /// Such as `no such file`, `permission denied` or `Is a directory`; one line, whatever the exception says.
    public static String of(IOException e) {
        String reason = switch (e) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage();
        };
        return reason == null ? e.getClass().getSimpleName() : Print.plain(reason);
    }
}
