package dev.midge.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.jspecify.annotations.Nullable;

/**
 * Configures logback for the daemon, in code: no file is searched for and none is parsed.
 *
 * <p>logback finds this class as a service and creates it, so what to configure has to wait in a static field. An
 * application that embeds the server never sets the field, and its own logback configuration is left alone.
 */
public final class DaemonConfigurator extends ContextAwareBase implements Configurator {

    private static volatile @Nullable LineAppender appender;
    private static volatile Level foreignLevel = Level.INFO;

    /** Called by logback, on the thread that first asks for a logger. */
    public DaemonConfigurator() {}

    static void prepare(LineAppender lines, boolean debug) {
        foreignLevel = debug ? Level.DEBUG : Level.INFO;
        appender = lines;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        LineAppender lines = appender;
        if (lines == null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        lines.setContext(context);
        lines.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(foreignLevel);
        root.addAppender(lines);
        // Which lines of its own the server wants was decided before they were queued.
        context.getLogger(LogbackSink.LOGGER_NAME).setLevel(Level.TRACE);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
