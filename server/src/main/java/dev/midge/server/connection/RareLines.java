package dev.midge.server.connection;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Log lines that many connections cause at once: each text is logged once a second at most, as in nats-server.
 *
 * <p>Thread: any. The texts must be few; nothing that a client chose may be part of one.
 */
final class RareLines {

    private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

    private final ConcurrentHashMap<String, Long> lastLogged = new ConcurrentHashMap<>();

    /** Whether the line may be logged at that time; then it counts as logged. */
    boolean due(String line, long now) {
        Long last = lastLogged.get(line);
        if (last == null) {
            return lastLogged.putIfAbsent(line, now) == null;
        }
        return now - last >= PERIOD && lastLogged.replace(line, last, now);
    }
}
