package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.json.Json;
import java.io.IOException;

/** {@code /leafz}: this server has no leaf nodes. */
final class Leafz implements JsonReport {

    private final Figures figures;

    Leafz(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String path() {
        return "/leafz";
    }

    @Override
    public void write(JsonGenerator json, Request request) throws IOException, BadQueryException {
        var unused = request.count();
        request.query().checkFlags("subs");
        json.writeStartObject();
        Json.head(json, figures.server().id());
        json.writeNumberField("leafnodes", 0);
        json.writeArrayFieldStart("leafs");
        json.writeEndArray();
        json.writeEndObject();
    }
}
