package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.connection.Connections;
import dev.midge.server.json.GoTime;
import dev.midge.server.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code /varz}: the server, its settings and its counters, in the order of nats-server. */
final class Varz implements JsonReport {

    private static final String[] EMPTY_OBJECTS = {"cluster", "gateway", "leaf", "mqtt", "websocket", "jetstream"};
    private static final String[] OTHER_PEERS = {"routes", "gateways", "leafs"};

    private final Figures figures;
    private final ProcessUsage usage;

    Varz(Figures figures, ProcessUsage usage) {
        this.figures = figures;
        this.usage = usage;
    }

    @Override
    public String path() {
        return "/varz";
    }

    @Override
    public void write(JsonGenerator json, Request request) throws IOException {
        Map<String, Long> hits = request.count();
        json.writeStartObject();
        server(json);
        limits(json);
        for (String name : EMPTY_OBJECTS) {
            Json.emptyObject(json, name);
        }
        timeouts(json);
        process(json);
        connections(json);
        messages(json);
        troubles(json);
        json.writeObjectFieldStart("http_req_stats");
        for (Map.Entry<String, Long> hit : hits.entrySet()) {
            json.writeNumberField(hit.getKey(), hit.getValue());
        }
        json.writeEndObject();
        configuration(json);
        byPeer(json, "slow_consumer_stats", figures.connections().slowConsumerCount());
        byPeer(json, "stale_connection_stats", figures.connections().staleConnectionCount());
        json.writeObjectFieldStart("disk_io_wait_stats");
        Json.numbers(json, 0, "waiters", "waits", "wait_time", "max_wait_time");
        json.writeEndObject();
        proxies(json, figures.settings().options().auth().trustedProxies());
        json.writeEndObject();
    }

    private void server(JsonGenerator json) throws IOException {
        Figures.Host server = figures.server();
        json.writeStringField("server_id", server.id());
        json.writeStringField("server_name", server.name());
        json.writeStringField("version", server.version());
        json.writeNumberField("proto", 1);
        json.writeStringField("go", server.runtime());
        json.writeStringField("host", server.host());
        json.writeNumberField("port", server.port());
        Json.given(json, "auth_required", figures.settings().authentication().authenticationRequired());
    }

    private void limits(JsonGenerator json) throws IOException {
        ServerOptions options = figures.settings().options();
        json.writeNumberField("max_connections", options.maxConnections());
        Json.given(json, "max_subscriptions", options.maxSubscriptions());
        json.writeNumberField("ping_interval", options.pingInterval().toNanos());
        json.writeNumberField("ping_max", options.pingMax());
        json.writeStringField("http_host", options.httpHost());
        json.writeNumberField("http_port", options.httpPort());
        json.writeStringField("http_base_path", options.httpBasePath());
        json.writeNumberField("https_port", 0);
        Json.number(json, "auth_timeout", options.authTimeout().toNanos() / 1e9);
        json.writeNumberField("max_control_line", options.maxControlLine());
        json.writeNumberField("max_payload", options.maxPayload());
        json.writeNumberField("max_pending", options.maxPending());
    }

    private void timeouts(JsonGenerator json) throws IOException {
        ServerOptions options = figures.settings().options();
        json.writeNumberField("tls_timeout", 2);
        json.writeNumberField("write_deadline", options.writeDeadline().toNanos());
        Json.given(json, "write_timeout", options.writeTimeout().equals("default") ? "" : options.writeTimeout());
    }

    private void process(JsonGenerator json) throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        Instant now = Instant.now();
        json.writeStringField("start", GoTime.text(figures.server().started()));
        json.writeStringField("now", GoTime.text(now));
        json.writeStringField(
                "uptime",
                GoTime.span(Duration.between(figures.server().started(), now).toNanos()));
        json.writeNumberField("mem", ProcessUsage.memoryBytes());
        json.writeNumberField("cores", processors);
        json.writeNumberField("gomaxprocs", processors);
        Json.number(json, "cpu", usage.cpuPercent());
    }

    private void connections(JsonGenerator json) throws IOException {
        Connections connections = figures.connections();
        json.writeNumberField("connections", connections.openCount());
        json.writeNumberField("total_connections", connections.totalCount());
        Json.numbers(json, 0, "routes", "remotes", "leafnodes");
    }

    /** Whatever comes and goes does so by clients. */
    private void messages(JsonGenerator json) throws IOException {
        ServerTraffic traffic = ServerTraffic.of(figures.connections());
        json.writeNumberField("in_msgs", traffic.inMessages());
        json.writeNumberField("in_bytes", traffic.inBytes());
        json.writeNumberField("in_client_msgs", traffic.inMessages());
        json.writeNumberField("in_client_bytes", traffic.inBytes());
        json.writeNumberField("out_msgs", traffic.outMessages());
        json.writeNumberField("out_bytes", traffic.outBytes());
        json.writeNumberField("out_client_msgs", traffic.outMessages());
        json.writeNumberField("out_client_bytes", traffic.outBytes());
    }

    private void troubles(JsonGenerator json) throws IOException {
        Connections connections = figures.connections();
        json.writeNumberField("slow_consumers", connections.slowConsumerCount());
        json.writeNumberField("stale_connections", connections.staleConnectionCount());
        json.writeNumberField("stalled_clients", connections.stallCount());
        json.writeNumberField("subscriptions", figures.accounts().subscriptionCount());
    }

    private void configuration(JsonGenerator json) throws IOException {
        ServerOptions options = figures.settings().options();
        json.writeStringField("config_load_time", GoTime.text(figures.settings().loaded()));
        String digest = options.configDigest();
        json.writeStringField("config_digest", digest == null ? "" : digest);
        if (!options.serverTags().isEmpty()) {
            Json.texts(json, "tags", options.serverTags());
        }
        if (!options.serverMetadata().isEmpty()) {
            json.writeObjectFieldStart("metadata");
            for (Map.Entry<String, String> entry : new TreeMap<>(options.serverMetadata()).entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        }
        String system = figures.accounts().systemName();
        Json.given(json, "system_account", system == null ? "" : system);
    }

    private static void proxies(JsonGenerator json, List<String> trusted) throws IOException {
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

    private static void byPeer(JsonGenerator json, String name, long clients) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("clients", clients);
        Json.numbers(json, 0, OTHER_PEERS);
        json.writeEndObject();
    }
}
