package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/** {@code /healthz}: all is well as long as clients can connect, which in lame duck mode they cannot. */
final class Healthz implements Endpoint {

    // nats-server server/server.go readyForConnections, asked by /healthz to wait a millisecond.
    private static final String NOT_LISTENING = "failed to be ready for connections after 1ms: server";

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
    public int status() {
        return figures.connections().accepting() ? 200 : 500;
    }

    @Override
    public void write(JsonGenerator json, Map<String, Long> hits) throws IOException {
        boolean healthy = figures.connections().accepting();
        json.writeStartObject();
        json.writeStringField("status", healthy ? "ok" : "error");
        if (!healthy) {
            json.writeStringField("error", NOT_LISTENING);
            figures.connections().log().warn("Healthcheck failed: \"" + NOT_LISTENING + '"');
        }
        json.writeEndObject();
    }
}
