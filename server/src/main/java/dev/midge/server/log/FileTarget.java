package dev.midge.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Laid-out lines in a {@link LogFile}, which is moved away when it has grown too large. */
final class FileTarget implements LogTarget {

    private final LogFile file;
    private final Layout<ILoggingEvent> layout;
    private final @Nullable LogRotation rotation;
    private boolean used;

    FileTarget(LogFile file, Layout<ILoggingEvent> layout, @Nullable LogRotation rotation) {
        this.file = file;
        this.layout = layout;
        this.rotation = rotation;
    }

    @Override
    public void write(ILoggingEvent event) throws IOException {
        if (!used) {
            used = true;
            rotateOldFile();
        }
        put(event);
        rotate();
    }

    /** As in nats-server: this line is the last of a file that was too large already. */
    private void rotateOldFile() throws IOException {
        if (rotation != null && rotation.isDue(file)) {
            put(LogEvents.of(new LogLine(Instant.now(), LogLevel.INFO, "Rotating logfile...", null)));
            rotate();
        }
    }

    private void put(ILoggingEvent event) throws IOException {
        file.write(layout.doLayout(event).getBytes(StandardCharsets.UTF_8));
        if (!event.getLoggerName().equals(LogbackSink.LOGGER_NAME)) {
            file.flush(); // the writer flushes the server's own lines when no other is waiting
        }
    }

    private void rotate() throws IOException {
        if (rotation != null && rotation.isDue(file)) {
            rotation.rotate(file, LocalDateTime.now(ZoneId.systemDefault()), this::note);
        }
    }

    /** nats-server ends these lines, and only these, with a carriage return too. */
    private void note(LogLevel level, String message) throws IOException {
        String line = layout.doLayout(LogEvents.of(new LogLine(Instant.now(), level, message, null)));
        String end = layout instanceof NatsLayout ? "\r\n" : "\n";
        file.write((line.stripTrailing() + end).getBytes(StandardCharsets.UTF_8));
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
