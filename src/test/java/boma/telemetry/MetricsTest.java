package boma.telemetry;

import static boma.telemetry.Samples.MILLI;
import static boma.telemetry.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import boma.exchange.Exchange;
import boma.exchange.Failure;
import boma.exchange.Ground;
import boma.exchange.Moment;
import boma.exchange.Reason;
import boma.exchange.Side;
import boma.ledger.Ledger;
import boma.limit.LimitTables;
import boma.time.ManualClock;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final long END = START + 12 * MILLI;
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+(?:\\{.*})?) (\\S+)");

    private final ManualClock clock = new ManualClock();
    private AccessLog log;
    private Recorder first;
    private Recorder second;
    private Metrics metrics;

    @BeforeEach
    void open() throws IOException {
        log = new AccessLog(LogConfig.off(), 2, Samples.roster(), clock, new Events(clock).queue(), 0).start();
        first = new Recorder(log, 0, 2, 2);
        second = new Recorder(log, 1, 0, 0); // learns of listeners and nodes when they come
        var gauges = new Gauges(
                "1.2.3",
                new Ledger(clock, 1000),
                () -> 4096,
                () -> 8192,
                () -> List.of(new LimitTables.Use("per client", 3, 1024, 1)));
        metrics = new Metrics(List.of(first, second), log, gauges);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void requestsAreCountedByListenerCallAndStatusOverAllLoops() throws Exception {
        first.finished(Samples.read(), END);
        second.finished(Samples.read(), END);
        second.finished(Samples.denied("192.0.2.9", "per client"), END);
        Exchange onion = Samples.dropped();
        onion.listener = 1;
        second.finished(onion, END);

        assertThat(scrape())
                .containsEntry("boma_requests_total{call=\"get_info\",listener=\"public\",status=\"2xx\"}", 2.0)
                .containsEntry("boma_requests_total{call=\"unknown\",listener=\"public\",status=\"4xx\"}", 1.0)
                .containsEntry("boma_requests_total{call=\"get_table_rows\",listener=\"onion\",status=\"none\"}", 1.0)
                .containsEntry("boma_request_bytes_total{listener=\"public\"}", 320.0)
                .containsEntry("boma_answer_bytes_total{listener=\"public\"}", 2200.0)
                .containsEntry("boma_refusals_total{by=\"per client\",reason=\"rate-limited\"}", 1.0)
                .containsEntry("boma_refusals_total{by=\"no farms\",reason=\"blocked\"}", 1.0);
    }

    @Test
    void durationsFallIntoBuckets() throws Exception {
        first.finished(Samples.read(), END);
        second.finished(Samples.read(), START + 90_000 * MILLI);

        assertThat(scrape())
                .containsEntry("boma_request_duration_seconds_bucket{le=\"0.01\"}", 0.0)
                .containsEntry("boma_request_duration_seconds_bucket{le=\"0.025\"}", 1.0)
                .containsEntry("boma_request_duration_seconds_bucket{le=\"60.0\"}", 1.0)
                .containsEntry("boma_request_duration_seconds_bucket{le=\"+Inf\"}", 2.0)
                .containsEntry("boma_request_duration_seconds_count", 2.0)
                .containsEntry("boma_request_duration_seconds_sum", 90.012);
    }

    @Test
    void nodesAreCountedByWhatTheyAnswerAndWhatTheyFail() throws Exception {
        first.finished(Samples.read(), END);
        Exchange failed = Samples.read();
        failed.node = 1;
        failed.status = 502;
        failed.retries = 1;
        failed.answeredNanos = 0;
        failed.failure = new Failure(Side.NODE, Moment.NODE_ANSWER_HEAD, Reason.NODE_CLOSED, true, "closed");
        second.retried(0, new Failure(Side.NODE, Moment.NODE_CONNECT, Reason.NODE_UNREACHABLE, true, "refused"));
        second.finished(failed, END);
        second.nodeConnectionOpened(1);
        second.nodeConnectionOpened(1);
        second.nodeConnectionClosed(1);

        String one = "{node=\"http://127.0.0.1:8888\",pool=\"read\"";
        String two = "{node=\"http://127.0.0.1:8889\",pool=\"read\"";
        assertThat(scrape())
                .containsEntry("boma_node_up" + one + "}", 1.0)
                .containsEntry("boma_node_in_flight" + one + "}", 0.0)
                .containsEntry("boma_node_requests_total" + one + ",status=\"2xx\"}", 1.0)
                .containsEntry("boma_node_failures_total" + one + ",reason=\"node-unreachable\"}", 1.0)
                .containsEntry("boma_node_failures_total" + two + ",reason=\"node-closed\"}", 1.0)
                .containsEntry("boma_node_answer_seconds_bucket" + one + ",le=\"0.01\"}", 1.0)
                .containsEntry("boma_node_answer_seconds_count" + two + "}", 0.0)
                .containsEntry("boma_node_connections_open" + two + "}", 1.0)
                .containsEntry("boma_retries_total", 1.0)
                .doesNotContainKey("boma_node_head_age_seconds" + one + "}");
    }

    @Test
    void whatTransactionsDidIsCounted() throws Exception {
        first.finished(Samples.failedPush(), END);
        second.finished(Samples.failedPush(), END);
        Exchange odd = Samples.failedPush();
        odd.errorCode = 12_345;
        second.finished(odd, END);
        assertThat(log.flush(Duration.ofSeconds(10))).isTrue();

        assertThat(scrape())
                .containsEntry("boma_failures_total{call=\"push_transaction\",class=\"caller\"}", 3.0)
                .containsEntry("boma_node_errors_total{code=\"3050003\",name=\"eosio_assert_message_exception\"}", 2.0)
                .containsEntry("boma_node_errors_total{code=\"other\",name=\"other\"}", 1.0)
                .containsEntry("boma_transactions_total", 3.0)
                .containsEntry("boma_transactions_failed_total", 3.0)
                .containsEntry("boma_actions_total", 6.0)
                .containsEntry("boma_billed_cpu_seconds_total", 0.000651)
                .containsEntry("boma_top_contracts_total{contract=\"eosio.token\"}", 3.0)
                .containsEntry("boma_top_contract_failures_total{contract=\"eosio.token\"}", 3.0)
                .containsEntry("boma_top_contracts_total{contract=\"(other)\"}", 0.0)
                .containsEntry("boma_top_accounts_total{account=\"alice\"}", 3.0);
    }

    /// Else anybody could fill a monitoring system with names.
    @Test
    void whatNoNodeSawMakesNoSeries() throws Exception {
        Exchange refused = Samples.failedPush();
        refused.node = Exchange.NONE;
        first.finished(refused, END);
        assertThat(log.flush(Duration.ofSeconds(10))).isTrue();

        assertThat(scrape()).doesNotContainKey("boma_top_contracts_total{contract=\"eosio.token\"}");
    }

    @Test
    void connectionsAreCountedWhereTheyCameIn() throws Exception {
        first.connectionOpened(0);
        second.connectionOpened(0);
        second.connectionClosed(0);
        second.connectionRefused(Ground.of(Reason.BANNED), Samples.from("192.0.2.66"), START);
        second.connectionRefused(Ground.of(Reason.BANNED), Samples.from("192.0.2.66"), START);
        first.acceptPaused();
        first.bug();

        assertThat(scrape())
                .containsEntry("boma_connections_total{listener=\"public\"}", 2.0)
                .containsEntry("boma_connections_open{listener=\"public\"}", 1.0)
                .containsEntry("boma_connections_refused_total{by=\"\",reason=\"banned\"}", 2.0)
                .containsEntry("boma_accept_pauses_total", 1.0)
                .containsEntry("boma_bugs_total", 1.0);
    }

    @Test
    void whatOnlyObservesIsCountedApart() throws Exception {
        Exchange x = Samples.read();
        x.observed.add(Ground.of(Reason.BLOCKED, "only observes"));
        x.observed.add(Ground.of(Reason.RATE_LIMITED, "observes too"));
        first.finished(x, END);

        assertThat(scrape())
                .containsEntry("boma_observed_total{by=\"only observes\",reason=\"blocked\"}", 1.0)
                .containsEntry("boma_observed_total{by=\"observes too\",reason=\"rate-limited\"}", 1.0)
                .doesNotContainKey("boma_refusals_total{by=\"only observes\",reason=\"blocked\"}");
    }

    @Test
    void linesThatAreLeftOutCountAsRequestsAllTheSame() throws Exception {
        Exchange x = Samples.denied("192.0.2.9", "per client");
        for (int i = 0; i < 15; i++) first.finished(x, END);

        assertThat(scrape())
                .containsEntry("boma_refusals_total{by=\"per client\",reason=\"rate-limited\"}", 15.0)
                .containsEntry("boma_access_log_left_out_total", 5.0);
    }

    @Test
    void theRestOfTheProcessIsAsked() throws Exception {
        assertThat(scrape())
                .containsEntry("boma_build_info{version=\"1.2.3\"}", 1.0)
                .containsEntry("boma_buffered_bytes", 4096.0)
                .containsEntry("boma_buffered_max_bytes", 8192.0)
                .containsEntry("boma_limit_keys{limit=\"per client\"}", 3.0)
                .containsEntry("boma_limit_keys_max{limit=\"per client\"}", 1024.0)
                .containsEntry("boma_limit_keys_forgotten_total{limit=\"per client\"}", 1.0)
                .containsEntry("boma_clients", 0.0)
                .containsEntry("boma_bans_running", 0.0)
                .containsKeys(
                        "boma_uptime_seconds",
                        "boma_heap_used_bytes",
                        "boma_process_cpu_seconds_total",
                        "boma_process_open_files",
                        "boma_process_resident_bytes",
                        "boma_access_log_dropped_total");
    }

    @Test
    void everyMetricOfAScrapeIsDocumentedWithItsTypeAndLabels() throws Exception {
        first.finished(Samples.failedPush(), END);
        String text = text(PrometheusTextFormatWriter.create());

        var documented = new TreeSet<String>();
        for (Metric metric : Metric.values()) {
            documented.add(metric.fullName() + " " + typeOf(metric));
            assertThat(metric.help()).endsWith(".").doesNotContain("\"");
        }
        var exported = new TreeSet<String>();
        text.lines().filter(line -> line.startsWith("# TYPE ")).forEach(line -> exported.add(line.substring(7)));
        assertThat(documented).containsAll(exported);
        assertThat(exported.size()).isGreaterThan(35);
    }

    @Test
    void openMetricsIsWrittenToo() throws Exception {
        first.finished(Samples.read(), END);

        assertThat(text(OpenMetricsTextFormatWriter.create()))
                .contains("# TYPE boma_requests counter\n", "boma_requests_total{call=\"get_info\"")
                .endsWith("# EOF\n");
    }

    private static String typeOf(Metric metric) {
        return switch (metric.type()) {
            case COUNTER -> "counter";
            case GAUGE, INFO -> "gauge";
            case HISTOGRAM -> "histogram";
        };
    }

    /// The samples of a scrape by name and labels, which come in alphabetical order.
    private Map<String, Double> scrape() throws IOException {
        Map<String, Double> samples = new LinkedHashMap<>();
        text(PrometheusTextFormatWriter.create())
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    var m = SAMPLE.matcher(line);
                    assertThat(m.matches()).as(line).isTrue();
                    assertThat(samples.put(m.group(1), Double.valueOf(m.group(2))))
                            .as(line)
                            .isNull();
                });
        return samples;
    }

    private String text(ExpositionFormatWriter format) throws IOException {
        var out = new ByteArrayOutputStream();
        format.write(out, metrics.scrape());
        return out.toString(StandardCharsets.UTF_8);
    }
}
