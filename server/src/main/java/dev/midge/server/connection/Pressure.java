package dev.midge.server.connection;

import dev.midge.server.config.value.GoDuration;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What becomes of a connection whose client does not keep up with what is delivered to it.
 *
 * <p>Over three quarters of {@code max_pending} its gate closes: every publisher that delivers to it is held up for a moment,
 * or, with {@code no_fast_producer_stall}, the messages for it are dropped. The gate is a flag of its subscriptions, so
 * publishers to others pay nothing for it. It opens when half is left or nothing: a gate that opened at three quarters
 * would walk over all subscriptions for every chunk. Over {@code max_pending}, or when a write takes longer than the
 * deadline, the connection ends as a slow consumer.
 *
 * <p>Thread: the connection's loop.
 */
final class Pressure {

    private final ClientConnection connection;
    private final Connections connections;
    private boolean gated;
    /** A write deadline has passed, and no write has ended in time since. */
    private boolean slow;

    Pressure(ClientConnection connection, Connections connections) {
        this.connection = connection;
        this.connections = connections;
    }

    boolean gated() {
        return gated;
    }

    /** Looks at the limits; called when more is queued than before, and after each flush. */
    void check(long pendingBytes) {
        long most = connections.limits().maxPending();
        if (pendingBytes > most) {
            slowConsumer("MaxPending of " + most + " Exceeded");
            return;
        }
        if (pendingBytes > most / 4 * 3) {
            gate(true);
        } else if (opensAt(pendingBytes)) {
            gate(false);
        }
        if (pendingBytes > ChunkPool.LARGE) {
            connections.budget().check(connection.loop());
        }
    }

    /** The same in the middle of appending: whoever publishes there, perhaps a run of messages, is held up already now. */
    void checkAppending(long pendingBytes) {
        check(pendingBytes);
        if (gated && !connections.limits().dropForSlow()) {
            connection.loop().congestedBy(connection);
        }
    }

    /** Whether {@link #check} would open the gate. */
    boolean opensAt(long pendingBytes) {
        return gated && pendingBytes <= connections.limits().maxPending() / 2;
    }

    private void gate(boolean closed) {
        if (gated == closed) {
            return;
        }
        gated = closed;
        connection.gate(closed);
        if (!closed) {
            connection.loop().gateOpened();
        }
    }

    void overBudget(long budget) {
        slowConsumer("pending budget of " + budget + " bytes for all clients Exceeded");
    }

    void outOfMemory() {
        slowConsumer("no direct memory left for a message");
    }

    private void slowConsumer(String why) {
        if (connection.closing()) {
            return;
        }
        connections.countSlowConsumer(connection.account());
        connection.log().info("Slow Consumer Detected: " + why);
        connection.close(CloseReason.SLOW_CONSUMER_PENDING_BYTES);
    }

    /**
     * The client has not taken a batch in time.
     *
     * @param progressed whether it has taken some of it
     * @param beforeConnect whether it still owes its CONNECT: that is no subscriber that is slow
     * @return whether the connection goes on
     */
    boolean deadlinePassed(WriteBatch batch, boolean progressed, boolean beforeConnect) {
        ConnectionLimits limits = connections.limits();
        if (!beforeConnect) {
            connections.countSlowConsumer(connection.account());
            connection
                    .log()
                    .info("Slow Consumer " + (slow ? "State" : "Detected") + ": WriteDeadline of "
                            + GoDuration.format(Duration.ofNanos(connection.writeDeadlineNanos())) + " exceeded with "
                            + batch
                            + ".");
            if (limits.retryWrites() && progressed) {
                slow = true;
                return true;
            }
        }
        connection.close(CloseReason.SLOW_CONSUMER_WRITE_DEADLINE);
        return false;
    }

    /** The client has taken a batch in time. */
    void written(WriteBatch batch, long nanos) {
        if (slow) {
            slow = false;
            connection.log().info("Slow Consumer Recovered: Flush took " + seconds(nanos) + "s with " + batch + ".");
        }
    }

    /** With three decimals. */
    private static String seconds(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos + 500_000);
        String decimals = Long.toString(1_000 + millis % 1_000).substring(1);
        return millis / 1_000 + "." + decimals;
    }
}
