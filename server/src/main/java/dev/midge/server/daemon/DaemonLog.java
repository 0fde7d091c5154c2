package dev.midge.server.daemon;

import dev.midge.server.config.ServerOptions;
import dev.midge.server.log.LogDestination;
import dev.midge.server.log.LogFormat;
import dev.midge.server.log.LogSettings;
import dev.midge.server.log.LogSink;
import dev.midge.server.log.ServerLog;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The log that the options of a daemon ask for.
 *
 * <p>Thread: one at a time.
 */
final class DaemonLog {

    private final ServerLog log;
    private LogSettings settings;
    private LogSettings wanted;

    /** Open and not in use yet. */
    private @Nullable LogSink next;

    private DaemonLog(ServerLog log, LogSettings settings) {
        this.log = log;
        this.settings = settings;
        this.wanted = settings;
    }

    /** @throws IOException if there is nowhere to log; the message is what the operator must be told */
    static DaemonLog open(ServerOptions options) throws IOException {
        LogSettings settings = settings(options);
        return new DaemonLog(ServerLog.forDaemon(settings), settings);
    }

    ServerLog log() {
        return log;
    }

    /**
     * Opens what other options ask for; {@link #commit} or {@link #abandon} follows.
     *
     * @throws IOException if it cannot be opened; the message is what the operator must be told
     */
    void prepare(ServerOptions options) throws IOException {
        wanted = settings(options);
        next = wanted.equals(settings) ? null : ServerLog.daemonSink(wanted);
    }

    /** Has the log follow the options that were prepared. */
    void commit() {
        LogSink opened = next;
        if (opened == null) {
            return;
        }
        if (log.moveTo(opened)) {
            next = null;
            settings = wanted;
            log.enable(settings.debug(), settings.trace());
        } else {
            abandon();
            log.error("The log stays where it is: it takes no lines");
        }
    }

    /** Closes what was opened for nothing. */
    void abandon() {
        LogSink opened = next;
        next = null;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                log.debug("A log that was opened for nothing does not close: " + e);
            }
        }
    }

    private static LogSettings settings(ServerOptions options) {
        return new LogSettings(
                destination(options),
                format(options),
                ProcessFiles.EXECUTABLE,
                options.logtime(),
                options.logtimeUtc(),
                options.debug(),
                options.trace());
    }

    private static LogFormat format(ServerOptions options) {
        return Objects.requireNonNull(LogFormat.of(options.logFormat()), "the options were checked");
    }

    /** Whichever of them nats-server asks for first. */
    private static LogDestination destination(ServerOptions options) {
        String file = options.logFile();
        if (file != null) {
            return new LogDestination.File(file, options.logFileSizeLimit(), options.logFileMaxNum());
        }
        String remote = options.remoteSyslog();
        if (remote != null) {
            return new LogDestination.RemoteSyslog(remote);
        }
        return options.syslog() ? new LogDestination.LocalSyslog() : new LogDestination.Stderr();
    }
}
