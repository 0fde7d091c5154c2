package dev.midge.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that only the test moves; for wall clock and monotonic clock alike. */
final class ManualClock extends Clock {

    private Instant now = Instant.parse("2026-06-01T12:00:00Z");

    void advance(Duration duration) {
        now = now.plus(duration);
    }

    long nanoTime() {
        // An arbitrary origin near the overflow, as System.nanoTime may have.
        return Long.MAX_VALUE
                - 1000
                + Duration.between(Instant.parse("2026-06-01T12:00:00Z"), now).toNanos();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
