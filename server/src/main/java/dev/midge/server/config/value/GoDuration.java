package dev.midge.server.config.value;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Durations as Go writes and reads them, such as {@code 1h30m} and {@code 1.5s}: no days, no spaces. */
public final class GoDuration {
    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000 * MICROSECOND;
    private static final long SECOND = 1_000 * MILLISECOND;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private final String text;
    private int position;

    private GoDuration(String text) {
        this.text = text;
    }

    /**
     * Reads a duration: an optional sign and pairs of a number and one of the units {@code ns us ms s m h}, or {@code 0}.
     *
     * @throws IllegalArgumentException with Go's message, such as {@code time: missing unit in duration "5"}
     */
    public static Duration parse(String text) {
        return Duration.ofNanos(new GoDuration(text).nanos());
    }

    /** What {@link #parse} would complain of; null if it would not. */
    public static @Nullable String fault(String text) {
        try {
            parse(text);
            return null;
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private long nanos() {
        boolean negative = text.startsWith("-");
        position = negative || text.startsWith("+") ? 1 : 0;
        if ("0".equals(text.substring(position))) {
            return 0;
        }
        if (position == text.length()) {
            throw invalid();
        }
        long sum = 0;
        while (position < text.length()) {
            sum = checked(sum + pair());
        }
        return negative ? -sum : sum;
    }

    /** Refuses a sum that did not fit. */
    private long checked(long sum) {
        if (sum < 0) {
            throw invalid();
        }
        return sum;
    }

    private long pair() {
        int start = position;
        long whole = digits();
        int digits = position - start;
        long fraction = 0;
        long scale = 1;
        if (position < text.length() && text.charAt(position) == '.') {
            position++;
            int from = position;
            while (isDigit() && scale <= Long.MAX_VALUE / 100) {
                fraction = fraction * 10 + text.charAt(position++) - '0';
                scale *= 10;
            }
            while (isDigit()) {
                position++;
            }
            digits += position - from;
        }
        if (digits == 0) {
            throw invalid();
        }
        long unit = unit();
        if (whole > Long.MAX_VALUE / unit) {
            throw invalid();
        }
        return checked(whole * unit + (long) (fraction * ((double) unit / scale)));
    }

    private long digits() {
        long value = 0;
        while (isDigit()) {
            if (value > Long.MAX_VALUE / 10) {
                throw invalid();
            }
            value = checked(value * 10 + text.charAt(position++) - '0');
        }
        return value;
    }

    private boolean isDigit() {
        return position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9';
    }

    private long unit() {
        int start = position;
        while (position < text.length() && text.charAt(position) != '.' && !isDigit()) {
            position++;
        }
        if (position == start) {
            throw new IllegalArgumentException("time: missing unit in duration " + quote(text));
        }
        String unit = text.substring(start, position);
        return switch (unit) {
            case "ns" -> 1;
            case "us", "\u00B5s", "\u03BCs" -> MICROSECOND;
            case "ms" -> MILLISECOND;
            case "s" -> SECOND;
            case "m" -> MINUTE;
            case "h" -> HOUR;
            default ->
                throw new IllegalArgumentException("time: unknown unit " + quote(unit) + " in duration " + quote(text));
        };
    }

    /** Go's time package has its own way to quote: bytes in hexadecimal for all that is not printable ASCII. */
    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ') {
                quoted.append("\\x")
                        .append(Character.forDigit((b >> 4) & 0xF, 16))
                        .append(Character.forDigit(b & 0xF, 16));
            } else {
                quoted.append(b == '"' || b == '\\' ? "\\" : "").append((char) b);
            }
        }
        return quoted.append('"').toString();
    }

    private IllegalArgumentException invalid() {
        return new IllegalArgumentException("time: invalid duration " + quote(text));
    }

    /** Writes a duration as Go does: {@code 2m0s}, {@code 1.5s}, {@code 100ms}, {@code 0s}. */
    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        if (nanos < 0) {
            text.append('-');
        }
        long size = Math.absExact(nanos);
        if (size < SECOND) {
            subSecond(text, size);
        } else {
            fromSecond(text, size);
        }
        return text.toString();
    }

    private static void subSecond(StringBuilder text, long size) {
        if (size < MICROSECOND) {
            text.append(size).append("ns");
        } else if (size < MILLISECOND) {
            decimal(text, size, MICROSECOND).append("\u00B5s");
        } else {
            decimal(text, size, MILLISECOND).append("ms");
        }
    }

    private static void fromSecond(StringBuilder text, long size) {
        if (size >= HOUR) {
            text.append(size / HOUR).append('h');
        }
        if (size >= MINUTE) {
            text.append(size % HOUR / MINUTE).append('m');
        }
        decimal(text, size % MINUTE, SECOND).append('s');
    }

    private static StringBuilder decimal(StringBuilder text, long size, long unit) {
        text.append(size / unit);
        long rest = size % unit;
        if (rest != 0) {
            text.append('.');
            for (long digit = unit / 10; rest != 0; digit /= 10) {
                text.append((char) ('0' + rest / digit));
                rest %= digit;
            }
        }
        return text;
    }
}
