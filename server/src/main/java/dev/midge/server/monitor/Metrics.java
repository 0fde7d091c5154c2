package dev.midge.server.monitor;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;

/**
 * {@code /metrics}: the figures of {@code /varz}, of authentication, memory and the JVM in the text format of Prometheus.
 * Not in nats-server. What each means stands in {@code docs/metrics.md}.
 */
final class Metrics implements Endpoint {

    private final Figures figures;

    Metrics(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String path() {
        return "/metrics";
    }

    @Override
    public void answer(Request request, Reply reply) throws IOException {
        // Made for each request, so that who never asks does not load the library.
        PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
        MetricsPage page = new MetricsPage();
        new ServerMetrics(figures).add(page, request.hits());
        ProcessMetrics.add(page);
        reply.type(writer.getContentType());
        writer.write(reply.body(), page.snapshots());
    }
}
