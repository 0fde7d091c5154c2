package dev.midge.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Puts events into a {@link LogTarget}.
 *
 * <p>logback's own appenders stop for good at the first failed write; a server must log again once the disk has room, or
 * the syslog is back.
 */
final class LineAppender extends AppenderBase<ILoggingEvent> {

    private final LogTarget target;
    private @Nullable IOException failure;

    LineAppender(LogTarget target) {
        this.target = target;
    }

    @Override
    protected void append(ILoggingEvent event) {
        try {
            target.write(event);
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Reports, once, that a line was lost since the last call. */
    synchronized void throwFailure() throws IOException {
        IOException e = failure;
        failure = null;
        if (e != null) {
            throw e;
        }
    }
}
