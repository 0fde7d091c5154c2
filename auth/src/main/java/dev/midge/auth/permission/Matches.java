package dev.midge.auth.permission;

import org.jspecify.annotations.Nullable;

/**
 * What the entries that match one subject say about one queue, as bits, and the two rules that judge it.
 *
 * <p>The rules are nats-server's {@code canSubscribe}: a queue rule overrides a plain one in an allow list, and never
 * lifts a plain one of a deny list.
 */
final class Matches {

    /** Some entry without queue. */
    static final int PLAIN = 1;

    /** Some entry with a queue, whichever. */
    static final int QUEUE = 2;

    /** Some entry with a queue that is the one asked for. */
    static final int QUEUE_NAMED = 4;

    private Matches() {}

    /** The bits of one entry that matches the subject; a subscription without queue passes null. */
    static int of(Entry entry, byte @Nullable [] queue) {
        if (entry.queue == null) {
            return PLAIN;
        }
        return queue != null && entry.namesQueue(queue) ? QUEUE | QUEUE_NAMED : QUEUE;
    }

    static boolean admits(int bits, byte @Nullable [] queue) {
        int decisive = queue != null && (bits & QUEUE) != 0 ? QUEUE_NAMED : PLAIN;
        return (bits & decisive) != 0;
    }

    static boolean refuses(int bits) {
        return (bits & (PLAIN | QUEUE_NAMED)) != 0;
    }
}
