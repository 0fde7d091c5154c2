package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.midge.server.json.Json;
import java.io.IOException;

/** A report that is one JSON value, indented by two blanks. */
interface JsonReport extends Endpoint {

    /**
     * Writes the whole value, and has the request counted. Figures are asked for before anything is written.
     *
     * @throws BadQueryException when a parameter makes no sense
     * @throws IOException when there are no figures to be had
     */
    void write(JsonGenerator json, Request request) throws IOException, BadQueryException;

    // Not closed when it fails: that would complete what was half written.
    @Override
    default void answer(Request request, Reply reply) throws IOException, BadQueryException {
        reply.report();
        JsonGenerator json = Json.indented(reply.body());
        write(json, request);
        json.close();
    }
}
