package dev.midge.server.json;

import dev.midge.server.config.value.GoDuration;
import java.time.Duration;
import java.time.Instant;

/** Points of time and spans as reports and events print them. Threads: any. */
public final class GoTime {

    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private GoTime() {}

    /** RFC 3339 in UTC with as many digits of the second as are needed, which is not how Java prints an instant. */
    public static String text(Instant instant) {
        String text = instant.toString();
        if (text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length() - 1;
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end) + 'Z';
    }

    public static String now() {
        return text(Instant.now());
    }

    /** The same for nanoseconds since 1970. */
    public static String text(long epochNanos) {
        return text(Instant.ofEpochSecond(Math.floorDiv(epochNanos, SECOND), Math.floorMod(epochNanos, SECOND)));
    }

    /** Whole seconds, largest unit first. */
    public static String span(long nanos) {
        return Uptime.of(Duration.ofNanos(nanos));
    }

    /** A round trip in words. */
    public static String roundTrip(long nanos) {
        return GoDuration.format(Duration.ofNanos(measured(nanos)));
    }

    /** nats-server server/client.go getRTT: below a millisecond whole microseconds are enough. Nanoseconds. */
    public static long measured(long roundTripNanos) {
        boolean brief = roundTripNanos > MICROSECOND && roundTripNanos < MILLISECOND;
        return brief ? roundTripNanos - roundTripNanos % MICROSECOND : roundTripNanos;
    }
}
