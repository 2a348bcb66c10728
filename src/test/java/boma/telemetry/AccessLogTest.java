package boma.telemetry;

import static boma.telemetry.Samples.MILLI;
import static boma.telemetry.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import boma.antelope.Name;
import boma.client.Client;
import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.exchange.Ground;
import boma.exchange.LocalAnswer;
import boma.exchange.Moment;
import boma.exchange.Reason;
import boma.exchange.Refusal;
import boma.exchange.Side;
import boma.exchange.Verdict;
import boma.http.Method;
import boma.telemetry.RecentRefusals.Refused;
import boma.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
    private static final long END = START + 12 * MILLI;

    private final ManualClock clock = new ManualClock();
    private final Events events = new Events(clock);

    @TempDir
    private Path directory;

    private Path file;
    private AccessLog log;
    private Recorder recorder;

    @BeforeEach
    void open() throws IOException {
        file = directory.resolve("access.log");
        clock.advance(Duration.ofNanos(END - clock.nanos()));
        log = new AccessLog(LogConfig.file(file.toString()), 2, Samples.roster(), clock, events.queue(), 0).start();
        recorder = new Recorder(log, 1, 2, 2);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aReadCallThatPassedSaysWhoWhatAndHowLong() throws InterruptedException {
        assertThat(lineOf(Samples.read()))
                .containsExactly(
                        entry("time", Instant.ofEpochMilli(clock.epochMillis()).toString()),
                        entry("id", "000000000000029a"),
                        entry("listener", "public"),
                        entry("client", "192.0.2.1"),
                        entry("method", "POST"),
                        entry("call", "get_info"),
                        entry("verdict", "pass"),
                        entry("pool", "read"),
                        entry("node", "http://127.0.0.1:8888"),
                        entry("status", 200L),
                        entry("bytes_in", 120L),
                        entry("bytes_out", 900L),
                        entry("total_ms", 12.0),
                        entry("decide_ms", 0.001),
                        entry("wait_ms", 10.0));
    }

    @Test
    void aFailedPushNamesItsActionsAndTheNodesError() throws InterruptedException {
        assertThat(lineOf(Samples.failedPush()))
                .containsEntry("call", "push_transaction")
                .containsEntry("contracts", List.of("eosio.token", "mygame.app"))
                .containsEntry("actions", List.of("eosio.token::transfer", "mygame.app::play"))
                .containsEntry("accounts", List.of("alice"))
                .containsEntry("transaction", "f0efeeedecebeae9e8e7e6e5e4e3e2e1e0dfdedddcdbdad9d8d7d6d5d4d3d2d1")
                .containsEntry("transaction_count", 1L)
                .containsEntry("action_count", 2L)
                .containsEntry("verdict", "pass")
                .containsEntry("status", 500L)
                .containsEntry("error_class", "caller")
                .containsEntry("error_code", 3_050_003L)
                .containsEntry("error_name", "eosio_assert_message_exception")
                .containsEntry("failed", 1L)
                .containsEntry("cpu_us", 217L);
    }

    @Test
    void aRefusedRequestNamesTheLimitAndItsTarget() throws InterruptedException {
        assertThat(lineOf(Samples.denied("192.0.2.9", "per \"client\"")))
                .containsEntry("client", "192.0.2.9")
                .containsEntry("target", "/index.php?a=\"b\"")
                .containsEntry("verdict", "deny")
                .containsEntry("reason", "rate-limited")
                .containsEntry("by", "per \"client\"")
                .containsEntry("status", 429L)
                .doesNotContainKeys("pool", "node", "wait_ms", "observed", "error_class");
    }

    @Test
    void aDroppedRequestNamesTheExactAddressAndWhatItAskedFor() throws InterruptedException {
        assertThat(lineOf(Samples.dropped()))
                .containsEntry("client", "2001:db8::/64")
                .containsEntry("address", "2001:db8::7")
                .containsEntry("contract", "eosio")
                .containsEntry("table", "producers")
                .containsEntry("scope", "eosio")
                .containsEntry("verdict", "drop")
                .containsEntry("reason", "blocked")
                .containsEntry("by", "no farms")
                .doesNotContainKeys("status", "account", "decide_ms");
    }

    @Test
    void clientsOfAllKindsAreWrittenAsTheLedgerWritesThem() throws InterruptedException {
        for (String client :
                List.of("circuit:1/29a", "circuit:0/ffffffff", "unknown:1", "2001:db8::/64", "192.0.2.255")) {
            Exchange x = Samples.read();
            x.client = Samples.from(client.replace("/64", "1")).client;
            x.addressHigh = 0;
            x.addressLow = 0;

            assertThat(lineOf(x)).containsEntry("client", client);
        }
    }

    @Test
    void withoutAClientTheAddressIsLeft() throws InterruptedException {
        Exchange x = Samples.read();
        x.client = null;

        assertThat(lineOf(x)).containsEntry("address", "192.0.2.1").doesNotContainKey("client");
    }

    @Test
    void aFailureOfTheNodeIsToldWithItsMoment() throws InterruptedException {
        Exchange x = Samples.read();
        x.verdict = Samples.deny(Reason.NODE_CLOSED, "");
        x.status = 502;
        x.retries = 1;
        x.answeredNanos = 0;
        x.failure = new Failure(Side.NODE, Moment.NODE_ANSWER_HEAD, Reason.NODE_CLOSED, true, "closed after 0 bytes");

        assertThat(lineOf(x))
                .containsEntry("reason", "node-closed")
                .containsEntry("retries", 1L)
                .containsEntry("failure_side", "node")
                .containsEntry("failure_moment", "node-answer-head")
                .containsEntry("failure_detail", "closed after 0 bytes")
                .doesNotContainKeys("by", "wait_ms");
    }

    @Test
    void aFailureWithoutARefusalGivesTheReason() throws InterruptedException {
        Exchange x = Samples.read();
        x.failure = new Failure(Side.CLIENT, Moment.NODE_ANSWER_HEAD, Reason.CLIENT_GONE, false, "x".repeat(200));

        assertThat(lineOf(x))
                .containsEntry("verdict", "pass")
                .containsEntry("reason", "client-gone")
                .containsEntry("failure_detail", "x".repeat(LogEntry.DETAIL_MAX));
    }

    @Test
    void whatOnlyObservesIsNamed() throws InterruptedException {
        Exchange x = Samples.read();
        x.observed.add(Ground.of(Reason.BLOCKED, "new rule"));
        x.observed.add(Ground.of(Reason.BLOCKED, "another one"));

        assertThat(lineOf(x)).containsEntry("verdict", "pass").containsEntry("observed", "new rule");
    }

    @Test
    void answersWithoutANodeAndRequestsThatWaitedInVainHaveTheirWords() throws InterruptedException {
        Exchange answered = Samples.read();
        answered.method = Method.OPTIONS;
        answered.verdict = new Verdict.Answer(LocalAnswer.of(204, "", ""));
        Exchange stalled = Samples.read();
        stalled.verdict = new Verdict.Stall(Ground.of(Reason.RATE_LIMITED, "slow"));

        assertThat(lineOf(answered)).containsEntry("method", "OPTIONS").containsEntry("verdict", "answer");
        assertThat(lineOf(stalled)).containsEntry("verdict", "stall").containsEntry("by", "slow");
    }

    @Test
    void bytesThatAreNoTextCannotBreakALine() throws InterruptedException {
        Exchange x = Samples.denied("192.0.2.9", "a\nb\u2028😀");
        Samples.rememberTarget(x, "/\"}\n{\u0000\u0080\u00ff\\");

        assertThat(lineOf(x))
                .containsEntry("target", "/\"}\n{\u0000\u0080\u00ff\\")
                .containsEntry("by", "a\nb\u2028😀");
    }

    @Test
    void theLargestRequestFitsIntoALine() throws InterruptedException {
        Exchange x = Samples.failedPush();
        for (int i = 0; i < 20; i++) {
            long name = Name.encode("zzzzzzzzzzz" + (char) ('a' + i));
            x.summary().addContract(name);
            x.summary().addAction(name, name);
            x.summary().addAccount(name);
        }
        Samples.rememberTarget(x, "\"".repeat(300));
        x.failure = new Failure(Side.BOMA, Moment.DONE, Reason.INTERNAL_ERROR, false, "\n".repeat(300));
        x.bytesOut = Long.MAX_VALUE;

        assertThat(lineOf(x)).containsEntry("target", "\"".repeat(256)).containsEntry("failed", 1L);
    }

    @Test
    void namesThatAReloadRemovedAreWrittenAsNumbers() throws InterruptedException {
        Exchange x = Samples.read();
        x.listener = 7;
        x.node = 9;

        assertThat(lineOf(x)).containsEntry("listener", "7").containsEntry("node", "9");
    }

    @Test
    void everyFieldOfALineIsDocumented() throws InterruptedException {
        List<String> known =
                List.of(LogField.values()).stream().map(LogField::label).toList();
        recorder.finished(Samples.failedPush(), END);
        recorder.finished(Samples.dropped(), END);

        assertThat(lines()).allSatisfy(line -> {
            assertThat(known).containsAll(line.keySet());
            assertThat(List.copyOf(line.keySet())).isSortedAccordingTo(Comparator.comparingInt(known::indexOf));
        });
    }

    @Test
    void theLinesOfAllLoopsComeTogether() throws InterruptedException {
        var other = new Recorder(log, 0, 2, 2);
        for (int i = 0; i < 3000; i++) {
            recorder.finished(Samples.read(), END);
            other.finished(Samples.denied("192.0.2.9", "per client"), END);
            if (i % 1000 == 0) flush();
        }

        assertThat(lines()).hasSize(6000);
        assertThat(log.dropped()).isZero();
    }

    @Test
    void aFloodOfWhatNoNodeIsAskedForIsTenLinesInASecond() throws InterruptedException {
        Exchange refused = Samples.denied("192.0.2.9", "per client");
        Exchange preflight = Samples.denied("192.0.2.9", "");
        preflight.client = refused.client;
        preflight.verdict = new Verdict.Answer(LocalAnswer.of(200, "", "{}"));
        for (int i = 0; i < 50; i++) {
            recorder.finished(refused, END);
            recorder.finished(preflight, END);
        }
        recorder.finished(Samples.denied("192.0.2.10", "per client"), END);
        recorder.finished(refused, END + 1_000_000_000);
        recorder.finished(refused, END + 1_000_000_000);

        assertThat(lines())
                .hasSize(13)
                .filteredOn(line -> line.containsKey("left_out"))
                .singleElement()
                .satisfies(line -> assertThat(line).containsEntry("left_out", 90L));
    }

    @Test
    void whatANodeIsAskedForIsAlwaysWrittenAndTellsWhatWasLeftOutBefore() throws InterruptedException {
        Exchange served = Samples.read();
        Exchange refused = Samples.denied("192.0.2.1", "per client");
        refused.client = served.client;
        for (int i = 0; i < 12; i++) recorder.finished(refused, END);
        for (int i = 0; i < 20; i++) recorder.finished(served, END);

        assertThat(lines()).hasSize(30);
        assertThat(lines().get(10)).containsEntry("verdict", "pass").containsEntry("left_out", 2L);
        assertThat(lines().getLast()).doesNotContainKey("left_out");
    }

    @Test
    void theLineAboutABanIsAlwaysWritten() throws InterruptedException {
        Exchange x = Samples.denied("192.0.2.9", "flood");
        for (int i = 0; i < 11; i++) recorder.finished(x, END);
        var refusal = new Refusal(Reason.RATE_LIMITED, "No.", "flood", "");
        x.verdict = new Verdict.Deny(Ground.of(Reason.RATE_LIMITED, "flood"), refusal, 1);
        recorder.finished(x, END);

        assertThat(lines()).hasSize(11);
        assertThat(lines().getLast()).containsEntry("left_out", 1L);
    }

    @Test
    void refusalsOfAClientCanBeAskedFor() throws InterruptedException {
        for (int i = 0; i < 20; i++) recorder.finished(Samples.denied("192.0.2.9", "limit " + i), END);
        recorder.finished(Samples.dropped(), END);
        recorder.finished(Samples.read(), END);
        flush();

        assertThat(log.refusals().of(Client.parse("192.0.2.9")))
                .extracting(Refused::ground)
                .extracting(Ground::by)
                .startsWith("limit 19", "limit 18")
                .hasSize(8);
        assertThat(log.refusals().of(Client.parse("2001:db8::1234")))
                .containsExactly(new Refused(
                        clock.epochMillis(), 0x29c, "get_table_rows", 0, Ground.of(Reason.BLOCKED, "no farms")));
        assertThat(log.refusals().of(Client.parse("192.0.2.1"))).isEmpty();
    }

    @Test
    void theLatestRefusalComesFirstWhicheverLoopItWas() throws InterruptedException {
        var other = new Recorder(log, 0, 2, 2);
        recorder.finished(Samples.denied("192.0.2.9", "first"), END);
        other.finished(Samples.denied("192.0.2.9", "second"), END + 2 * MILLI);
        recorder.finished(Samples.denied("192.0.2.9", "third"), END + 4 * MILLI);
        flush();

        assertThat(log.refusals().of(Client.parse("192.0.2.9")))
                .extracting(Refused::ground)
                .extracting(Ground::by)
                .containsExactly("third", "second", "first");
    }

    @Test
    void refusedConnectionsAreToldOncePerSecondAndGround() throws InterruptedException {
        Ground banned = Ground.of(Reason.BANNED);
        Exchange x = Samples.from("192.0.2.66");
        for (int i = 0; i < 100; i++) recorder.connectionRefused(banned, x, END);
        recorder.connectionRefused(Ground.of(Reason.TOO_MANY_CONNECTIONS), x, END);
        flush();
        clock.advance(Duration.ofSeconds(1));
        recorder.connectionRefused(banned, x, clock.nanos());
        flush();

        assertThat(events.lines())
                .containsExactly(
                        "WARN connection-refused client=192.0.2.66 listener=public reason=banned",
                        "WARN connection-refused client=192.0.2.66 listener=public reason=too-many-connections",
                        "WARN connection-refused client=192.0.2.66 listener=public reason=banned suppressed=99");
        assertThat(lines()).isEmpty();
        assertThat(log.refusals().of(Client.parse("192.0.2.66"))).hasSize(3);
    }

    @Test
    void withoutALogTheStatisticsAreKept() throws Exception {
        try (var off = new AccessLog(LogConfig.off(), 1, Samples.roster(), clock, events.queue(), 0).start()) {
            new Recorder(off, 0, 1, 1).finished(Samples.denied("192.0.2.9", "per client"), END);

            assertThat(off.flush(Duration.ofSeconds(10))).isTrue();

            assertThat(off.refusals().of(Client.parse("192.0.2.9"))).hasSize(1);
            assertThat(off.dropped()).isZero();
        }
    }

    @Test
    void closingWritesWhatIsThere() {
        recorder.finished(Samples.read(), END);

        log.close();

        assertThat(LogLines.read(file)).hasSize(1);
    }

    @Test
    void nobodyElseMayReadTheFile() throws IOException {
        assertThat(Files.getPosixFilePermissions(file)).asString().doesNotContain("OTHERS");
    }

    private Map<String, Object> lineOf(Exchange x) throws InterruptedException {
        recorder.finished(x, END);
        return lines().getLast();
    }

    private List<Map<String, Object>> lines() throws InterruptedException {
        flush();
        return LogLines.read(file);
    }

    private void flush() throws InterruptedException {
        assertThat(log.flush(Duration.ofSeconds(10))).isTrue();
    }
}
