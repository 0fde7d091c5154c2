package dev.midge.server.account;

import dev.midge.protocol.subject.Subject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as the reports show it. Holds on to the bytes of the subject, the queue and the sid, and to nobody else:
 * the list of closed connections keeps these for a long time.
 */
public final class SubscriptionFigures {

    private final byte[] subject;
    private final byte @Nullable [] queue;
    private final byte[] sidAndBlank;
    private final long delivered;
    private final long limit;

    private SubscriptionFigures(Subscription sub) {
        subject = sub.subject();
        queue = sub.queue();
        sidAndBlank = sub.sidAndBlank();
        delivered = sub.delivered();
        limit = sub.limit;
    }

    /** From any thread; the count may be an older one. */
    public static SubscriptionFigures of(Subscription sub) {
        return new SubscriptionFigures(sub);
    }

    /** Whether a message to that subject reaches the subscription. */
    public boolean matches(byte[] literal) {
        return Subject.matches(literal, subject);
    }

    public String subject() {
        return Subject.text(subject);
    }

    /** Empty without one. */
    public String queue() {
        return queue == null ? "" : Subject.text(queue);
    }

    public String sid() {
        return new String(sidAndBlank, 0, sidAndBlank.length - 1, StandardCharsets.UTF_8);
    }

    /** Messages since SUB. */
    public long delivered() {
        return delivered;
    }

    /** Deliveries after which it ends, 0 for none. */
    public long limit() {
        return limit;
    }
}
