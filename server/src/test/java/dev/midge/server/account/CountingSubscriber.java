package dev.midge.server.account;

import java.util.concurrent.atomic.AtomicInteger;

/** Takes everything, from any thread, and counts. */
final class CountingSubscriber extends Subscriber {

    final AtomicInteger delivered = new AtomicInteger();
    final AtomicInteger exhausted = new AtomicInteger();

    @Override
    protected void deliver(Subscription subscription, Message message, Router from) {
        delivered.incrementAndGet();
    }

    @Override
    protected boolean mayReceive(Subscription subscription, Message message) {
        return true;
    }

    @Override
    protected void exhausted(Subscription subscription, Router from) {
        exhausted.incrementAndGet();
    }
}
