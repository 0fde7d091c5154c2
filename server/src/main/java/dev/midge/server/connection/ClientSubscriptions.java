package dev.midge.server.connection;

import dev.midge.auth.permission.Permissions;
import dev.midge.protocol.subject.Subject;
import dev.midge.server.account.Account;
import dev.midge.server.account.Subscription;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one client, from SUB to UNSUB, in its table and in its account.
 *
 * <p>Other loops may have staged messages for a subscription that has ended. Whatever tells the client of an end that it
 * can be sure of, such as a PONG behind the UNSUB, waits in {@link #afterFence} until these have come.
 *
 * <p>Thread: the connection's loop.
 */
final class ClientSubscriptions {

    /** A millisecond or two. */
    private static final int FORGOTTEN_AT_ONCE = 4_096;

    // Heap, roughly: of a subscription, and of a token of it. The first two tokens do not count, since many
    // subscriptions
    // share them.
    private static final long SUBSCRIPTION_BYTES = 320;
    private static final long TOKEN_BYTES = 144;

    private final ClientConnection connection;
    private final Loop loop;
    private final RetainedHeap heap;
    private final ConnectionLog log;
    private final SidTable bySid = new SidTable();

    private boolean echo = true;
    private boolean filtering;
    /** One has ended since the other loops were last asked to hand over what they have staged. */
    private boolean fenceNeeded;

    ClientSubscriptions(ClientConnection connection, RetainedHeap heap, ConnectionLog log) {
        this.connection = connection;
        this.loop = connection.loop();
        this.heap = heap;
        this.log = log;
    }

    int size() {
        return bySid.size();
    }

    /** A copy of those in force. */
    List<Subscription> all() {
        return bySid.all();
    }

    /** Not more than so many of them. */
    List<Subscription> some(int most) {
        return bySid.some(most);
    }

    boolean contains(byte[] sid) {
        return bySid.get(sid, 0, sid.length) != null;
    }

    @Nullable
    Subscription get(byte[] array, int sidStart, int sidEnd) {
        return bySid.get(array, sidStart, sidEnd);
    }

    /** Adds one, in the account too; false when there is no room for it or the connection has ended for want of it. */
    boolean add(byte[] subject, byte @Nullable [] queue, byte[] sid, Permissions permissions, boolean gated) {
        if (!filtering && permissions.needsDeliveryFilter(subject, queue)) {
            filterAll();
        }
        int flags = (echo ? 0 : Subscription.NO_ECHO)
                | (filtering ? Subscription.FILTERED : 0)
                | (gated ? Subscription.GATED : 0);
        Subscription sub = new Subscription(connection, subject, queue, sid, flags);
        long bytes = bytesOf(sub);
        if (!heap.retain(bytes)) {
            if (!connection.closing()) {
                heap.retain(-bytes);
            }
            return false;
        }
        bySid.put(sub);
        connection.account().subscribe(sub);
        return true;
    }

    /** Heap of a subscription; 2,000 tokens that nobody else subscribes to are 300 KB. */
    private static long bytesOf(Subscription sub) {
        byte[] subject = sub.subject();
        byte[] queue = sub.queue();
        int ownTokens = Math.max(0, Subject.tokenCount(subject) - 2);
        return SUBSCRIPTION_BYTES
                + 2L * subject.length
                + sub.sidAndBlank().length
                + (queue == null ? 0 : queue.length)
                + ownTokens * TOKEN_BYTES;
    }

    /** Ends one; nothing happens when it has ended already. */
    void remove(Subscription sub) {
        if (!sub.closed()) {
            sub.close();
            fenceNeeded = loop.loopCount() > 1;
        }
        if (bySid.remove(sub)) {
            heap.retain(-bytesOf(sub));
            log.traceEnd(sub);
            connection.account().unsubscribe(sub);
        }
    }

    /** Ends all. */
    void clear() {
        if (bySid.size() == 0) {
            return;
        }
        List<Subscription> all = bySid.all();
        bySid.clear();
        long bytes = 0;
        for (Subscription sub : all) {
            log.traceEnd(sub);
            sub.close();
            bytes += bytesOf(sub);
        }
        heap.retain(-bytes);
        forget(connection.account(), all, 0);
        fenceNeeded = loop.loopCount() > 1;
    }

    /** Takes subscriptions that deliver nothing any more out of the account, so many at a time: there may be a million. */
    private void forget(Account account, List<Subscription> all, int from) {
        int to = loop.eventLoop().isShuttingDown() ? all.size() : Math.min(all.size(), from + FORGOTTEN_AT_ONCE);
        account.unsubscribeAll(all.subList(from, to));
        if (to < all.size()) {
            var unused = loop.eventLoop().schedule(() -> forget(account, all, to), 1, TimeUnit.NANOSECONDS);
        }
    }

    /** Other permissions are in force from now on: ends what they do not allow any more, and says what that is. */
    void restrict(Permissions granted, Consumer<Subscription> removed) {
        for (Subscription sub : bySid.all()) {
            if (!granted.maySubscribe(sub.subject(), sub.queue())) {
                remove(sub);
                removed.accept(sub);
            } else if (granted.needsDeliveryFilter(sub.subject(), sub.queue())) {
                filterAll();
            }
        }
    }

    /** Of those that come; those that are there stay as they are. */
    void stopFiltering() {
        filtering = false;
    }

    /** From now on every message for any subscription of the connection has to pass the deny list. */
    private void filterAll() {
        filtering = true;
        bySid.all().forEach(Subscription::filter);
    }

    /** Whether the client gets what it publishes itself; also for subscriptions made before there was a CONNECT. */
    void echo(boolean wanted) {
        echo = wanted;
        bySid.all().forEach(sub -> sub.echo(wanted));
    }

    /** Has publishers ask about each message, or no longer. */
    void gate(boolean closed) {
        bySid.all().forEach(sub -> sub.gate(closed));
    }

    /** Goes on when what other loops have staged for ended subscriptions has come: at once when there are none. */
    void afterFence(Runnable then) {
        if (!fenceNeeded) {
            then.run();
            return;
        }
        fenceNeeded = false;
        connection.fence(then);
    }
}
