package dev.midge.server.account;

import dev.midge.protocol.subject.Matches;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Who gets the messages of one subject: the result of a look-up, immutable, kept by the cache of a loop. */
public final class Interest {

    private static final Subscription[] NONE = new Subscription[0];
    private static final Subscription[][] NO_GROUPS = new Subscription[0][];
    private static final byte[] MSG = "MSG ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HMSG = "HMSG ".getBytes(StandardCharsets.US_ASCII);

    final byte[] subject;
    final byte[] msg;
    /** Made when the first message with headers comes. */
    private byte @Nullable [] hmsg;

    final Subscription[] plain;
    final Subscription[][] groups;

    Interest(byte[] subject, Matches<Subscription> matches) {
        this.subject = subject;
        this.plain = matches.plainCount() == 0 ? NONE : matches.copyPlain(new Subscription[matches.plainCount()]);
        this.groups = matches.groupCount() == 0 ? NO_GROUPS : new Subscription[matches.groupCount()][];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = matches.copyMembers(i, new Subscription[matches.memberCount(i)]);
        }
        boolean nobody = plain.length == 0 && groups.length == 0;
        this.msg = nobody ? MSG : start(MSG, subject);
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
