package dev.midge.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Puts laid-out lines into the {@link LogFile}.
 *
 * <p>logback's own stream appenders stop for good at the first failed write; a server must log again once the disk has
 * room. The server's own lines are flushed by the writer thread when no other is waiting, those of plug-ins at once.
 */
final class LineAppender extends AppenderBase<ILoggingEvent> {

    private final LogFile file;
    private final Layout<ILoggingEvent> layout;
    private @Nullable IOException failure;

    LineAppender(LogFile file, Layout<ILoggingEvent> layout) {
        this.file = file;
        this.layout = layout;
    }

    @Override
    protected void append(ILoggingEvent event) {
        try {
            file.write(layout.doLayout(event).getBytes(StandardCharsets.UTF_8));
            if (!event.getLoggerName().equals(LogbackSink.LOGGER_NAME)) {
                file.flush();
            }
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
