package dev.midge.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;

/**
 * Where a daemon's lines leave the process, those of plug-ins included.
 *
 * <p>Thread: {@link #write} from the log's writer and from those of plug-ins, one at a time; the rest from the writer.
 */
interface LogTarget {

    void write(ILoggingEvent event) throws IOException;

    /** What was written must now be visible outside. */
    default void flush() throws IOException {}

    /** Opens the target anew; false if there is nothing to open. */
    default boolean reopen() throws IOException {
        return false;
    }

    void close() throws IOException;
}
