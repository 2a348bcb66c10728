package boma.telemetry;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The values of one scrape, gathered by metric. Confined to the thread that scrapes.
final class Page {
    private final Map<Metric, List<CounterDataPointSnapshot>> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, List<GaugeDataPointSnapshot>> gauges = new EnumMap<>(Metric.class);
    private final Map<Metric, List<HistogramDataPointSnapshot>> histograms = new EnumMap<>(Metric.class);
    private final Map<Metric, List<InfoDataPointSnapshot>> infos = new EnumMap<>(Metric.class);
    private final Set<Row> rows = new HashSet<>();

    private record Row(Metric metric, List<String> labels) {}

    void count(Metric metric, long value, String... labels) {
        count(metric, (double) value, labels);
    }

    void count(Metric metric, double value, String... labels) {
        if (isThere(metric, labels)) return;
        counters.computeIfAbsent(metric, _ -> new ArrayList<>())
                .add(new CounterDataPointSnapshot(value, labels(metric, labels), null, 0));
    }

    void gauge(Metric metric, long value, String... labels) {
        gauge(metric, (double) value, labels);
    }

    void gauge(Metric metric, double value, String... labels) {
        if (isThere(metric, labels)) return;
        gauges.computeIfAbsent(metric, _ -> new ArrayList<>())
                .add(new GaugeDataPointSnapshot(value, labels(metric, labels), null));
    }

    void histogram(Metric metric, Histogram histogram, String... labels) {
        if (isThere(metric, labels)) return;
        var buckets = ClassicHistogramBuckets.of(Histogram.bounds(), histogram.counts());
        histograms
                .computeIfAbsent(metric, _ -> new ArrayList<>())
                .add(new HistogramDataPointSnapshot(
                        buckets, histogram.sumSeconds(), labels(metric, labels), Exemplars.EMPTY, 0));
    }

    void info(Metric metric, String... labels) {
        infos.computeIfAbsent(metric, _ -> new ArrayList<>()).add(new InfoDataPointSnapshot(labels(metric, labels)));
    }

    /// The same labels twice would spoil the whole page: of a node that is written twice, the first counts.
    private boolean isThere(Metric metric, String... labels) {
        return !rows.add(new Row(metric, List.of(labels)));
    }

    MetricSnapshots snapshots() {
        List<MetricSnapshot> all = new ArrayList<>();
        counters.forEach((metric, points) -> all.add(new CounterSnapshot(metadata(metric), points)));
        gauges.forEach((metric, points) -> all.add(new GaugeSnapshot(metadata(metric), points)));
        histograms.forEach((metric, points) -> all.add(new HistogramSnapshot(metadata(metric), points)));
        infos.forEach((metric, points) -> all.add(new InfoSnapshot(metadata(metric), points)));
        return new MetricSnapshots(all);
    }

    private static MetricMetadata metadata(Metric metric) {
        return new MetricMetadata(metric.family(), metric.help());
    }

    private static Labels labels(Metric metric, String... values) {
        return Labels.of(metric.labels(), List.of(values));
    }
}
