package dev.midge.server.connection;

import java.util.concurrent.TimeUnit;

/**
 * Decides when a connection is sent a PING and when it counts as stale.
 *
 * <p>The first PING comes two seconds or so after CONNECT whatever the client does, to measure the round trip; later ones
 * only after {@code ping_interval} without a command. Thread: the connection's loop; times are the loop's nanoseconds.
 */
final class Keepalive {

    /** What a tick asks for. */
    enum Action {
        NOTHING,
        PING,
        STALE
    }

    private static final long FIRST_PING = TimeUnit.SECONDS.toNanos(2);
    private static final long ROUND_TRIP_VALID = TimeUnit.HOURS.toNanos(1);

    private final long started;
    private long due;
    private long lastCommand;
    private long pingSent;
    private long roundTrip;
    private boolean everSent;
    private int outstanding;
    private boolean begun;

    /** For a connection that was just accepted; nothing is due before {@link #begin}. */
    Keepalive(long now) {
        started = now;
        lastCommand = now;
    }

    void begin(long now, long interval) {
        begun = true;
        due = now + interval;
    }

    /**
     * The client is connected. {@code random} spreads the first PINGs of clients that connect together over a fifth of
     * the time, of which the sweep, which may be late by {@code lateness}, takes its part.
     */
    void connected(long now, long interval, long lateness, long random) {
        long first = Math.min(interval, FIRST_PING);
        due = now + first + Math.floorMod(random, Math.max(1, first / 5 - lateness));
    }

    /** CONNECT came: until there is a PONG, the time that it took stands for the round trip. */
    void connectCame(long now) {
        if (roundTrip == 0) {
            roundTrip = Math.max(1, now - started);
        }
    }

    /** A command with an effect, or a PING, came. */
    void command(long now) {
        lastCommand = now;
    }

    void pong(long now) {
        if (outstanding > 0) {
            roundTrip = Math.max(1, now - pingSent);
        }
        outstanding = 0;
    }

    Action tick(long now, long interval, int max) {
        if (!begun || now - due < 0) {
            return Action.NOTHING;
        }
        due = now - due > interval ? now + interval : due + interval;
        boolean measuredLately = everSent && now - pingSent < ROUND_TRIP_VALID;
        if (measuredLately && now - lastCommand < interval) {
            return Action.NOTHING;
        }
        if (outstanding + 1 > max) {
            return Action.STALE;
        }
        outstanding++;
        everSent = true;
        pingSent = now;
        return Action.PING;
    }

    /** Nanoseconds of the last round trip; from accept to CONNECT before the first, 0 before that. */
    long roundTripNanos() {
        return roundTrip;
    }
}
