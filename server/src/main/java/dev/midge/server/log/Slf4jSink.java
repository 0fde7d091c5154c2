package dev.midge.server.log;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands lines to whatever logging the embedding application has; time stamps and layout are its business. */
final class Slf4jSink implements LogSink {

    private final Logger logger;

    Slf4jSink(String loggerName) {
        logger = LoggerFactory.getLogger(loggerName);
    }

    boolean debugEnabled() {
        return logger.isDebugEnabled();
    }

    boolean traceEnabled() {
        return logger.isTraceEnabled();
    }

    @Override
    public void write(LogLine line) {
        switch (line.level()) {
            case TRACE -> logger.trace(line.message());
            case DEBUG -> logger.debug(line.message());
            case INFO -> logger.info(line.message());
            case WARN -> logger.warn(line.message());
            case ERROR, FATAL -> logger.error(line.message(), line.thrown());
        }
    }
}
