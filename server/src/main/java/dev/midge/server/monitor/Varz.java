package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.connection.Connections;
import dev.midge.server.connection.Loop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code /varz}: the server, its settings and its counters. */
final class Varz implements Endpoint {

    private static final String[] EMPTY_OBJECTS = {"cluster", "gateway", "leaf", "mqtt", "websocket", "jetstream"};
    private static final String[] PEER_KINDS = {"routes", "gateways", "leafs"};

    private final Figures figures;
    private final int httpPort;
    private final ProcessUsage usage = new ProcessUsage();

    Varz(Figures figures, int httpPort) {
        this.figures = figures;
        this.httpPort = httpPort;
    }

    @Override
    public String path() {
        return "/varz";
    }

    @Override
    public void write(JsonGenerator json, Request request) throws IOException {
        Map<String, Long> hits = request.count();
        Instant now = Instant.now();
        json.writeStartObject();
        server(json);
        settings(json);
        for (String name : EMPTY_OBJECTS) {
            json.writeObjectFieldStart(name);
            json.writeEndObject();
        }
        process(json, now);
        counters(json);
        json.writeObjectFieldStart("http_req_stats");
        for (Map.Entry<String, Long> hit : hits.entrySet()) {
            json.writeNumberField(hit.getKey(), hit.getValue());
        }
        json.writeEndObject();
        json.writeStringField("config_load_time", GoTime.text(figures.started()));
        String digest = figures.options().configDigest();
        json.writeStringField("config_digest", digest == null ? "" : digest);
        String system = figures.accounts().systemName();
        if (system != null) {
            json.writeStringField("system_account", system);
        }
        proxies(json);
        byKind(json, "slow_consumer_stats", figures.connections().slowConsumerCount());
        byKind(json, "stale_connection_stats", figures.connections().staleConnectionCount());
        diskWaits(json);
        json.writeEndObject();
    }

    private void server(JsonGenerator json) throws IOException {
        json.writeStringField("server_id", figures.serverId());
        json.writeStringField("server_name", figures.serverName());
        json.writeStringField("version", figures.version());
        json.writeNumberField("proto", 1);
        json.writeStringField("go", figures.runtime());
        json.writeStringField("host", figures.options().host());
        json.writeNumberField("port", figures.clientPort());
        if (figures.authRequired()) {
            json.writeBooleanField("auth_required", true);
        }
    }

    private void settings(JsonGenerator json) throws IOException {
        ServerOptions options = figures.options();
        json.writeNumberField("max_connections", options.maxConnections());
        if (options.maxSubscriptions() > 0) {
            json.writeNumberField("max_subscriptions", options.maxSubscriptions());
        }
        json.writeNumberField("ping_interval", options.pingInterval().toNanos());
        json.writeNumberField("ping_max", options.pingMax());
        json.writeStringField("http_host", options.httpHost());
        json.writeNumberField("http_port", httpPort);
        json.writeStringField("http_base_path", options.httpBasePath());
        json.writeNumberField("https_port", 0);
        json.writeNumberField("auth_timeout", options.authTimeout().toNanos() / 1e9);
        json.writeNumberField("max_control_line", options.maxControlLine());
        json.writeNumberField("max_payload", options.maxPayload());
        json.writeNumberField("max_pending", options.maxPending());
        json.writeNumberField("tls_timeout", 2.0);
        json.writeNumberField("write_deadline", options.writeDeadline().toNanos());
        if (!options.writeTimeout().equals("default")) {
            json.writeStringField("write_timeout", options.writeTimeout());
        }
    }

    private void proxies(JsonGenerator json) throws IOException {
        List<String> trusted = figures.options().auth().trustedProxies();
        if (trusted.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("proxies");
        json.writeArrayFieldStart("trusted");
        for (String key : trusted) {
            json.writeStartObject();
            json.writeStringField("key", key);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void process(JsonGenerator json, Instant now) throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        json.writeStringField("start", GoTime.text(figures.started()));
        json.writeStringField("now", GoTime.text(now));
        json.writeStringField("uptime", Uptime.of(Duration.between(figures.started(), now)));
        json.writeNumberField("mem", ProcessUsage.memoryBytes());
        json.writeNumberField("cores", processors);
        json.writeNumberField("gomaxprocs", processors);
        json.writeNumberField("cpu", usage.cpuPercent());
    }

    private void counters(JsonGenerator json) throws IOException {
        Connections connections = figures.connections();
        json.writeNumberField("connections", connections.openCount());
        json.writeNumberField("total_connections", connections.totalCount());
        json.writeNumberField("routes", 0);
        json.writeNumberField("remotes", 0);
        json.writeNumberField("leafnodes", 0);
        long inMessages = 0;
        long inBytes = 0;
        long outMessages = 0;
        long outBytes = 0;
        for (Loop loop : connections.loops()) {
            inMessages += loop.inMessages();
            inBytes += loop.inBytes();
            outMessages += loop.router().deliveries();
            outBytes += loop.router().deliveredBytes();
        }
        json.writeNumberField("in_msgs", inMessages);
        json.writeNumberField("out_msgs", outMessages);
        json.writeNumberField("in_bytes", inBytes);
        json.writeNumberField("out_bytes", outBytes);
        json.writeNumberField("in_client_msgs", inMessages);
        json.writeNumberField("in_client_bytes", inBytes);
        json.writeNumberField("out_client_msgs", outMessages);
        json.writeNumberField("out_client_bytes", outBytes);
        json.writeNumberField("slow_consumers", connections.slowConsumerCount());
        json.writeNumberField("stale_connections", connections.staleConnectionCount());
        json.writeNumberField("stalled_clients", connections.stallCount());
        json.writeNumberField("subscriptions", figures.accounts().subscriptionCount());
    }

    private static void byKind(JsonGenerator json, String name, long clients) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("clients", clients);
        for (String kind : PEER_KINDS) {
            json.writeNumberField(kind, 0);
        }
        json.writeEndObject();
    }

    private static void diskWaits(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("disk_io_wait_stats");
        for (String name : new String[] {"waiters", "waits", "wait_time", "max_wait_time"}) {
            json.writeNumberField(name, 0);
        }
        json.writeEndObject();
    }
}
