package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.json.GoTime;
import java.io.IOException;

/** {@code /routez}: this server has no routes. */
final class Routez implements JsonReport {

    private final Figures figures;

    Routez(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String path() {
        return "/routez";
    }

    // Bad parameters keep a request from being counted here, as at /connz and nowhere else.
    @Override
    public void write(JsonGenerator json, Request request) throws IOException, BadQueryException {
        request.query().checkSubscriptions();
        var unused = request.count();
        json.writeStartObject();
        json.writeStringField("server_id", figures.server().id());
        json.writeStringField("server_name", figures.server().name());
        json.writeStringField("now", GoTime.now());
        json.writeNumberField("num_routes", 0);
        json.writeArrayFieldStart("routes");
        json.writeEndArray();
        json.writeEndObject();
    }
}
