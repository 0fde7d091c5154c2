package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.json.Json;
import dev.midge.server.log.ServerLog;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code /healthz}: all is well as long as clients can connect, which in lame duck mode they cannot. What is asked about
 * JetStream is checked for making sense and changes nothing.
 */
final class Healthz implements Endpoint {

    private final Figures figures;

    Healthz(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String path() {
        return "/healthz";
    }

    /** What is wrong, and with what. */
    private record Failure(int status, String type, String text) {}

    @Override
    public void answer(Request request, Reply reply) throws IOException, BadQueryException {
        var unusedHits = request.count();
        Query query = request.query();
        ServerLog log = figures.connections().log();
        if (query.flag("js-enabled")) {
            log.warn("Healthcheck: js-enabled deprecated, use js-enabled-only instead");
        }
        query.checkFlags("js-enabled-only", "js-server-only", "js-meta-only");
        boolean details = query.flag("details");
        Failure failure = failure(query);
        if (failure != null) {
            log.warn("Healthcheck failed: " + (details ? "1 errors" : quoted(failure)));
            reply.status(failure.status);
        }
        reply.report();
        try (JsonGenerator json = Json.compact(reply.body())) {
            json.writeStartObject();
            json.writeStringField("status", failure == null ? "ok" : "error");
            if (failure != null) {
                write(json, failure, details);
            }
            json.writeEndObject();
        }
    }

    private static String quoted(Failure failure) {
        return '"' + failure.text.replace("\"", "\\\"") + '"';
    }

    /** nats-server server/monitor.go healthz, in its order. */
    private @Nullable Failure failure(Query query) {
        boolean stream = !query.text("stream").isEmpty();
        if (stream && query.text("account").isEmpty()) {
            return missing("account", "stream");
        }
        if (!stream && !query.text("consumer").isEmpty()) {
            return missing("stream", "consumer");
        }
        if (!figures.connections().accepting()) {
            // nats-server server/server.go readyForConnections, asked by /healthz to wait a millisecond.
            return new Failure(500, "CONNECTION", "failed to be ready for connections after 1ms: server");
        }
        return null;
    }

    private static Failure missing(String name, String checked) {
        return new Failure(
                400, "BAD_REQUEST", '"' + name + "\" must not be empty when checking " + checked + " health");
    }

    private static void write(JsonGenerator json, Failure failure, boolean details) throws IOException {
        if (!details) {
            json.writeStringField("error", failure.text);
            return;
        }
        json.writeArrayFieldStart("errors");
        json.writeStartObject();
        json.writeStringField("type", failure.type);
        json.writeStringField("error", failure.text);
        json.writeEndObject();
        json.writeEndArray();
    }
}
