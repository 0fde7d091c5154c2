package dev.midge.server.log;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The log of one server, with debug and trace switches of its own: two servers in one JVM do not share them.
 *
 * <p>Thread: any. No method but {@link #flush} and {@link #close} waits; lines go through a bounded queue to a writer
 * thread, and lines that find it full are counted and reported. Ask {@link #debugEnabled} or {@link #traceEnabled} before
 * building a text.
 */
public final class ServerLog implements AutoCloseable {

    private static final long MAX_FLUSH_MILLIS = 500;
    /** The last lines say why a server ends: a busy machine may take its time for them. */
    private static final long MAX_WAIT_MILLIS = 3_000;

    private final @Nullable LogWriter writer;
    private final boolean alwaysWithStack;

    /** Written at start and reload, read by every loop once per batch. */
    private volatile boolean debug;

    private volatile boolean trace;
    private volatile TracedPayload payloads = new TracedPayload(0, false);

    private ServerLog(@Nullable LogWriter writer, boolean debug, boolean trace, boolean alwaysWithStack) {
        this.writer = writer;
        this.debug = debug;
        this.trace = trace;
        this.alwaysWithStack = alwaysWithStack;
    }

    /** Logs to the SLF4J logger of that name, whose levels, asked now, decide about debug and trace lines. */
    public static ServerLog toSlf4j(String loggerName) {
        Slf4jSink sink = new Slf4jSink(loggerName);
        return new ServerLog(new LogWriter(sink), sink.debugEnabled(), sink.traceEnabled(), true);
    }

    public static ServerLog create(LogSink sink, boolean debug, boolean trace) {
        return new ServerLog(new LogWriter(sink), debug, trace, false);
    }

    /**
     * The log of a daemon, in the line format of nats-server, through logback, which the distribution brings.
     *
     * @throws IOException if the log file or the syslog cannot be opened; the message is what the operator must be told
     */
    public static ServerLog forDaemon(LogSettings settings) throws IOException {
        return create(daemonSink(settings), settings.debug(), settings.trace());
    }

    /**
     * Where the lines of a daemon go by these settings, open and for {@link #moveTo}.
     *
     * @throws IOException if the log file or the syslog cannot be opened; the message is what the operator must be told
     */
    public static LogSink daemonSink(LogSettings settings) throws IOException {
        return new LogbackSink(LogTargets.open(settings), settings.debug());
    }

    public static ServerLog silent() {
        return new ServerLog(null, false, false, false);
    }

    public boolean debugEnabled() {
        return debug;
    }

    public boolean traceEnabled() {
        return trace;
    }

    /** Sets both switches, as a reload does. */
    public void enable(boolean debugLines, boolean traceLines) {
        debug = debugLines;
        trace = traceLines;
    }

    /**
     * Has the lines from the next one on go to another sink; what was logged before still goes where it went. Thread: one
     * at a time; waits while the queue is full, three seconds at most.
     *
     * @return false when the old sink takes no lines; then the other one is the caller's, and nothing has changed
     */
    public boolean moveTo(LogSink next) {
        return writer != null && writer.moveTo(next, MAX_WAIT_MILLIS);
    }

    /** What a trace shows of messages. */
    public TracedPayload payloads() {
        return payloads;
    }

    public void payloads(TracedPayload shown) {
        payloads = shown;
    }

    public void info(String message) {
        log(LogLevel.INFO, message, null);
    }

    public void warn(String message) {
        log(LogLevel.WARN, message, null);
    }

    public void error(String message) {
        log(LogLevel.ERROR, message, null);
    }

    /** One line that names the exception; its stack follows only while debug is on, or always with SLF4J. */
    public void error(String message, Throwable thrown) {
        log(LogLevel.ERROR, message + ": " + thrown, debug || alwaysWithStack ? thrown : null);
    }

    /** The last word of a server that cannot go on; ending the process is up to the caller. */
    public void fatal(String message) {
        log(LogLevel.FATAL, message, null);
    }

    public void debug(String message) {
        if (debug) {
            log(LogLevel.DEBUG, message, null);
        }
    }

    public void trace(String message) {
        if (trace) {
            log(LogLevel.TRACE, message, null);
        }
    }

    /** A line about a connection, of any level; one that is switched off is not logged. */
    public void about(LogOrigin origin, LogLevel level, String message) {
        boolean wanted = switch (level) {
            case TRACE -> trace;
            case DEBUG -> debug;
            case INFO, WARN, ERROR, FATAL -> true;
        };
        if (wanted && writer != null) {
            writer.offer(new LogLine(Instant.now(), level, message, null, origin));
        }
    }

    private void log(LogLevel level, String message, @Nullable Throwable thrown) {
        if (writer != null) {
            writer.offer(new LogLine(Instant.now(), level, message, thrown));
        }
    }

    /** Waits, half a second at most, until every line logged so far is out. */
    public void flush() {
        if (writer != null) {
            writer.flush(MAX_FLUSH_MILLIS);
        }
    }

    /** Opens the log file anew after something moved it away; the log says what came of it. Returns at once. */
    public void reopen() {
        if (writer != null) {
            writer.reopen();
        }
    }

    /** Waits, three seconds at most, until every line is out, and ends the writer; later lines are ignored. */
    @Override
    public void close() {
        if (writer != null) {
            writer.close(MAX_WAIT_MILLIS);
        }
    }
}
