package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** {@code /healthz}: the monitor answers once the listeners are up, so the answer is that all is well. */
final class Healthz implements Endpoint {

    /** They change nothing without JetStream, and must be readable all the same. */
    private static final String[] FLAGS = {"js-enabled", "js-enabled-only", "js-server-only", "js-meta-only", "details"
    };

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
        json.writeStartObject();
        json.writeStringField("status", "ok");
        json.writeEndObject();
    }
}
