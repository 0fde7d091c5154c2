package dev.midge.auth;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What everybody has lately had of something that is scarce, as a time until which that is owed: each share adds a minute.
 * Whoever has had more owes longer; what is owed for more than an hour is forgiven, as are the debts that were charged
 * longest ago when there are too many. Not safe for threads.
 */
final class Debts {

    private static final long SHARE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long MOST_NANOS = Duration.ofHours(1).toNanos();
    private static final int MOST_DEBTORS = 16_384;

    /** Until when each owes; the one charged longest ago first. */
    private final Map<String, Long> until = new LinkedHashMap<>();

    /** Adds one share. */
    void charge(String debtor, long now) {
        long nanos = Math.min(nanos(debtor, now) + SHARE_NANOS, MOST_NANOS);
        until.remove(debtor);
        until.put(debtor, now + nanos);
        if (until.size() > MOST_DEBTORS) {
            Iterator<String> oldest = until.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Takes one share back that was charged. */
    void forgive(String debtor, long now) {
        long nanos = nanos(debtor, now) - SHARE_NANOS;
        if (nanos > 0) {
            until.replace(debtor, now + nanos);
        } else {
            until.remove(debtor);
        }
    }

    /** How long from now on it owes, in nanoseconds. */
    long nanos(String debtor, long now) {
        Long end = until.get(debtor);
        return end == null ? 0 : Math.max(0, end - now);
    }
}
