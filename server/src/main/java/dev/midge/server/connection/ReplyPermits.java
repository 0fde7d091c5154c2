package dev.midge.server.connection;

import dev.midge.auth.permission.ResponsePermission;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The replies that {@code allow_responses} lets a client publish: one for each request delivered to it.
 *
 * <p>Thread: the connection's loop. Bounded in time: dead entries are looked for after every 4,096 new ones and at most
 * once a second.
 */
final class ReplyPermits {

    private static final int PRUNE_AFTER = 4_096;
    private static final long PRUNE_NANOS = 1_000_000_000L;

    private final Map<ByteBuffer, Permit> permits = new HashMap<>();
    private final int maxMessages;
    private final long expiresNanos;
    private long prunedAt;
    private int addedSince;

    private static final class Permit {
        final long since;
        int used;

        Permit(long since) {
            this.since = since;
        }
    }

    ReplyPermits(ResponsePermission permission, long now) {
        this.maxMessages = permission.maxMessages();
        this.expiresNanos = permission.expires().isNegative() ? -1 : nanos(permission.expires());
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
            allow(reply, now);
        }
    }

    private void allow(byte[] reply, long now) {
        permits.put(ByteBuffer.wrap(reply), new Permit(now));
        addedSince++;
        if (addedSince > PRUNE_AFTER || now - prunedAt > PRUNE_NANOS) {
            prune(now);
        }
    }

    /** Whether a response may be published, which uses one up. */
    boolean use(byte[] subject, long now) {
        ByteBuffer key = ByteBuffer.wrap(subject);
        Permit permit = permits.get(key);
        if (permit == null) {
            return false;
        }
        permit.used++;
        if (dead(permit, now)) {
            permits.remove(key);
            return false;
        }
        return true;
    }

    int size() {
        return permits.size();
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
        for (Iterator<Permit> i = permits.values().iterator(); i.hasNext(); ) {
            if (spent(i.next(), now)) {
                i.remove();
            }
        }
    }
}
