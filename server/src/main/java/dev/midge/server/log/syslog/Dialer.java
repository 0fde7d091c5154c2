package dev.midge.server.log.syslog;

import java.io.Closeable;
import java.io.IOException;

/** Opens the way to one syslog, as often as it has to be opened again. */
interface Dialer extends Closeable {

    /**
     * Connects, or makes what sends without a connection.
     *
     * @throws IOException with the text of Go's {@code net.Dial}
     */
    Connection dial() throws IOException;

    /** Frees what further attempts would have needed. */
    @Override
    default void close() {}
}
