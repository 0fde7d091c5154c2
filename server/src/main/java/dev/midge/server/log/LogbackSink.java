package dev.midge.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The daemon's log: logback, started by the first line and on the writer thread, so that opening the port does not wait
 * for it. The file itself is opened before, because a server that cannot log must not start.
 */
final class LogbackSink implements LogSink {

    static final String LOGGER_NAME = "nats-server";

    private final LogFile file;
    private final LogSettings settings;
    private final @Nullable LogRotation rotation;
    private @Nullable NatsLayout layout;
    private @Nullable LineAppender appender;
    private @Nullable Logger logger;

    LogbackSink(LogFile file, LogSettings settings) {
        this.file = file;
        this.settings = settings;
        this.rotation = settings.sizeLimit() > 0 && !file.isStderr()
                ? new LogRotation(settings.sizeLimit(), settings.mostFiles())
                : null;
    }

    @Override
    public void write(LogLine line) throws IOException {
        Logger started = logger;
        if (started == null) {
            started = start();
            if (rotation != null && rotation.isDue(file)) {
                // As in nats-server: this line is the last of a file that was too large already.
                started.callAppenders(event(new LogLine(Instant.now(), LogLevel.INFO, "Rotating logfile...", null)));
                rotate();
            }
        }
        started.callAppenders(event(line));
        if (appender != null) {
            appender.throwFailure();
        }
        rotate();
    }

    private void rotate() throws IOException {
        if (rotation != null && rotation.isDue(file)) {
            rotation.rotate(file, LocalDateTime.now(ZoneId.systemDefault()), this::note);
        }
    }

    /** nats-server ends these lines, and only these, with a carriage return too. */
    private void note(LogLevel level, String message) throws IOException {
        if (layout != null) {
            String line = layout.doLayout(event(new LogLine(Instant.now(), level, message, null)));
            file.write((line.stripTrailing() + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private ZoneId zone() {
        return settings.utc() ? ZoneOffset.UTC : ZoneId.systemDefault();
    }

    private Logger start() {
        boolean colours = file.isStderr() && stderrIsTerminal();
        NatsLayout made = new NatsLayout(ProcessHandle.current().pid(), settings.time(), zone(), colours);
        LineAppender lines = new LineAppender(file, made);
        layout = made;
        DaemonConfigurator.prepare(lines, settings.debug());
        Logger started = (Logger) LoggerFactory.getLogger(LOGGER_NAME);
        if (!lines.isStarted()) {
            // Something logged through SLF4J before the first line of the server did.
            LoggerContext context = started.getLoggerContext();
            context.reset();
            new DaemonConfigurator().configure(context);
        }
        appender = lines;
        logger = started;
        return started;
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

    private static LoggingEvent event(LogLine line) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName(LOGGER_NAME);
        event.setInstant(line.time());
        event.setLevel(levelOf(line.level()));
        event.setMessage(line.message());
        if (line.level() == LogLevel.FATAL) {
            event.addMarker(NatsLayout.FATAL);
        }
        if (line.thrown() != null) {
            event.setThrowableProxy(new ThrowableProxy(line.thrown()));
        }
        return event;
    }

    private static Level levelOf(LogLevel level) {
        return switch (level) {
            case TRACE -> Level.TRACE;
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR, FATAL -> Level.ERROR;
        };
    }

    @Override
    public void flush() throws IOException {
        file.flush();
    }

    @Override
    public boolean reopen() throws IOException {
        return file.reopen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
