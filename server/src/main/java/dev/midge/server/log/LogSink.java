package dev.midge.server.log;

import java.io.IOException;

/**
 * Where the lines of one {@link ServerLog} end up.
 *
 * <p>Thread: every method is called on the log's writer thread and may block; lines pile up in a bounded queue
 * meanwhile. An exception costs the line it was thrown for, never the writer.
 */
public interface LogSink {

    void write(LogLine line) throws IOException;

    /** Called when no further line is waiting: what was written must now be visible outside. */
    default void flush() throws IOException {}

    /** Opens the target anew, after a log rotation from outside moved it away; false if there is nothing to open. */
    default boolean reopen() throws IOException {
        return false;
    }

    default void close() throws IOException {}
}
