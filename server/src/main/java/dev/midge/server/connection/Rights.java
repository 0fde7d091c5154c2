package dev.midge.server.connection;

import dev.midge.auth.permission.Permissions;
import dev.midge.auth.permission.ResponsePermission;
import dev.midge.protocol.PublishFrame;
import dev.midge.protocol.subject.MatchCache;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one client may do: its permissions, the decisions about publishing that were already made, the replies that
 * requests to it have opened, and the subjects that belong to servers.
 *
 * <p>Thread: the connection's loop, but for {@link #permissions}, which the loop of a publisher asks about deliveries.
 */
final class Rights {

    private static final byte[] GATEWAY_REPLY = ascii("_GR_.");
    private static final byte[] OLD_GATEWAY_REPLY = ascii("$GR.");
    private static final byte[] RAFT = ascii("$NRG.");
    private static final byte[] SERVICE_REPLY = ascii("_R_.");
    private static final byte[] ACKNOWLEDGEMENT = ascii("$JS.ACK.");

    /** What the decisions occupy, roughly. */
    private static final long DECISIONS_BYTES = 4_096;

    private final Loop loop;
    private final RetainedHeap heap;

    private Permissions permissions = Permissions.UNRESTRICTED;
    private @Nullable MatchCache<Boolean> decisions;
    private @Nullable ReplyPermits replyPermits;

    Rights(Loop loop, RetainedHeap heap) {
        this.loop = loop;
        this.heap = heap;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Puts other permissions in force; what was opened under the ones before is closed. */
    void grant(Permissions granted, long mostPermitBytes) {
        permissions = granted;
        heap.retain((granted.restrictsPublish() ? DECISIONS_BYTES : 0) - (decisions == null ? 0 : DECISIONS_BYTES));
        decisions = granted.restrictsPublish() ? MatchCache.small() : null;
        ResponsePermission responses = granted.responses();
        replyPermits = responses == null ? null : new ReplyPermits(responses, loop.nanoTime(), mostPermitBytes);
        heap.recountPermits(0);
    }

    Permissions permissions() {
        return permissions;
    }

    /** The connection has ended: nothing is opened or published any more. */
    void end() {
        replyPermits = null;
    }

    /** Whether deliveries open replies. */
    boolean tracksReplies() {
        return replyPermits != null;
    }

    /** Whether the permissions let the client publish there; asks them once for each subject. */
    boolean mayPublish(PublishFrame frame) {
        MatchCache<Boolean> known = decisions;
        if (known == null) {
            return true;
        }
        int length = frame.subjectEnd() - frame.subjectStart();
        Boolean decided = known.get(frame.array(), frame.subjectStart(), length);
        return decided != null ? decided : decide(known, frame.subject());
    }

    private boolean decide(MatchCache<Boolean> known, byte[] subject) {
        boolean allowed = permissions.mayPublish(subject);
        if (known.admits(subject, 0, subject.length)) {
            known.put(subject, allowed);
        }
        return allowed;
    }

    /** Whether the subject is the reply of a request that was delivered, which uses up one response. */
    boolean mayRespond(byte[] subject) {
        return replyPermits != null && replyPermits.use(subject, loop.nanoTime());
    }

    /** A request is about to be delivered. */
    void delivered(byte @Nullable [] reply) {
        ReplyPermits permits = replyPermits;
        if (permits != null && reply != null && !permissions.mayPublish(reply)) {
            permits.delivered(reply, loop.nanoTime());
            heap.countPermits(permits.heldBytes());
        }
    }

    /** Whether the subject belongs to servers; those of the Raft groups are free in the system account. */
    static boolean isReservedSubject(PublishFrame frame, boolean systemAccount) {
        int start = frame.subjectStart();
        int end = frame.subjectEnd();
        return reservedStart(frame.array()[start])
                && (startsWith(frame, start, end, GATEWAY_REPLY, 1)
                        || startsWith(frame, start, end, OLD_GATEWAY_REPLY, 1)
                        || (startsWith(frame, start, end, RAFT, 0) && !systemAccount));
    }

    static boolean isReservedReply(PublishFrame frame) {
        int start = frame.replyStart();
        int end = frame.replyEnd();
        return reservedStart(frame.array()[start])
                && (startsWith(frame, start, end, SERVICE_REPLY, 0)
                        || startsWith(frame, start, end, ACKNOWLEDGEMENT, 1)
                        || startsWith(frame, start, end, GATEWAY_REPLY, 1)
                        || startsWith(frame, start, end, OLD_GATEWAY_REPLY, 1));
    }

    private static boolean reservedStart(byte first) {
        return first == '_' || first == '$';
    }

    private static boolean startsWith(PublishFrame frame, int start, int end, byte[] prefix, int atLeastMore) {
        return end - start >= prefix.length + atLeastMore
                && Arrays.equals(frame.array(), start, start + prefix.length, prefix, 0, prefix.length);
    }
}
