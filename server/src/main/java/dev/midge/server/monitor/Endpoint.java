package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** One report. Called on monitoring threads, several at a time. */
interface Endpoint {

    /** What it is asked for by, without the base path: {@code /varz}. Requests are counted under it. */
    String path();

    /** Another path that is answered the same. */
    default String alias() {
        return path();
    }

    /** Whether the answer is indented, as all but {@code /healthz} are. */
    default boolean indented() {
        return true;
    }

    /**
     * Writes the whole JSON value, and has the request counted.
     *
     * @throws BadQueryException when a parameter makes no sense; nothing of what was written is sent then
     * @throws IOException when there are no figures to be had
     */
    void write(JsonGenerator json, Request request) throws IOException, BadQueryException;
}
