package dev.midge.server.monitor;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;

/** Collects the metrics of one scrape. Names of counters are given without {@code _total}. */
final class MetricsPage {

    private final MetricSnapshots.Builder snapshots = MetricSnapshots.builder();

    MetricSnapshots snapshots() {
        return snapshots.build();
    }

    /** A value that goes up and down. */
    void gauge(String name, String help, double value) {
        snapshots.metricSnapshot(gauge(name, help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build());
    }

    void gauge(String name, String help, long value) {
        gauge(name, help, (double) value);
    }

    static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    static GaugeDataPointSnapshot point(long value, Labels labels) {
        return GaugeDataPointSnapshot.builder()
                .value((double) value)
                .labels(labels)
                .build();
    }

    /** A value that goes up only. */
    void counter(String name, String help, double value) {
        snapshots.metricSnapshot(
                counter(name, help).dataPoint(count(value, Labels.EMPTY)).build());
    }

    void counter(String name, String help, long value) {
        counter(name, help, (double) value);
    }

    static CounterSnapshot.Builder counter(String name, String help) {
        return CounterSnapshot.builder().name(name).help(help);
    }

    static CounterDataPointSnapshot count(double value, Labels labels) {
        return CounterDataPointSnapshot.builder().value(value).labels(labels).build();
    }

    static CounterDataPointSnapshot count(long value, Labels labels) {
        return count((double) value, labels);
    }

    static SummaryDataPointSnapshot sum(long count, double sum, Labels labels) {
        return SummaryDataPointSnapshot.builder()
                .count(count)
                .sum(sum)
                .labels(labels)
                .build();
    }

    /** A metric that always is 1 and whose labels say something. */
    void info(String name, String help, Labels labels) {
        snapshots.metricSnapshot(InfoSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
                .build());
    }

    void add(GaugeSnapshot.Builder metric) {
        snapshots.metricSnapshot(metric.build());
    }

    void add(CounterSnapshot.Builder metric) {
        snapshots.metricSnapshot(metric.build());
    }

    void add(SummarySnapshot.Builder metric) {
        snapshots.metricSnapshot(metric.build());
    }
}
