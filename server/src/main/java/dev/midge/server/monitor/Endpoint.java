package dev.midge.server.monitor;

import java.io.IOException;

/** What one path of the monitoring port answers. Called on monitoring threads, several at a time. */
interface Endpoint {

    /** What it is asked for by, without the base path: {@code /varz}. Requests are counted under it. */
    String path();

    /** Another path that is answered the same. */
    default String alias() {
        return path();
    }

    /**
     * Fills the reply, and has the request counted if this is one that is counted.
     *
     * @throws BadQueryException when a parameter makes no sense; nothing of what was written is sent then
     * @throws IOException when there are no figures to be had, or whoever asked does not take the reply
     */
    void answer(Request request, Reply reply) throws IOException, BadQueryException;
}
