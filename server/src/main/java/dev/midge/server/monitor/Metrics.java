package dev.midge.server.monitor;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;

/**
 * {@code /metrics}: the figures of {@code /varz}, of authentication, memory and the JVM in the text format of Prometheus.
 * Not in nats-server. What each means stands in {@code docs/metrics.md}.
 */
final class Metrics implements Endpoint {

    private final Figures figures;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    Metrics(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String path() {
        return "/metrics";
    }

    @Override
    public void answer(Request request, Reply reply) throws IOException {
        MetricsPage page = new MetricsPage();
        new ServerMetrics(figures).add(page, request.hits());
        ProcessMetrics.add(page);
        reply.type(writer.getContentType());
        writer.write(reply.body(), page.snapshots());
    }
}
