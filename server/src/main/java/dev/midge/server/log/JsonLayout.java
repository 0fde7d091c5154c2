package dev.midge.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object a line: {@code time}, {@code level}, {@code pid}, {@code message}; then what is known of {@code
 * connection}, {@code client}, {@code account} and {@code user}; the {@code logger} if it is a plug-in's; the {@code
 * stack} of an exception.
 *
 * <p>Thread: callers hold the lock of {@link LineAppender}.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.");
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("XXX");

    private final JsonStringEncoder encoder = JsonStringEncoder.getInstance();
    private final long pid;
    private final boolean time;
    private final ZoneId zone;
    private long currentSecond = Long.MIN_VALUE;
    private String currentSecondText = "";
    private String currentOffset = "";

    JsonLayout(long pid, boolean time, ZoneId zone) {
        this.pid = pid;
        this.time = time;
        this.zone = zone;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        StringBuilder line = new StringBuilder(message.length() + 192).append('{');
        if (time) {
            appendTime(line, event.getInstant());
        }
        line.append("\"level\":\"").append(LogEvents.levelOf(event).name().toLowerCase(Locale.ROOT));
        line.append("\",\"pid\":").append(pid);
        appendText(line, "message", message);
        appendOrigin(line, LogEvents.originOf(event));
        if (!event.getLoggerName().equals(LogbackSink.LOGGER_NAME)) {
            appendText(line, "logger", event.getLoggerName());
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            appendText(line, "stack", ThrowableProxyUtil.asString(thrown));
        }
        return line.append("}\n").toString();
    }

    private void appendTime(StringBuilder line, Instant instant) {
        if (instant.getEpochSecond() != currentSecond) {
            ZonedDateTime moment = instant.atZone(zone);
            currentSecond = instant.getEpochSecond();
            currentSecondText = SECOND.format(moment);
            currentOffset = OFFSET.format(moment);
        }
        line.append("\"time\":\"").append(currentSecondText);
        NatsLayout.appendPadded(line, instant.getNano() / 1000, 6);
        line.append(currentOffset).append("\",");
    }

    private void appendOrigin(StringBuilder line, @Nullable LogOrigin origin) {
        if (origin != null) {
            line.append(",\"connection\":").append(origin.connection());
            appendText(line, "client", origin.client());
            appendText(line, "account", origin.account());
            appendText(line, "user", origin.user());
        }
    }

    private void appendText(StringBuilder line, String name, @Nullable String value) {
        if (value != null) {
            line.append(",\"").append(name).append("\":\"");
            encoder.quoteAsString(value, line);
            line.append('"');
        }
    }
}
