package dev.midge.server.connection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the backlogs of all connections of one server may occupy together. Beyond it whoever holds most is closed as a slow
 * consumer: a few stopped receivers, or thousands with a little each, must not take the memory of those that read. What is
 * queued for a connection and was not tried to be written yet counts, but is no reason to close that connection.
 *
 * <p>Asked when a connection that has a backlog queues more, and when a loop is about to take new memory; neither is
 * frequent.
 *
 * <p>Thread: the loop that is passed, which is the caller's.
 */
final class PendingBudget {

    /** When a loop closes its own it makes room for some time to come: it looks at all its connections to do it. */
    private static final int ROOM = 16;

    private final Loop[] loops;
    private final long limit;
    private final AtomicBoolean evicting = new AtomicBoolean();

    /**
     * Nothing is held yet.
     *
     * @param limit bytes of memory, of chunks and not of what is in them
     */
    PendingBudget(Loop[] loops, long limit) {
        this.loops = loops.clone();
        this.limit = limit;
    }

    /** What all together may hold. */
    long limit() {
        return limit;
    }

    /** Closes connections when all together hold more than they may. */
    void check(Loop caller) {
        long held = held();
        if (held <= limit) {
            return;
        }
        // Asking the other loops takes until they answer. Meanwhile one iteration of this loop can fill a good deal
        // more.
        if (loops.length == 1 || held > limit + limit / 4) {
            closeHeaviestOf(caller, limit / loops.length);
        }
        if (loops.length > 1) {
            closeHeaviest();
        }
    }

    /** There is no memory left in the JVM, whatever is held here: makes room on the caller's loop, or for later elsewhere. */
    void makeRoom(Loop caller) {
        if (caller.heldBytes() > 0) {
            closeHeaviestOf(caller, caller.heldBytes() - 1);
        } else {
            closeHeaviest();
        }
    }

    private long held() {
        long held = 0;
        for (Loop loop : loops) {
            held += loop.heldBytes();
        }
        return held;
    }

    /** Closes connections of one loop until it holds clearly less than {@code most}. */
    private void closeHeaviestOf(Loop loop, long most) {
        if (loop.heldBytes() <= most) {
            return;
        }
        ClientConnection[] all = loop.connections().snapshot();
        Arrays.sort(
                all, Comparator.comparingLong(ClientConnection::backlogBytes).reversed());
        long enough = most - most / ROOM;
        for (int i = 0; i < all.length && loop.heldBytes() > enough && all[i].backlogBytes() > 0; i++) {
            all[i].overBudget(limit);
        }
    }

    /** Closes the one that holds most of all, on whichever loop. */
    private void closeHeaviest() {
        if (evicting.compareAndSet(false, true)) {
            List<CompletableFuture<ClientConnection>> heaviest = new ArrayList<>();
            for (Loop loop : loops) {
                heaviest.add(CompletableFuture.supplyAsync(() -> heaviestOf(loop), loop.eventLoop()));
            }
            var unused = CompletableFuture.allOf(heaviest.toArray(new CompletableFuture<?>[0]))
                    .whenComplete((nothing, failure) -> evict(heaviest));
        }
    }

    @SuppressWarnings("NullAway") // null means that the loop has no connection
    private static ClientConnection heaviestOf(Loop loop) {
        return loop.connections().heaviest(ClientConnection::backlogBytes);
    }

    private void evict(List<CompletableFuture<ClientConnection>> candidates) {
        ClientConnection heaviest = null;
        for (CompletableFuture<ClientConnection> candidate : candidates) {
            ClientConnection connection = candidate.getNow(null);
            if (connection != null && (heaviest == null || connection.backlogBytes() > heaviest.backlogBytes())) {
                heaviest = connection;
            }
        }
        ClientConnection victim = heaviest;
        if (victim == null || victim.backlogBytes() == 0) {
            evicting.set(false);
            return;
        }
        victim.loop().eventLoop().execute(() -> {
            victim.overBudget(limit);
            evicting.set(false);
        });
    }
}
