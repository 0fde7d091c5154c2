package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** {@code /ipqueuesz}: the queues between the goroutines of nats-server, of which this server has none. */
final class Ipqueuesz implements JsonReport {

    @Override
    public String path() {
        return "/ipqueuesz";
    }

    @Override
    public void write(JsonGenerator json, Request request) throws IOException, BadQueryException {
        request.query().checkFlags("all");
        json.writeStartObject();
        json.writeEndObject();
    }
}
