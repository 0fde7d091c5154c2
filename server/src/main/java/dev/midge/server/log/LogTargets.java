package dev.midge.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import dev.midge.server.log.syslog.SyslogWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens what the settings name. */
final class LogTargets {

    private LogTargets() {}

    /**
     * Opens the file or the connection, and leaves for later what loads logback, because the start waits for this.
     *
     * @throws IOException if it cannot be opened; the message is complete
     */
    static Supplier<LogTarget> open(LogSettings settings) throws IOException {
        LogDestination destination = settings.destination();
        if (destination instanceof LogDestination.File file) {
            return open(file, settings);
        }
        if (destination instanceof LogDestination.LocalSyslog) {
            SyslogWriter syslog = SyslogWriter.local(settings.tag());
            return () -> new SyslogTarget(syslog);
        }
        if (destination instanceof LogDestination.RemoteSyslog remote) {
            SyslogWriter syslog = SyslogWriter.remote(remote.url(), settings.tag());
            return () -> new SyslogTarget(syslog);
        }
        LogFile stderr = LogFile.stderr();
        return () -> new FileTarget(stderr, layout(settings, true), null);
    }

    private static Supplier<LogTarget> open(LogDestination.File file, LogSettings settings) throws IOException {
        try {
            LogFile opened = LogFile.open(file.name());
            return () -> new FileTarget(opened, layout(settings, false), rotation(file));
        } catch (IOException e) {
            throw new IOException("error opening file: " + e.getMessage(), e);
        }
    }

    private static @Nullable LogRotation rotation(LogDestination.File file) {
        return file.sizeLimit() > 0 ? new LogRotation(file.sizeLimit(), file.mostFiles()) : null;
    }

    private static Layout<ILoggingEvent> layout(LogSettings settings, boolean stderr) {
        ZoneId zone = settings.utc() ? ZoneOffset.UTC : ZoneId.systemDefault();
        long pid = ProcessHandle.current().pid();
        return settings.format() == LogFormat.JSON
                ? new JsonLayout(pid, settings.time(), zone)
                : new NatsLayout(pid, settings.time(), zone, stderr && stderrIsTerminal());
    }

    /** {@code System.console()} speaks for stdin and stdout, so the link is asked; in doubt lines stay plain. */
    private static boolean stderrIsTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
