package dev.midge.server.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/** One report. Called on monitoring threads, several at a time. */
interface Endpoint {

    /** What it is asked for by, without the base path: {@code /varz}. */
    String path();

    /** Whether the answer is indented, as all but {@code /healthz} are. */
    default boolean indented() {
        return true;
    }

    /** The HTTP status of the answer. */
    default int status() {
        return 200;
    }

    /**
     * Writes the whole JSON value.
     *
     * @param hits how often each path was asked for so far, this time included
     */
    void write(JsonGenerator json, Map<String, Long> hits) throws IOException;
}
