package dev.midge.server.account;

import dev.midge.protocol.subject.ChangeLog;
import dev.midge.protocol.subject.MatchCache;
import dev.midge.protocol.subject.Matches;
import dev.midge.protocol.subject.Sublist;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;

/**
 * An isolated subject space: messages published in one account reach subscriptions of the same account only.
 *
 * <p>Threads: any loop. The trie is written under the write lock and read under the read lock, and only SUB, UNSUB, the
 * end of a connection and cache misses come here; a message that hits the cache of its loop reads one volatile number.
 * Nothing is called from under the lock.
 */
public final class Account {

    private static final long UNLIMITED = -1;

    /** A client at its limit may go on subscribing, which must not fill the log. */
    private static final long BETWEEN_REPORTS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final String name;
    private final boolean system;
    private volatile Instant updated = Instant.now();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong slowConsumers = new AtomicLong();
    private volatile long maxConnections = UNLIMITED;
    private final StampedLock lock = new StampedLock();
    private final Sublist<Subscription> sublist = new Sublist<>();
    private final ChangeLog changes = new ChangeLog();
    /** When the log was last told, on the clock of the loops; at first longer ago than it takes. */
    private final AtomicLong tooManyReported = new AtomicLong(System.nanoTime() - BETWEEN_REPORTS_NANOS);

    public Account(String name) {
        this(name, false);
    }

    Account(String name, boolean system) {
        this.name = name;
        this.system = system;
    }

    public String name() {
        return name;
    }

    /** Whether the server's own messages are here. */
    public boolean isSystem() {
        return system;
    }

    /** How many connections may be here at the same time; -1 is no limit. Those that are here stay for the time being. */
    public void maxConnections(long most) {
        maxConnections = most;
    }

    /** Counts a connection that comes here; false when there is no room for it. */
    public boolean enter() {
        long most = maxConnections;
        if (most == UNLIMITED) {
            connections.incrementAndGet();
            return true;
        }
        long here = connections.get();
        while (here < most) {
            if (connections.compareAndSet(here, here + 1)) {
                return true;
            }
            here = connections.get();
        }
        return false;
    }

    /** Has a connection that is here leave, if more are here than may be; false when it can stay. */
    public boolean leaveSurplus() {
        long most = maxConnections;
        long here = connections.get();
        while (most != UNLIMITED && here > most) {
            if (connections.compareAndSet(here, here - 1)) {
                return true;
            }
            here = connections.get();
        }
        return false;
    }

    /** A connection that has entered is here no longer. */
    public void leave() {
        connections.decrementAndGet();
    }

    /** A connection was here and is closed because it did not read fast enough. */
    public void countSlowConsumer() {
        slowConsumers.incrementAndGet();
    }

    public long slowConsumerCount() {
        return slowConsumers.get();
    }

    /** When the settings of this account came into force. */
    public Instant updated() {
        return updated;
    }

    /** Settings came into force, the same ones perhaps. */
    void touch() {
        updated = Instant.now();
    }

    /** Connections here now. */
    public long connectionCount() {
        return connections.get();
    }

    /** Whether the log should be told of a client that subscribes beyond its limit: once in two seconds. */
    public boolean mayReportTooManySubscriptions(long nanoTime) {
        long last = tooManyReported.get();
        return nanoTime - last >= BETWEEN_REPORTS_NANOS && tooManyReported.compareAndSet(last, nanoTime);
    }

    /** Puts a subscription in force; when this returns every publish on any loop sees it. */
    public void subscribe(Subscription sub) {
        long stamp = lock.writeLock();
        try {
            sublist.insert(sub.subject(), sub.queue(), sub);
            changes.record(sub.subject());
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Takes a subscription out; false when it was not in. */
    public boolean unsubscribe(Subscription sub) {
        long stamp = lock.writeLock();
        try {
            boolean removed = sublist.remove(sub.subject(), sub.queue(), sub);
            if (removed) {
                changes.record(sub.subject());
            }
            return removed;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Takes many out in slices, so that one connection's end does not hold up the publishers of others. */
    public void unsubscribeAll(List<Subscription> subs) {
        int slice = 256;
        for (int from = 0; from < subs.size(); from += slice) {
            unsubscribeSlice(subs.subList(from, Math.min(from + slice, subs.size())));
        }
    }

    private void unsubscribeSlice(List<Subscription> subs) {
        long stamp = lock.writeLock();
        try {
            for (int i = 0; i < subs.size(); i++) {
                Subscription sub = subs.get(i);
                if (sublist.remove(sub.subject(), sub.queue(), sub)) {
                    changes.record(sub.subject());
                }
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** Whether somebody would get a message with that subject. */
    public boolean hasInterest(byte[] subject) {
        if (subscriptionCount() == 0) {
            return false;
        }
        Matches<Subscription> matches = new Matches<>();
        match(subject, 0, subject.length, matches);
        return !matches.isEmpty();
    }

    /** Subscriptions in force. */
    public int subscriptionCount() {
        return interest().subscriptions();
    }

    /** How many subscriptions there are, came and went. */
    public InterestFigures interest() {
        long stamp = lock.readLock();
        try {
            return new InterestFigures(sublist.size(), sublist.inserts(), sublist.removes());
        } finally {
            lock.unlockRead(stamp);
        }
    }

    void match(byte[] array, int from, int to, Matches<Subscription> into) {
        long stamp = lock.readLock();
        try {
            sublist.match(array, from, to - from, into);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    void catchUp(MatchCache<Interest> cache) {
        cache.catchUp(changes);
    }

    long generation() {
        return changes.generation();
    }
}
