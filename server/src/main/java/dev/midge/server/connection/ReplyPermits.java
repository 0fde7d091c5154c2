package dev.midge.server.connection;

import dev.midge.auth.permission.ResponsePermission;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The replies that {@code allow_responses} lets a client publish: one for each request delivered to it.
 *
 * <p>Thread: the connection's loop. Bounded in time: dead entries are looked for after every 4,096 new ones and at most
 * once a second. Bounded in memory: whoever sends the requests chooses how many there are and how long their replies, so
 * the oldest permit goes when all together hold too much.
 */
final class ReplyPermits {

    private static final int PRUNE_AFTER = 4_096;
    private static final long PRUNE_NANOS = 1_000_000_000L;

    /** Memory of one permit but for the bytes of the reply. */
    private static final int PERMIT_BYTES = 160;

    /** The oldest first. */
    private final Map<Reply, Permit> permits = new LinkedHashMap<>();

    private final int maxMessages;
    private final long expiresNanos;
    private final long mostBytes;
    private long heldBytes;
    private long prunedAt;
    private int addedSince;

    /** Comparable, so that the map finds replies that were chosen to have the same hash by a tree and not one by one. */
    private static final class Reply implements Comparable<Reply> {
        private final byte[] subject;
        private final int hash;

        Reply(byte[] subject) {
            this.subject = subject;
            this.hash = Arrays.hashCode(subject);
        }

        int heldBytes() {
            return PERMIT_BYTES + subject.length;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Reply reply && Arrays.equals(subject, reply.subject);
        }

        @Override
        public int compareTo(Reply other) {
            return Arrays.compare(subject, other.subject);
        }
    }

    private static final class Permit {
        final long since;
        int used;

        Permit(long since) {
            this.since = since;
        }
    }

    /** No permits yet; {@code mostBytes} is the memory that they may occupy. */
    ReplyPermits(ResponsePermission permission, long now, long mostBytes) {
        this.maxMessages = permission.maxMessages();
        this.expiresNanos = permission.expires().isNegative() ? -1 : nanos(permission.expires());
        this.mostBytes = mostBytes;
        this.prunedAt = now;
    }

    private static long nanos(Duration duration) {
        return duration.toSeconds() > Integer.MAX_VALUE ? Long.MAX_VALUE : duration.toNanos();
    }

    /**
     * A request with that reply is about to be delivered. As in nats-server (since 2.11), one whose reply may be published
     * already, for an earlier request, opens nothing new and uses up one response.
     */
    void delivered(byte[] reply, long now) {
        if (!use(reply, now)) {
            allow(new Reply(reply), now);
        }
    }

    private void allow(Reply reply, long now) {
        permits.put(reply, new Permit(now));
        heldBytes += reply.heldBytes();
        addedSince++;
        if (addedSince > PRUNE_AFTER || now - prunedAt > PRUNE_NANOS) {
            prune(now);
        }
        Iterator<Reply> oldest = permits.keySet().iterator();
        while (heldBytes > mostBytes && oldest.hasNext()) {
            heldBytes -= oldest.next().heldBytes();
            oldest.remove();
        }
    }

    /** Whether a response may be published, which uses one up. */
    boolean use(byte[] subject, long now) {
        Reply reply = new Reply(subject);
        Permit permit = permits.get(reply);
        if (permit == null) {
            return false;
        }
        permit.used++;
        if (dead(permit, now)) {
            permits.remove(reply);
            heldBytes -= reply.heldBytes();
            return false;
        }
        return true;
    }

    int size() {
        return permits.size();
    }

    /** Memory that the permits occupy. */
    long heldBytes() {
        return heldBytes;
    }

    private boolean dead(Permit permit, long now) {
        return (maxMessages > 0 && permit.used > maxMessages) || expired(permit, now);
    }

    private boolean expired(Permit permit, long now) {
        return expiresNanos >= 0 && now - permit.since > expiresNanos;
    }

    /** Of no use any more; one that never expires would otherwise stay when it was used as often as it may be. */
    private boolean spent(Permit permit, long now) {
        return (maxMessages > 0 && permit.used >= maxMessages) || expired(permit, now);
    }

    private void prune(long now) {
        prunedAt = now;
        addedSince = 0;
        Iterator<Map.Entry<Reply, Permit>> all = permits.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Reply, Permit> entry = all.next();
            if (spent(entry.getValue(), now)) {
                heldBytes -= entry.getKey().heldBytes();
                all.remove();
            }
        }
    }
}
