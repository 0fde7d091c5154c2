package dev.midge.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.midge.server.log.syslog.Severity;
import dev.midge.server.log.syslog.SyslogWriter;
import java.io.IOException;
import java.time.Instant;

/** A syslog, which adds process, time and level to what it is told; a stack goes there line by line. */
final class SyslogTarget implements LogTarget {

    private final SyslogWriter syslog;

    SyslogTarget(SyslogWriter syslog) {
        this.syslog = syslog;
    }

    @Override
    public void write(ILoggingEvent event) throws IOException {
        Severity severity = severityOf(LogEvents.levelOf(event));
        Instant time = event.getInstant();
        syslog.write(severity, time, LogEvents.onOneLine(event.getFormattedMessage()));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            for (String line : ThrowableProxyUtil.asString(thrown).lines().toList()) {
                syslog.write(severity, time, line);
            }
        }
    }

    /** As in nats-server, where traces are as important as the rest. */
    private static Severity severityOf(LogLevel level) {
        return switch (level) {
            case TRACE, INFO -> Severity.NOTICE;
            case DEBUG -> Severity.DEBUG;
            case WARN -> Severity.WARNING;
            case ERROR -> Severity.ERROR;
            case FATAL -> Severity.CRITICAL;
        };
    }

    @Override
    public void close() throws IOException {
        syslog.close();
    }
}
