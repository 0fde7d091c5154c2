package dev.midge.server.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The daemon's log: logback, started by the first line and on the writer thread, so that opening the port does not wait
 * for it. The target itself is opened before, because a server that cannot log must not start.
 */
final class LogbackSink implements LogSink {

    static final String LOGGER_NAME = "nats-server";

    private final LogTarget target;
    private final LineAppender lines;
    private final boolean foreignDebug;
    private @Nullable Logger logger;

    /** {@code foreignDebug}: whether the debug lines of plug-ins are wanted. */
    LogbackSink(LogTarget target, boolean foreignDebug) {
        this.target = target;
        this.lines = new LineAppender(target);
        this.foreignDebug = foreignDebug;
    }

    @Override
    public void write(LogLine line) throws IOException {
        Logger started = logger;
        if (started == null) {
            started = start();
            logger = started;
        }
        started.callAppenders(LogEvents.of(line));
        lines.throwFailure();
    }

    private Logger start() {
        DaemonConfigurator.prepare(lines, foreignDebug);
        Logger started = (Logger) LoggerFactory.getLogger(LOGGER_NAME);
        if (!lines.isStarted()) {
            // Something logged through SLF4J before the first line of the server did, or the log goes elsewhere now.
            LoggerContext context = started.getLoggerContext();
            context.reset();
            new DaemonConfigurator().configure(context);
        }
        return started;
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }

    @Override
    public boolean reopen() throws IOException {
        return target.reopen();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
