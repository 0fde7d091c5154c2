package dev.midge.server.account;

import dev.midge.protocol.subject.Matches;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who gets the messages of one subject: the result of a look-up.
 *
 * <p>One that {@link #lasting lasts} never changes and is kept by the cache of a loop. Subjects that are seen once, as the
 * reply subjects of requests are, are too many for that: the loop fills one and the same object for each of them.
 */
public final class Interest {

    private static final Subscription[] NONE = new Subscription[0];
    private static final Subscription[][] NO_GROUPS = new Subscription[0][];
    private static final byte[] MSG = "MSG ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HMSG = "HMSG ".getBytes(StandardCharsets.US_ASCII);

    private static final byte UNKNOWN = 0;
    private static final byte YES = 1;
    private static final byte NO = 2;

    private final boolean lasting;
    byte[] subject;
    byte[] msg;
    private byte takesRuns;
    /** Made when the first message with headers comes. */
    private byte @Nullable [] hmsg;

    Subscription[] plain;
    Subscription[][] groups;

    /** For good. */
    Interest(byte[] subject, Matches<Subscription> matches) {
        this.lasting = true;
        this.subject = subject;
        this.plain = matches.plainCount() == 0 ? NONE : matches.copyPlain(new Subscription[matches.plainCount()]);
        this.groups = groups(matches);
        this.msg = nobody() ? MSG : start(MSG, subject);
    }

    /** For one subject after the other. */
    Interest() {
        this.lasting = false;
        this.subject = new byte[0];
        this.plain = NONE;
        this.groups = NO_GROUPS;
        this.msg = start(MSG, subject);
    }

    private static Subscription[][] groups(Matches<Subscription> matches) {
        if (matches.groupCount() == 0) {
            return NO_GROUPS;
        }
        Subscription[][] groups = new Subscription[matches.groupCount()][];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = matches.copyMembers(i, new Subscription[matches.memberCount(i)]);
        }
        return groups;
    }

    /** Takes the place of what it was before; reply subjects are of one length mostly, so this hardly ever allocates. */
    void become(byte[] array, int from, int to, Matches<Subscription> matches) {
        int length = to - from;
        if (subject.length != length) {
            subject = new byte[length];
            msg = start(MSG, subject);
        }
        System.arraycopy(array, from, subject, 0, length);
        System.arraycopy(array, from, msg, MSG.length, length);
        hmsg = null;
        takesRuns = NO;
        int count = matches.plainCount();
        plain = matches.copyPlain(plain.length == count ? plain : count == 0 ? NONE : new Subscription[count]);
        groups = groups(matches);
    }

    /** Whether it stays as it is. */
    public boolean lasting() {
        return lasting;
    }

    /** What a message with headers starts with. */
    byte[] hmsg() {
        byte[] made = hmsg;
        if (made == null) {
            made = start(HMSG, subject);
            hmsg = made;
        }
        return made;
    }

    private static byte[] start(byte[] verb, byte[] subject) {
        byte[] start = new byte[verb.length + subject.length + 1];
        System.arraycopy(verb, 0, start, 0, verb.length);
        System.arraycopy(subject, 0, start, verb.length, subject.length);
        start[start.length - 1] = ' ';
        return start;
    }

    /**
     * Whether a run of messages may be delivered receiver by receiver: no two subscriptions are of one subscriber, which
     * would notice the order, and there is no queue group, whose member is drawn for each message.
     */
    public boolean takesRuns() {
        if (takesRuns == UNKNOWN) {
            takesRuns = groups.length == 0 && distinctSubscribers() ? YES : NO;
        }
        return takesRuns == YES;
    }

    private boolean distinctSubscribers() {
        if (plain.length < 2) {
            return true;
        }
        Set<Subscriber> seen = Collections.newSetFromMap(new IdentityHashMap<>(2 * plain.length));
        for (Subscription sub : plain) {
            if (!seen.add(sub.subscriber)) {
                return false;
            }
        }
        return true;
    }

    /** What it costs a cache to keep it, in references: the subscriptions, and what its messages start with. */
    int weight() {
        int weight = plain.length + (msg.length == MSG.length ? 0 : 2 * subject.length / Integer.BYTES);
        for (Subscription[] group : groups) {
            weight += group.length;
        }
        return weight;
    }

    public byte[] subject() {
        return subject;
    }

    public boolean nobody() {
        return plain.length == 0 && groups.length == 0;
    }

    /** The subscriptions without a queue. The caller must not change the array. */
    public Subscription[] plain() {
        return plain;
    }
}
