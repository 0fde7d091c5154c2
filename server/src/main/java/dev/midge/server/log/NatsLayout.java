package dev.midge.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The line of nats-server: {@code [PID] YYYY/MM/DD HH:MM:SS.ffffff [LVL] MESSAGE}.
 *
 * <p>Thread: callers hold the lock of {@link LineAppender}.
 */
final class NatsLayout extends LayoutBase<ILoggingEvent> {

    private final String pid;
    private final boolean time;
    private final ZoneId zone;
    private final boolean colours;
    private long currentSecond = Long.MIN_VALUE;
    private String currentSecondText = "";

    NatsLayout(long pid, boolean time, ZoneId zone, boolean colours) {
        this.pid = "[" + pid + "] ";
        this.time = time;
        this.zone = zone;
        this.colours = colours;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        StringBuilder line = new StringBuilder(message.length() + 64).append(pid);
        if (time) {
            appendTime(line, event.getInstant());
        }
        appendLevel(line, LogEvents.levelOf(event));
        line.append(LogEvents.onOneLine(message)).append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.append(ThrowableProxyUtil.asString(thrown));
        }
        return line.toString();
    }

    private void appendTime(StringBuilder line, Instant instant) {
        if (instant.getEpochSecond() != currentSecond) {
            currentSecond = instant.getEpochSecond();
            currentSecondText = secondText(instant.atZone(zone));
        }
        line.append(currentSecondText);
        appendPadded(line, instant.getNano() / 1000, 6);
        line.append(' ');
    }

    private static String secondText(ZonedDateTime moment) {
        StringBuilder text = new StringBuilder(20);
        appendPadded(text, moment.getYear(), 4);
        appendPadded(text.append('/'), moment.getMonthValue(), 2);
        appendPadded(text.append('/'), moment.getDayOfMonth(), 2);
        appendPadded(text.append(' '), moment.getHour(), 2);
        appendPadded(text.append(':'), moment.getMinute(), 2);
        appendPadded(text.append(':'), moment.getSecond(), 2);
        return text.append('.').toString();
    }

    static void appendPadded(StringBuilder text, int value, int width) {
        String digits = Integer.toString(value);
        for (int i = digits.length(); i < width; i++) {
            text.append('0');
        }
        text.append(digits);
    }

    private void appendLevel(StringBuilder line, LogLevel level) {
        line.append('[');
        if (colours) {
            line.append("\u001b[").append(colourOf(level)).append('m');
        }
        line.append(level.label());
        if (colours) {
            line.append("\u001b[0m");
        }
        line.append("] ");
    }

    private static String colourOf(LogLevel level) {
        return switch (level) {
            case INFO -> "32";
            case DEBUG -> "36";
            case WARN -> "0;93";
            case ERROR, FATAL -> "31";
            case TRACE -> "33";
        };
    }
}
