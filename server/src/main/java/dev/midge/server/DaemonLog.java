package dev.midge.server;

import dev.midge.server.config.ServerOptions;
import dev.midge.server.log.LogDestination;
import dev.midge.server.log.LogSettings;
import dev.midge.server.log.ServerLog;
import java.io.IOException;

/**
 * The log that the options of a daemon ask for.
 *
 * <p>Thread: one at a time.
 */
final class DaemonLog {

    private final ServerLog log;
    private LogSettings settings;

    private DaemonLog(ServerLog log, LogSettings settings) {
        this.log = log;
        this.settings = settings;
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
     * Has the log follow changed options.
     *
     * @throws IOException if it cannot, and then it stays as it was; the message is what the operator must be told
     */
    void follow(ServerOptions options) throws IOException {
        LogSettings wanted = settings(options);
        if (!wanted.equals(settings)) {
            log.change(wanted);
            settings = wanted;
        }
    }

    private static LogSettings settings(ServerOptions options) {
        return new LogSettings(
                destination(options),
                ProcessFiles.EXECUTABLE,
                options.logtime(),
                options.logtimeUtc(),
                options.debug(),
                options.trace());
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
