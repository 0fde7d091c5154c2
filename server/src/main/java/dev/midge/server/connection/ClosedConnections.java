package dev.midge.server.connection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections that ended last, as many as {@code max_closed_clients} says.
 *
 * <p>Their lists of subscriptions are what could grow without bound: there are {@value #MOST_SUBSCRIPTIONS} in all, and
 * whoever ended longest ago loses its list first.
 *
 * <p>Thread: any. The lock is held for a moment, or for a copy of the references.
 */
final class ClosedConnections {

    /** About 15 MB. */
    static final int MOST_SUBSCRIPTIONS = 100_000;

    private static final int FIRST_LENGTH = 16;

    private final int capacity;
    /** Entry n is at n modulo the length, which grows before the first entry is overwritten. */
    private @Nullable ClosedConnection[] ring;

    private long added;
    /** The first entry that may still have its list. */
    private long listed;

    private int subscriptions;

    /** With room for that many; none when it is not positive. */
    ClosedConnections(int capacity) {
        this.capacity = Math.max(0, capacity);
        this.ring = new ClosedConnection[Math.min(FIRST_LENGTH, this.capacity)];
    }

    /** Whether anything is remembered at all. */
    boolean remembers() {
        return capacity > 0;
    }

    synchronized void add(ClosedConnection closed) {
        if (added == ring.length && ring.length < capacity) {
            ring = Arrays.copyOf(ring, Math.min(capacity, ring.length * 2));
        }
        int index = index(added);
        ClosedConnection overwritten = ring[index];
        if (overwritten != null) {
            subscriptions -= overwritten.subscriptions().size();
        }
        ring[index] = closed;
        added++;
        subscriptions += closed.subscriptions().size();
        forgetLists();
    }

    private void forgetLists() {
        listed = Math.max(listed, added - ring.length);
        while (subscriptions > MOST_SUBSCRIPTIONS) {
            ClosedConnection oldest = entry(listed);
            subscriptions -= oldest.subscriptions().size();
            ring[index(listed)] = oldest.withoutSubscriptions();
            listed++;
        }
    }

    /** All of them, the one that ended first at the beginning. */
    synchronized List<ClosedConnection> all() {
        List<ClosedConnection> all = new ArrayList<>();
        for (long n = Math.max(0, added - ring.length); n < added; n++) {
            all.add(entry(n));
        }
        return all;
    }

    @SuppressWarnings("NullAway") // everything between the oldest and the newest is there
    private ClosedConnection entry(long n) {
        return ring[index(n)];
    }

    private int index(long n) {
        return (int) (n % ring.length);
    }
}
