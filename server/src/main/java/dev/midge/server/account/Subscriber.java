package dev.midge.server.account;

/**
 * Whoever receives messages: a client connection, and whatever else joins later.
 *
 * <p>An abstract class rather than an interface, because every message passes here: with one subclass loaded the JIT
 * calls it directly.
 */
public abstract class Subscriber {

    /**
     * Takes one message for one of its subscriptions. Called on the loop of {@code from}, which need not be the
     * subscriber's own. Never throws at the publisher and never calls back into the account.
     */
    protected abstract void deliver(Subscription subscription, Message message, Router from);

    /**
     * Takes all messages of a run, as {@link #deliver} would one by one. The message is the first of the run, and so it is
     * again when this returns.
     */
    protected void deliverRun(Subscription subscription, Message message, Router from) {
        int count = message.count();
        for (int i = 0; i < count; i++) {
            message.select(i);
            deliver(subscription, message, from);
        }
        message.select(0);
    }

    /** Whether the subscriber's permissions let a message through to an accepted subscription; any loop. */
    protected abstract boolean mayReceive(Subscription subscription, Message message);

    /** The subscription has had the last message of its auto-unsubscribe maximum; any loop. */
    protected abstract void exhausted(Subscription subscription, Router from);

    /**
     * A message is on its way to a subscriber that has closed its gate, because it has too much to write already; any loop.
     *
     * @return whether the message is to be dropped
     */
    protected boolean turnsAway(Router from) {
        return false;
    }
}
