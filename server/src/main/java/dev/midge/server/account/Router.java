package dev.midge.server.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's way from messages to receivers: its caches of interest, one per account, and the walk over them.
 *
 * <p>Thread: its loop, but for the counters, which monitoring may read at any time.
 */
public final class Router {

    private final int index;
    private final boolean shared;
    private final Map<Account, Routes> routes = new HashMap<>();
    private final Message message = new Message();

    /** Steps of look-ups before somebody else gets a turn: a millisecond; far more than one read of usual messages takes. */
    private static final int WORK_OF_A_TURN = 65_536;

    private final Runnable turnOver;
    private int work;

    /** xorshift64 state: picks the members of queue groups. */
    private long random;

    private long deliveries;
    private long deliveredBytes;

    /** How much of that has been put down to an account. */
    private long notedDeliveries;

    private long notedBytes;

    /**
     * The router of a loop.
     *
     * @param index which loop, from 0
     * @param shared whether other loops deliver to the same subscriptions
     * @param seed any number but 0
     * @param turnOver called in the middle of a message when look-ups have cost enough for one turn
     */
    public Router(int index, boolean shared, long seed, Runnable turnOver) {
        this.index = index;
        this.shared = shared;
        this.turnOver = turnOver;
        this.random = seed == 0 ? 1 : seed;
    }

    public int index() {
        return index;
    }

    /** This loop's view of an account. */
    public Routes routes(Account account) {
        return routes.computeIfAbsent(account, known -> new Routes(known, this));
    }

    /** Bytes of another client are worked on from now on. */
    public void newTurn() {
        work = 0;
    }

    /** Something out of the ordinary, such as a look-up that the cache could not answer, has cost so many steps. */
    public void worked(int steps) {
        work += steps;
        if (work >= WORK_OF_A_TURN) {
            work = 0;
            turnOver.run();
        }
    }

    /** A walk over what this loop remembers of one account, or of all with null; on the loop. */
    public CacheWalk cacheWalk(@Nullable String account) {
        List<Routes> walked = new ArrayList<>();
        for (Routes known : routes.values()) {
            if (account == null || known.account().name().equals(account)) {
                walked.add(known);
            }
        }
        return new CacheWalk(walked);
    }

    /** The message that this loop is working on. */
    public Message message() {
        return message;
    }

    /** A receiver got that many bytes less of the message than the others: it takes no headers. */
    public void shortened(int bytes) {
        deliveredBytes -= bytes;
    }

    /**
     * Puts down to an account what one of its clients has published since the last call, and what was delivered since then,
     * which is of those messages. Once for what was read at a time, not for each message.
     */
    public void note(Routes publisher, long messages, long bytes) {
        publisher.count(messages, bytes, deliveries - notedDeliveries, deliveredBytes - notedBytes);
        notedDeliveries = deliveries;
        notedBytes = deliveredBytes;
    }

    /** What was put down to each account so far; on the loop. */
    public Map<Account, AccountTraffic> traffic() {
        Map<Account, AccountTraffic> traffic = new HashMap<>();
        for (Routes known : routes.values()) {
            traffic.put(known.account(), known.traffic());
        }
        return traffic;
    }

    public long deliveries() {
        return deliveries;
    }

    public long deliveredBytes() {
        return deliveredBytes;
    }

    /**
     * Delivers the loop's message: first to every plain subscription, then to one member of each queue group.
     *
     * @param publisher null when the server itself publishes
     * @return whether anybody took it
     */
    public boolean route(@Nullable Subscriber publisher) {
        Message m = message;
        Interest interest = m.interest();
        int taken = 0;
        Subscription[] plain = interest.plain;
        for (int i = 0; i < plain.length; i++) {
            if (deliver(plain[i], m, publisher)) {
                taken++;
            }
        }
        Subscription[][] groups = interest.groups;
        for (int i = 0; i < groups.length; i++) {
            if (deliverToOne(groups[i], m, publisher)) {
                taken++;
            }
        }
        deliveries += taken;
        deliveredBytes += (long) taken * m.size();
        return taken > 0;
    }

    /**
     * Delivers a run of messages that differ in nothing but their payload, receiver by receiver instead of message by
     * message: what is appended to one receiver stays in the processor's cache until it is written.
     */
    public void routeRun(Subscriber publisher) {
        Message m = message;
        int count = m.count();
        long taken = 0;
        for (Subscription sub : m.interest().plain) {
            taken += deliverRun(sub, m, count, publisher);
        }
        deliveries += taken;
        deliveredBytes += taken * m.size();
    }

    private int deliverRun(Subscription sub, Message m, int count, Subscriber publisher) {
        if (sub.flags != 0) {
            return deliverEach(sub, m, count, publisher);
        }
        long last = sub.count(shared, count);
        long limit = sub.limit;
        if (limit == 0) {
            sub.subscriber.deliverRun(sub, m, this);
            return count;
        }
        int granted = (int) Math.max(0, Math.min(count, limit - (last - count)));
        for (int i = 0; i < granted; i++) {
            m.select(i);
            sub.subscriber.deliver(sub, m, this);
        }
        m.select(0);
        if (granted > 0 && last >= limit) {
            sub.subscriber.exhausted(sub, this);
        }
        return granted;
    }

    private int deliverEach(Subscription sub, Message m, int count, Subscriber publisher) {
        int taken = 0;
        for (int i = 0; i < count; i++) {
            m.select(i);
            if (deliver(sub, m, publisher)) {
                taken++;
            }
        }
        m.select(0);
        return taken;
    }

    /** Starts at a random member and goes round until one takes it. */
    private boolean deliverToOne(Subscription[] members, Message m, @Nullable Subscriber publisher) {
        int start = below(members.length);
        for (int i = start; i < members.length; i++) {
            if (deliver(members[i], m, publisher)) {
                return true;
            }
        }
        for (int i = 0; i < start; i++) {
            if (deliver(members[i], m, publisher)) {
                return true;
            }
        }
        return false;
    }

    private boolean deliver(Subscription sub, Message m, @Nullable Subscriber publisher) {
        int flags = sub.flags;
        if (flags != 0 && refuses(sub, flags, m, publisher)) {
            return false;
        }
        long count = sub.count(shared, 1);
        // Read after counting: whoever sets a limit reads the count after setting it, so one of the two sees the other.
        long limit = sub.limit;
        if (limit != 0 && count > limit) {
            return false;
        }
        sub.subscriber.deliver(sub, m, this);
        if (limit != 0 && count == limit) {
            sub.subscriber.exhausted(sub, this);
        }
        return true;
    }

    private boolean refuses(Subscription sub, int flags, Message m, @Nullable Subscriber publisher) {
        if ((flags & Subscription.CLOSED) != 0) {
            return true;
        }
        if ((flags & Subscription.NO_ECHO) != 0 && sub.subscriber == publisher) {
            return true;
        }
        if ((flags & Subscription.FILTERED) != 0 && !sub.subscriber.mayReceive(sub, m)) {
            return true;
        }
        if ((flags & Subscription.GATED) != 0 && sub.subscriber.turnsAway(this)) {
            drop(sub);
            return true;
        }
        return false;
    }

    /** nats-server server/client.go deliverMsg: a message for a closed gate counts as delivered, and is not accepted. */
    private void drop(Subscription sub) {
        if (sub.count(shared, 1) == sub.limit) {
            sub.subscriber.exhausted(sub, this);
        }
    }

    /** A number from 0 to bound - 1, each as likely as the others. */
    private int below(int bound) {
        long x = random;
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
        random = x;
        return (int) (((x >>> 32) * bound) >>> 32);
    }
}
