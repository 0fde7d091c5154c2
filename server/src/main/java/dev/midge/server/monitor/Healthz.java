package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** {@code /healthz}: all is well as long as clients can connect, which in lame duck mode they cannot. */
final class Healthz implements Endpoint {

    // nats-server server/server.go readyForConnections, asked by /healthz to wait a millisecond.
    private static final String NOT_LISTENING = "failed to be ready for connections after 1ms: server";

    private static final String DETAILS = "details";
    /** They change nothing without JetStream, and must be readable all the same. */
    private static final String[] FLAGS = {"js-enabled", "js-enabled-only", "js-server-only", "js-meta-only"};

    private final Figures figures;

    Healthz(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String path() {
        return "/healthz";
    }

    @Override
    public boolean indented() {
        return false;
    }

    @Override
    public void write(JsonGenerator json, Request request) throws IOException, BadQueryException {
        var unusedHits = request.count();
        for (String flag : FLAGS) {
            var unusedValue = request.query().flag(flag);
        }
        boolean details = request.query().flag(DETAILS);
        json.writeStartObject();
        if (figures.connections().accepting()) {
            json.writeStringField("status", "ok");
        } else {
            request.status(500);
            json.writeStringField("status", "error");
            failure(json, details);
        }
        json.writeEndObject();
    }

    private void failure(JsonGenerator json, boolean details) throws IOException {
        if (!details) {
            figures.connections().log().warn("Healthcheck failed: \"" + NOT_LISTENING + '"');
            json.writeStringField("error", NOT_LISTENING);
            return;
        }
        figures.connections().log().warn("Healthcheck failed: 1 errors");
        json.writeArrayFieldStart("errors");
        json.writeStartObject();
        json.writeStringField("type", "CONNECTION");
        json.writeStringField("error", NOT_LISTENING);
        json.writeEndObject();
        json.writeEndArray();
    }
}
