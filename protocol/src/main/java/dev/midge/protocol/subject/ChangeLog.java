package dev.midge.protocol.subject;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The last changes of interest in one account, so that a cache of match results can drop just what became wrong.
 *
 * <p>The writer changes the {@link Sublist} and then calls {@link #record}, both under the write lock of the list, and
 * only then tells anybody that the subscription is there. Whoever hears of it (a client that got its PONG and had
 * another one publish) reads a generation that includes the change.
 *
 * <p>Threads: one writer at a time; readers need no lock. A reader notes the generation that it has applied,
 * compares it with {@link #generation()} before each look-up in its cache (one volatile read), and calls
 * {@link #replay} when it has moved. What it then looks up in the list it looks up under the read lock, so the result
 * is never older than the generation it noted, and a change after that moves the generation again.
 */
public final class ChangeLog {

    private static final int CAPACITY = 1024;

    // A slot is written before the generation that makes it readable; both are volatile writes, so a reader that has
    // seen the slot of change n has the generation n - 1 at least. This is what replay() relies on.
    private final AtomicReferenceArray<byte[]> ring;
    private volatile long generation;

    public ChangeLog() {
        this(CAPACITY);
    }

    /** With a ring of this many changes, a power of two. */
    ChangeLog(int capacity) {
        ring = new AtomicReferenceArray<>(capacity);
    }

    /** The number of changes so far. */
    public long generation() {
        return generation;
    }

    /**
     * Records that interest in a subject has changed; after the change of the list, under its write lock.
     *
     * @param subject of the subscription, literal or with wildcards; kept, and must not change
     * @return the generation that includes this change
     */
    public long record(byte[] subject) {
        long next = generation + 1;
        ring.set(index(next), subject);
        generation = next;
        return next;
    }

    /**
     * Calls the action with the subject of each change after generation {@code since}, up to and with generation
     * {@code until}, which must have been read from {@link #generation()}. Allocates nothing.
     *
     * @return false if some of them are no longer there: the caller has to take everything for changed, whatever the
     *     action has been called with
     */
    public boolean replay(long since, long until, Consumer<byte[]> action) {
        if (until - since > ring.length()) {
            return false;
        }
        for (long change = since + 1; change <= until; change++) {
            action.accept(ring.get(index(change)));
        }
        // A writer may be one slot ahead of the generation. If that slot held one of ours, the action may have been
        // called with a later subject in its place.
        return generation - since < ring.length();
    }

    private int index(long change) {
        return (int) change & (ring.length() - 1);
    }
}
