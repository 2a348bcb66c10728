package boma.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import boma.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens to the log when its file fails, moves or grows.
class AccessLogFileTest {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Path FULL = Path.of("/dev/full");

    private final ManualClock clock = new ManualClock();
    private final Events events = new Events(clock);

    @TempDir
    private Path directory;

    private AccessLog log;
    private Recorder recorder;

    @AfterEach
    void close() {
        if (log != null) log.close();
    }

    @Test
    void aFileThatCannotBeOpenedIsToldInASentence() {
        assertThatThrownBy(() -> open(directory.resolve("missing/access.log")))
                .isInstanceOf(IOException.class)
                .hasMessage("log.access: \"%s/missing/access.log\" cannot be opened: no such directory", directory);
        assertThatThrownBy(() -> open(directory))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("log.access: \"" + directory + "\" cannot be opened: ");
    }

    @Test
    void aFullDiskCostsLinesAndNothingElse() throws Exception {
        assumeTrue(Files.exists(FULL));
        open(FULL);

        record(1000);

        assertThat(log.dropped()).isEqualTo(1000);
        assertThat(log.errors()).isPositive();
        assertThat(events.lines())
                .singleElement()
                .asString()
                .startsWith("WARN access-log-failed access=/dev/full why=\"No space left on device\" lost=");
    }

    @Test
    void aFullDiskIsComplainedOfOncePerMinute() throws Exception {
        assumeTrue(Files.exists(FULL));
        open(FULL);

        for (int second = 0; second < 150; second++) {
            record(1);
            clock.advance(RETRY);
        }

        assertThat(events.lines()).hasSize(3);
    }

    @Test
    void whenThereIsSpaceAgainTheLogGoesOn() throws Exception {
        assumeTrue(Files.exists(FULL));
        Path link = Files.createSymbolicLink(directory.resolve("access.log"), FULL);
        open(link);
        record(5);
        Files.delete(link);
        clock.advance(RETRY);

        record(2);

        assertThat(LogLines.read(link)).hasSize(2);
        assertThat(log.dropped()).isEqualTo(5);
        assertThat(events.lines()).last().isEqualTo("INFO access-log-recovered access=" + link + " lost=5");
    }

    @Test
    void betweenTwoTriesNothingIsTried() throws Exception {
        assumeTrue(Files.exists(FULL));
        open(FULL);
        record(1);
        long errors = log.errors();

        record(1);

        assertThat(log.errors()).isEqualTo(errors);
        assertThat(log.dropped()).isEqualTo(2);
    }

    @Test
    void aDirectoryThatIsRemovedAndComesBackIsUsedAgain() throws Exception {
        Path sub = Files.createDirectory(directory.resolve("log"));
        Path file = sub.resolve("access.log");
        open(file);
        record(1);
        Files.delete(file);
        Files.delete(sub);
        clock.advance(RETRY);
        record(3);
        Files.createDirectory(sub);
        clock.advance(RETRY);

        record(2);

        assertThat(LogLines.read(file)).hasSize(2);
        assertThat(log.dropped()).isEqualTo(3);
        assertThat(events.lines()).hasSize(2).first().asString().contains("why=\"no such directory\"");
    }

    @Test
    void aRenamedFileIsLeftBehindAtOnceWhenAsked() throws Exception {
        Path file = directory.resolve("access.log");
        open(file);
        record(1);
        Files.move(file, directory.resolve("old.log"));

        log.reopen();
        record(2);

        assertThat(LogLines.read(directory.resolve("old.log"))).hasSize(1);
        assertThat(LogLines.read(file)).hasSize(2);
        assertThat(log.dropped()).isZero();
    }

    @Test
    void aRenamedFileIsNoticedUnasked() throws Exception {
        Path file = directory.resolve("access.log");
        open(file);
        record(1);
        Files.move(file, directory.resolve("old.log"));
        clock.advance(RETRY);

        record(2);

        assertThat(LogLines.read(file)).hasSize(2);
        assertThat(log.dropped()).isZero();
    }

    @Test
    void aLargeFileIsRotatedAndTheOldestForgotten() throws Exception {
        Path file = directory.resolve("access.log");
        open(new LogConfig(file.toString(), 1 << 20, 2000, 2));

        for (int i = 0; i < 50; i++) record(1);

        try (var names = Files.list(directory)) {
            assertThat(names.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder("access.log", "access.log.1", "access.log.2");
        }
        assertThat(file).satisfies(f -> assertThat(Files.size(f)).isLessThan(2000));
        for (String old : List.of("access.log.1", "access.log.2")) {
            assertThat(Files.size(directory.resolve(old))).isBetween(2000L, 2400L);
            assertThat(LogLines.read(directory.resolve(old))).hasSizeGreaterThan(5);
        }
        assertThat(log.dropped()).isZero();
    }

    @Test
    void aFileThatCannotBeRotatedGrows() throws Exception {
        Path file = directory.resolve("access.log");
        Files.createDirectories(directory.resolve("access.log.1/in/the/way"));
        open(new LogConfig(file.toString(), 1 << 20, 2000, 1));

        record(20);
        record(20);

        assertThat(LogLines.read(file)).hasSize(40);
        assertThat(log.dropped()).isZero();
        assertThat(events.lines()).hasSize(1).first().asString().startsWith("WARN access-log-not-rotated");
    }

    @Test
    void linesOfAnEarlierRunStay() throws Exception {
        Path file = directory.resolve("access.log");
        Files.writeString(file, "{}\n");
        open(file);

        record(1);

        assertThat(LogLines.read(file)).hasSize(2);
    }

    private void open(Path file) throws IOException {
        open(LogConfig.file(file.toString()));
    }

    private void open(LogConfig config) throws IOException {
        log = new AccessLog(config, 1, Samples.roster(), clock, events.queue(), RETRY.toNanos()).start();
        recorder = new Recorder(log, 0, 1, 1);
    }

    /// Records some requests and waits until they are written or lost.
    private void record(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) recorder.finished(Samples.read(), Samples.START);
        assertThat(log.flush(Duration.ofSeconds(10))).isTrue();
    }
}
