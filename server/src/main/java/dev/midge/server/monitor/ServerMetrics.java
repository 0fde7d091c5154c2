package dev.midge.server.monitor;

import dev.midge.auth.MethodFigures;
import dev.midge.server.connection.Connections;
import dev.midge.server.connection.MemoryFigures;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.LinkedHashMap;
import java.util.Map;

/** The metrics of one server. */
final class ServerMetrics {

    private static final double NANOSECOND = 1e-9;
    private static final double MILLISECOND = 1e-3;

    private final Figures figures;

    ServerMetrics(Figures figures) {
        this.figures = figures;
    }

    void add(MetricsPage page, Map<String, Long> hits) {
        server(page);
        connections(page);
        messages(page);
        memory(page, figures.connections().memory());
        requests(page, hits);
        authentication(page);
    }

    private void server(MetricsPage page) {
        page.info(
                "midge_server",
                "The server.",
                Labels.of(
                        "server_id", figures.server().id(),
                        "server_name", figures.server().name(),
                        "version", figures.server().version()));
        page.gauge(
                "midge_start_time_seconds",
                "When the server started, in seconds since 1970.",
                figures.server().started().toEpochMilli() * MILLISECOND);
        page.gauge(
                "midge_accepting_clients",
                "1 while clients can connect, 0 in lame duck mode.",
                figures.connections().accepting() ? 1 : 0);
    }

    private void connections(MetricsPage page) {
        Connections connections = figures.connections();
        page.gauge("midge_connections", "Clients connected now.", connections.openCount());
        page.gauge(
                "midge_connections_limit",
                "Clients that may be connected at the same time.",
                figures.settings().options().maxConnections());
        page.counter("midge_connections_opened", "Connections accepted so far.", connections.totalCount());
        page.gauge(
                "midge_subscriptions",
                "Subscriptions in force, in all accounts.",
                figures.accounts().subscriptionCount());
        page.counter(
                "midge_slow_consumers",
                "Clients that did not read fast enough, most of which were closed.",
                connections.slowConsumerCount());
        page.counter(
                "midge_stale_connections",
                "Clients that were closed because they did not answer PING.",
                connections.staleConnectionCount());
        page.counter(
                "midge_stalls", "How often a client had to wait for those it publishes to.", connections.stallCount());
    }

    private void messages(MetricsPage page) {
        ServerTraffic traffic = ServerTraffic.of(figures.connections());
        page.counter("midge_received_messages", "Messages that clients published.", traffic.inMessages());
        page.counter(
                "midge_received_bytes", "Headers and payloads of messages that clients published.", traffic.inBytes());
        page.counter("midge_sent_messages", "Messages delivered to clients.", traffic.outMessages());
        page.counter("midge_sent_bytes", "Headers and payloads of messages delivered to clients.", traffic.outBytes());
    }

    private static void memory(MetricsPage page, MemoryFigures memory) {
        page.gauge("midge_pending_bytes", "Direct memory of what waits for clients.", memory.pending());
        page.gauge(
                "midge_pending_limit_bytes",
                "Beyond it the client that holds most of it is closed.",
                memory.pendingLimit());
        page.gauge(
                "midge_retained_bytes",
                "Heap for subscriptions, parts of messages and open replies of clients.",
                memory.retained());
        page.gauge(
                "midge_retained_limit_bytes",
                "Beyond it the client that holds most of it is closed.",
                memory.retainedLimit());
        page.gauge(
                "midge_buffer_bytes",
                "Direct memory of the buffers of all servers of the process, free ones included.",
                memory.chunks());
        page.gauge("midge_buffer_limit_bytes", "Beyond it no buffer is to be had.", memory.chunksLimit());
    }

    private static void requests(MetricsPage page, Map<String, Long> hits) {
        CounterSnapshot.Builder metric =
                MetricsPage.counter("midge_http_requests", "Requests for reports of nats-server, by path.");
        for (Map.Entry<String, Long> hit : hits.entrySet()) {
            metric.dataPoint(MetricsPage.count(hit.getValue(), Labels.of("path", hit.getKey())));
        }
        page.add(metric);
    }

    private void authentication(MetricsPage page) {
        CounterSnapshot.Builder answers = MetricsPage.counter(
                "midge_authentication_answers",
                "What each method of authentication has answered: granted, denied, unavailable, not_mine.");
        CounterSnapshot.Builder seconds = MetricsPage.counter(
                "midge_authentication_seconds", "Time from question to answer, all answers together.");
        for (Map.Entry<String, Sum> method : byName().entrySet()) {
            String name = method.getKey();
            Sum sum = method.getValue();
            answers.dataPoint(answer(name, "granted", sum.granted));
            answers.dataPoint(answer(name, "denied", sum.denied));
            answers.dataPoint(answer(name, "unavailable", sum.unavailable));
            answers.dataPoint(answer(name, "not_mine", sum.notMine));
            seconds.dataPoint(MetricsPage.count(sum.nanos * NANOSECOND, Labels.of("method", name)));
        }
        page.add(answers);
        page.add(seconds);
    }

    private static CounterSnapshot.CounterDataPointSnapshot answer(String method, String answer, long count) {
        return MetricsPage.count(count, Labels.of("method", method, "answer", answer));
    }

    private record Sum(long granted, long denied, long unavailable, long notMine, long nanos) {

        static Sum of(MethodFigures figures) {
            return new Sum(
                    figures.granted(), figures.denied(), figures.unavailable(), figures.notMine(), figures.nanos());
        }

        Sum plus(Sum other) {
            return new Sum(
                    granted + other.granted,
                    denied + other.denied,
                    unavailable + other.unavailable,
                    notMine + other.notMine,
                    nanos + other.nanos);
        }
    }

    /** A plug-in may be there twice, with different settings; its name is one label. */
    private Map<String, Sum> byName() {
        Map<String, Sum> sums = new LinkedHashMap<>();
        for (MethodFigures method : figures.settings().authentication().figures()) {
            sums.merge(method.name(), Sum.of(method), Sum::plus);
        }
        return sums;
    }
}
