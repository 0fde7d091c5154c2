package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.json.Json;
import java.io.IOException;

/** {@code /gatewayz}: this server has no gateways. */
final class Gatewayz implements JsonReport {

    private final Figures figures;

    Gatewayz(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String path() {
        return "/gatewayz";
    }

    @Override
    public void write(JsonGenerator json, Request request) throws IOException, BadQueryException {
        var unused = request.count();
        request.query().checkSubscriptions();
        request.query().checkFlags("accs");
        json.writeStartObject();
        Json.head(json, figures.server().id());
        Json.emptyObject(json, "outbound_gateways");
        Json.emptyObject(json, "inbound_gateways");
        json.writeEndObject();
    }
}
