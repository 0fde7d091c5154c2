package dev.midge.server.json;

import java.time.Duration;

/** Durations as the reports print them: whole seconds, largest unit first, {@code 1d2h3m4s}. */
final class Uptime {

    private Uptime() {}

    static String of(Duration duration) {
        long seconds = duration.toSeconds();
        long days = seconds / 86_400;
        long years = days / 365;
        StringBuilder text = new StringBuilder();
        part(text, years, 'y');
        part(text, days % 365, 'd');
        part(text, seconds / 3_600 % 24, 'h');
        part(text, seconds / 60 % 60, 'm');
        return text.append(seconds % 60).append('s').toString();
    }

    /** Lower units are printed once a higher one is. */
    private static void part(StringBuilder text, long value, char unit) {
        if (value > 0 || text.length() > 0) {
            text.append(value).append(unit);
        }
    }
}
