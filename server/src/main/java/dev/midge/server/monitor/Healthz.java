package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** {@code /healthz}: the monitor answers once the listeners are up, so the answer is that all is well. */
final class Healthz implements Endpoint {

    @Override
    public String path() {
        return "/healthz";
    }

    @Override
    public boolean indented() {
        return false;
    }

    @Override
    public void write(JsonGenerator json, Request request) throws IOException {
        var unused = request.count();
        json.writeStartObject();
        json.writeStringField("status", "ok");
        json.writeEndObject();
    }
}
