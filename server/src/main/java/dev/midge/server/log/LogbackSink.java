package dev.midge.server.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The daemon's log: logback, started by the first line and on the writer thread, so that opening the port does not wait
 * for it. The target itself is opened before, because a server that cannot log must not start.
 */
final class LogbackSink implements LogSink {

    static final String LOGGER_NAME = "nats-server";

    private final Supplier<LogTarget> opened;
    private final boolean foreignDebug;
    private @Nullable LogTarget target;
    private @Nullable LineAppender lines;
    private @Nullable Logger logger;

    /**
     * Logs to what was opened.
     *
     * @param opened asked once, on the writer thread, because what it makes loads logback
     * @param foreignDebug whether the debug lines of plug-ins are wanted
     */
    LogbackSink(Supplier<LogTarget> opened, boolean foreignDebug) {
        this.opened = opened;
        this.foreignDebug = foreignDebug;
    }

    @Override
    public void write(LogLine line) throws IOException {
        LineAppender appender = lines;
        Logger started = logger;
        if (appender == null || started == null) {
            appender = new LineAppender(target());
            started = start(appender);
            lines = appender;
            logger = started;
        }
        started.callAppenders(LogEvents.of(line));
        appender.throwFailure();
    }

    private LogTarget target() {
        LogTarget made = target;
        if (made == null) {
            made = opened.get();
            target = made;
        }
        return made;
    }

    private Logger start(LineAppender appender) {
        DaemonConfigurator.prepare(appender, foreignDebug);
        Logger started = (Logger) LoggerFactory.getLogger(LOGGER_NAME);
        if (!appender.isStarted()) {
            // Something logged through SLF4J before the first line of the server did, or the log goes elsewhere now.
            LoggerContext context = started.getLoggerContext();
            context.reset();
            new DaemonConfigurator().configure(context);
        }
        return started;
    }

    @Override
    public void flush() throws IOException {
        target().flush();
    }

    @Override
    public boolean reopen() throws IOException {
        return target().reopen();
    }

    @Override
    public void close() throws IOException {
        target().close();
    }
}
