package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.json.Json;
import java.io.IOException;

/** {@code /jsz}: JetStream is off. */
final class Jsz implements JsonReport {

    private final Figures figures;

    Jsz(Figures figures) {
        this.figures = figures;
    }

    @Override
    public String path() {
        return "/jsz";
    }

    @Override
    public void write(JsonGenerator json, Request request) throws IOException, BadQueryException {
        var unused = request.count();
        check(request.query());
        json.writeStartObject();
        Json.numbers(json, 0, "memory", "storage", "reserved_memory", "reserved_storage", "accounts", "ha_assets");
        json.writeObjectFieldStart("api");
        Json.numbers(json, 0, "level", "total", "errors");
        json.writeEndObject();
        Json.head(json, figures.server().id());
        json.writeBooleanField("disabled", true);
        json.writeObjectFieldStart("config");
        Json.numbers(json, 0, "max_memory", "max_storage");
        json.writeEndObject();
        Json.numbers(json, 0, "streams", "consumers", "messages", "bytes", "total");
        json.writeEndObject();
    }

    private static void check(Query query) throws BadQueryException {
        query.checkFlags("accounts", "streams", "consumers", "direct-consumers", "config");
        var unusedOffset = query.integer("offset");
        var unusedLimit = query.integer("limit");
        boolean leaderOnly = query.flag("leader-only");
        query.checkFlags("raft", "stream-leader-only");
        if (leaderOnly) {
            throw new BadQueryException("filtered response: not leader");
        }
    }
}
