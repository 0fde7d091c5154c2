package dev.midge.server.daemon;

import dev.midge.server.log.ServerLog;
import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.MessageFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Netty's warnings and errors in the log of the daemon; its debug texts are left out, they are about Netty.
 *
 * <p>Without this Netty would start SLF4J, and with it logback, on the thread that is opening the port.
 */
final class NettyLog extends AbstractInternalLogger {

    private static final long serialVersionUID = 1;

    /** Netty may be needed before there is a log: to reach a syslog. */
    private static volatile ServerLog log = ServerLog.silent();

    private NettyLog(String name) {
        super(name);
    }

    /** Must run before the first class of Netty that logs is loaded. */
    static void install() {
        InternalLoggerFactory.setDefaultFactory(new InternalLoggerFactory() {
            @Override
            protected InternalLogger newInstance(String name) {
                return new NettyLog(name);
            }
        });
    }

    static void writeTo(ServerLog daemonLog) {
        log = daemonLog;
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public void trace(String msg) {}

    @Override
    public void trace(String format, Object arg) {}

    @Override
    public void trace(String format, Object argA, Object argB) {}

    @Override
    public void trace(String format, Object... arguments) {}

    @Override
    public void trace(String msg, Throwable t) {}

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public void debug(String msg) {}

    @Override
    public void debug(String format, Object arg) {}

    @Override
    public void debug(String format, Object argA, Object argB) {}

    @Override
    public void debug(String format, Object... arguments) {}

    @Override
    public void debug(String msg, Throwable t) {}

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public void info(String msg) {}

    @Override
    public void info(String format, Object arg) {}

    @Override
    public void info(String format, Object argA, Object argB) {}

    @Override
    public void info(String format, Object... arguments) {}

    @Override
    public void info(String msg, Throwable t) {}

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public void warn(String msg) {
        warning(msg, null);
    }

    @Override
    public void warn(String format, Object arg) {
        var tuple = MessageFormatter.format(format, arg);
        warning(tuple.getMessage(), tuple.getThrowable());
    }

    @Override
    public void warn(String format, Object argA, Object argB) {
        var tuple = MessageFormatter.format(format, argA, argB);
        warning(tuple.getMessage(), tuple.getThrowable());
    }

    @Override
    public void warn(String format, Object... arguments) {
        var tuple = MessageFormatter.arrayFormat(format, arguments);
        warning(tuple.getMessage(), tuple.getThrowable());
    }

    @Override
    public void warn(String msg, Throwable t) {
        warning(msg, t);
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    public void error(String msg) {
        failure(msg, null);
    }

    @Override
    public void error(String format, Object arg) {
        var tuple = MessageFormatter.format(format, arg);
        failure(tuple.getMessage(), tuple.getThrowable());
    }

    @Override
    public void error(String format, Object argA, Object argB) {
        var tuple = MessageFormatter.format(format, argA, argB);
        failure(tuple.getMessage(), tuple.getThrowable());
    }

    @Override
    public void error(String format, Object... arguments) {
        var tuple = MessageFormatter.arrayFormat(format, arguments);
        failure(tuple.getMessage(), tuple.getThrowable());
    }

    @Override
    public void error(String msg, Throwable t) {
        failure(msg, t);
    }

    private void warning(String message, @Nullable Throwable thrown) {
        log.warn(thrown == null ? message : message + ": " + thrown);
    }

    private void failure(String message, @Nullable Throwable thrown) {
        if (thrown == null) {
            log.error(message);
        } else {
            log.error(message, thrown);
        }
    }
}
