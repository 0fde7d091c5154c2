package dev.midge.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.helpers.BasicMarkerFactory;

/** Lines of a NATS server as events of logback, and back. */
final class LogEvents {

    /** Marks the lines of level FTL, which logback does not have; made without starting SLF4J, hence the factory. */
    private static final Marker FATAL = new BasicMarkerFactory().getMarker("FATAL");

    private static final String ORIGIN = "origin";

    private LogEvents() {}

    static LoggingEvent of(LogLine line) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName(LogbackSink.LOGGER_NAME);
        event.setInstant(line.time());
        event.setLevel(logbackLevel(line.level()));
        event.setMessage(line.message());
        if (line.level() == LogLevel.FATAL) {
            event.addMarker(FATAL);
        }
        if (line.origin() != null) {
            event.addKeyValuePair(new KeyValuePair(ORIGIN, line.origin()));
        }
        if (line.thrown() != null) {
            event.setThrowableProxy(new ThrowableProxy(line.thrown()));
        }
        return event;
    }

    private static Level logbackLevel(LogLevel level) {
        return switch (level) {
            case TRACE -> Level.TRACE;
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR, FATAL -> Level.ERROR;
        };
    }

    static LogLevel levelOf(ILoggingEvent event) {
        int level = event.getLevel().toInt();
        if (level >= Level.ERROR_INT) {
            return event.getMarkerList() != null && event.getMarkerList().contains(FATAL)
                    ? LogLevel.FATAL
                    : LogLevel.ERROR;
        }
        if (level >= Level.WARN_INT) {
            return LogLevel.WARN;
        }
        if (level >= Level.INFO_INT) {
            return LogLevel.INFO;
        }
        return level >= Level.DEBUG_INT ? LogLevel.DEBUG : LogLevel.TRACE;
    }

    /** The connection that one of the server's own lines is about. */
    static @Nullable LogOrigin originOf(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                if (pair.value instanceof LogOrigin origin) {
                    return origin;
                }
            }
        }
        return null;
    }

    /** Without line breaks: what a peer chose to call itself cannot forge a line. */
    static String onOneLine(String message) {
        return message.indexOf('\n') < 0 && message.indexOf('\r') < 0
                ? message
                : message.replace("\r", "\\r").replace("\n", "\\n");
    }
}
