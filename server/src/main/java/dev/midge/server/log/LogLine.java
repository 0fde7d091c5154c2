package dev.midge.server.log;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One thing a server had to say: when, how important, the text, and the exception whose stack belongs below it. */
public final class LogLine {

    private final Instant time;
    private final LogLevel level;
    private final String message;
    private final @Nullable Throwable thrown;
    private final @Nullable LogOrigin origin;

    public LogLine(Instant time, LogLevel level, String message, @Nullable Throwable thrown) {
        this(time, level, message, thrown, null);
    }

    public LogLine(
            Instant time, LogLevel level, String message, @Nullable Throwable thrown, @Nullable LogOrigin origin) {
        this.time = Objects.requireNonNull(time, "time");
        this.level = Objects.requireNonNull(level, "level");
        this.message = Objects.requireNonNull(message, "message");
        this.thrown = thrown;
        this.origin = origin;
    }

    public Instant time() {
        return time;
    }

    public LogLevel level() {
        return level;
    }

    public String message() {
        return message;
    }

    public @Nullable Throwable thrown() {
        return thrown;
    }

    /** The connection it is about, null if it is not about one. */
    public @Nullable LogOrigin origin() {
        return origin;
    }
}
