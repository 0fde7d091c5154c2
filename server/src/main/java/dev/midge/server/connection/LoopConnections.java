package dev.midge.server.connection;

import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop, and their time: one walk over all of them now and then, instead of a timer for each.
 *
 * <p>Thread: the loop.
 */
final class LoopConnections {

    private final EventLoop eventLoop;
    private final LongSupplier nanoTime;
    private final Runnable sweepTask = this::sweep;

    private ClientConnection[] connections = new ClientConnection[16];
    private int connectionCount;
    private long sweepNanos = TimeUnit.MILLISECONDS.toNanos(250);
    private boolean sweepScheduled;

    LoopConnections(EventLoop eventLoop, LongSupplier nanoTime) {
        this.eventLoop = eventLoop;
        this.nanoTime = nanoTime;
    }

    /** Another pace for the sweep, from the next one on. */
    void sweepEvery(long nanos) {
        sweepNanos = nanos;
    }

    long sweepNanos() {
        return sweepNanos;
    }

    void add(ClientConnection connection) {
        if (connectionCount == connections.length) {
            connections = Arrays.copyOf(connections, connectionCount * 2);
        }
        connection.position = connectionCount;
        connections[connectionCount++] = connection;
        scheduleSweep();
    }

    void remove(ClientConnection connection) {
        ClientConnection last = connections[--connectionCount];
        connections[connection.position] = last;
        last.position = connection.position;
        clearLast();
    }

    @SuppressWarnings("NullAway") // positions from connectionCount on are empty
    private void clearLast() {
        connections[connectionCount] = null;
    }

    /** The connection that holds most. */
    @Nullable
    ClientConnection heaviest(ToLongFunction<ClientConnection> held) {
        ClientConnection heaviest = null;
        long most = -1;
        for (int i = 0; i < connectionCount; i++) {
            long bytes = held.applyAsLong(connections[i]);
            if (bytes > most) {
                most = bytes;
                heaviest = connections[i];
            }
        }
        return heaviest;
    }

    /** A copy of the connections, for walks that let the loop go on in between. */
    ClientConnection[] snapshot() {
        return Arrays.copyOf(connections, connectionCount);
    }

    private void scheduleSweep() {
        if (!sweepScheduled) {
            sweepScheduled = true;
            var unused = eventLoop.schedule(sweepTask, sweepNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** PING, write deadlines, authentication timeouts and expiry of all connections: one walk, no timer for each. */
    private void sweep() {
        sweepScheduled = false;
        long now = nanoTime.getAsLong();
        for (int i = connectionCount - 1; i >= 0; i--) {
            if (i < connectionCount) {
                tick(connections[i], now);
            }
        }
        if (connectionCount > 0) {
            scheduleSweep();
        }
    }

    /** What fails for one connection must not end the time of all others. */
    private static void tick(ClientConnection connection, long now) {
        try {
            connection.tick(now);
        } catch (RuntimeException | OutOfMemoryError failure) {
            connection.failed(failure);
        }
    }
}
