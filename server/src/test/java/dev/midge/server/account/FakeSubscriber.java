package dev.midge.server.account;

import dev.midge.protocol.subject.Subject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is sent: the whole frame, one character per byte, as a client with headers gets it. */
final class FakeSubscriber extends Subscriber {

    final List<String> delivered = new ArrayList<>();
    final List<Subscription> exhausted = new ArrayList<>();
    String refusedSubject = "";
    boolean turnsAway;

    Subscription subscription(String subject, String sid) {
        return subscription(subject, sid, 0);
    }

    Subscription subscription(String subject, String sid, int flags) {
        return new Subscription(this, Subject.bytes(subject), null, Subject.bytes(sid), flags);
    }

    Subscription member(String subject, String queue, String sid, int flags) {
        return new Subscription(this, Subject.bytes(subject), Subject.bytes(queue), Subject.bytes(sid), flags);
    }

    @Override
    protected void deliver(Subscription subscription, Message message, Router from) {
        delivered.add(text(message.start(), 0, message.start().length)
                + text(subscription.sidAndBlank(), 0, subscription.sidAndBlank().length)
                + text(message.array(), message.tailStart(), message.tailEnd()));
    }

    @Override
    protected boolean mayReceive(Subscription subscription, Message message) {
        return !Subject.text(message.subject()).equals(refusedSubject);
    }

    @Override
    protected boolean turnsAway(Router from) {
        return turnsAway;
    }

    @Override
    protected void exhausted(Subscription subscription, Router from) {
        exhausted.add(subscription);
    }

    static String text(byte[] array, int from, int to) {
        return new String(array, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
