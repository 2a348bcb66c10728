package boma.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A `./boma` that runs as a process of its own, as operators run it.
final class Command implements AutoCloseable {
    private static final Path BOMA = Path.of("boma").toAbsolutePath();

    private final Process process;
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final Thread listener;

    private Command(ProcessBuilder builder) throws IOException {
        process = builder.start();
        listener = Thread.ofVirtual().start(this::listen);
    }

    /// Starts it in a directory, which decides what relative paths mean.
    static Command start(Path directory, Object... args) throws IOException {
        return start(BOMA, directory, args);
    }

    /// Starts it with options for Java.
    static Command startWithJava(String options, Path directory, Object... args) throws IOException {
        ProcessBuilder builder = builder(BOMA, directory, args);
        builder.environment().put("BOMA_JAVA_OPTS", options);
        return new Command(builder);
    }

    /// Starts what leads to it, such as a link.
    static Command start(Path program, Path directory, Object... args) throws IOException {
        return new Command(builder(program, directory, args));
    }

    private static ProcessBuilder builder(Path program, Path directory, Object... args) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        for (Object arg : args) command.add(arg.toString());
        return new ProcessBuilder(command).directory(directory.toFile());
    }

    /// Starts it with a bound on its open files.
    static Command startWithFiles(int most, Path directory, Object... args) throws IOException {
        Object[] all = new Object[args.length + 3];
        all[0] = "-c";
        all[1] = "ulimit -n " + most + " && exec \"$0\" \"$@\"";
        all[2] = BOMA;
        System.arraycopy(args, 0, all, 3, args.length);
        return start(Path.of("/bin/bash"), directory, all);
    }

    private void listen() {
        try (var errors = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            errors.lines().forEach(told::add);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits for its end.
    int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) throw new AssertionError("runs on: " + told);
        listener.join();
        return process.exitValue();
    }

    /// What it wrote to standard error, to its end; without the note that it was built first.
    List<String> errors() throws InterruptedException {
        exitCode();
        return told.stream().filter(line -> !line.startsWith("Building ")).toList();
    }

    /// What it wrote to standard output, to its end.
    String output() throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    /// Waits until it has said on standard error what fits, and returns the first group.
    String said(String regex) {
        Pattern pattern = Pattern.compile(regex);
        var found = new String[1];
        Await.until(() -> regex + " in " + told, () -> {
            for (String line : List.copyOf(told)) {
                Matcher m = pattern.matcher(line);
                if (m.find()) found[0] = m.group(1);
            }
            return found[0] != null;
        });
        return found[0];
    }

    /// Where it listens.
    String address() {
        return said("listening on=(\\S+)");
    }

    /// Sends a signal, such as `HUP`.
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /// SIGTERM. Why by the handle: the process itself would close what we still read from.
    void terminate() {
        process.toHandle().destroy();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.getInputStream().close();
    }
}
