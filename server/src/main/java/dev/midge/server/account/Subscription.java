package dev.midge.server.account;

import dev.midge.protocol.subject.SublistEntry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One SUB of one subscriber.
 *
 * <p>Threads: created and closed by its subscriber's loop; read and counted by every loop that publishes to it. The
 * position in the trie belongs to the account's lock.
 */
public final class Subscription implements SublistEntry {

    /** The subscriber does not want what it publishes itself. */
    public static final int NO_ECHO = 1;
    /** Each message has to pass the subscriber's deny list. */
    public static final int FILTERED = 1 << 1;
    /** Gone: UNSUB, maximum reached, or the connection closed. */
    public static final int CLOSED = 1 << 2;
    /** The subscriber does not keep up: it is asked about each message. */
    public static final int GATED = 1 << 3;

    private static final VarHandle DELIVERED;

    static {
        try {
            DELIVERED = MethodHandles.lookup().findVarHandle(Subscription.class, "delivered", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    final Subscriber subscriber;
    private final byte[] subject;
    private final byte @Nullable [] queue;
    private final byte[] sidAndBlank;

    /** Read by publishers before each delivery; 0 is the short path. */
    volatile int flags;

    /** Deliveries after which the subscription ends, counted since SUB; 0 for none. Read after counting. */
    volatile long limit;

    /** Counted by every publishing loop: atomically when there is more than one, plainly otherwise. */
    @SuppressWarnings("UnusedVariable")
    private volatile long delivered;

    private int slot = -1;
    private @Nullable Object home;

    /**
     * A subscription that is not yet in any account.
     *
     * @param sid what the subscriber calls it; any bytes
     */
    public Subscription(Subscriber subscriber, byte[] subject, byte @Nullable [] queue, byte[] sid, int flags) {
        this.subscriber = subscriber;
        this.subject = subject;
        this.queue = queue;
        this.sidAndBlank = Arrays.copyOf(sid, sid.length + 1);
        this.sidAndBlank[sid.length] = ' ';
        this.flags = flags;
    }

    public Subscriber subscriber() {
        return subscriber;
    }

    public byte[] subject() {
        return subject;
    }

    public byte @Nullable [] queue() {
        return queue;
    }

    /** What the subscriber calls it; a copy. */
    public byte[] sid() {
        return Arrays.copyOf(sidAndBlank, sidAndBlank.length - 1);
    }

    /** The sid with the blank that follows it in a MSG. */
    public byte[] sidAndBlank() {
        return sidAndBlank;
    }

    public boolean closed() {
        return (flags & CLOSED) != 0;
    }

    /** Ends deliveries from now on; its loop only. */
    public void close() {
        flags |= CLOSED;
    }

    /** Whether its subscriber gets what it publishes itself; its loop only. */
    public void echo(boolean wanted) {
        flags = wanted ? flags & ~NO_ECHO : flags | NO_ECHO;
    }

    /** Has every message checked against the deny list from now on; its loop only. */
    public void filter() {
        flags |= FILTERED;
    }

    /** Has the subscriber asked about every message from now on, or no longer; its loop only. */
    public void gate(boolean closed) {
        flags = closed ? flags | GATED : flags & ~GATED;
    }

    /**
     * Ends the subscription after {@code max} deliveries since SUB.
     *
     * @return false when it has had that many already
     */
    public boolean limit(long max) {
        limit = max;
        return delivered() < max;
    }

    public long delivered() {
        return delivered;
    }

    /** Counts deliveries and returns how many there were with them. */
    long count(boolean shared, int messages) {
        if (shared) {
            return (long) DELIVERED.getAndAdd(this, (long) messages) + messages;
        }
        long count = (long) DELIVERED.get(this) + messages;
        DELIVERED.set(this, count);
        return count;
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int slot) {
        this.slot = slot;
    }

    @Override
    public @Nullable Object home() {
        return home;
    }

    @Override
    public void home(@Nullable Object home) {
        this.home = home;
    }
}
