package dev.midge.server.account;

import dev.midge.protocol.PublishFrame;
import dev.midge.protocol.subject.Matches;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to its receivers, as positions in the array it was read from. There is one per loop, reused.
 *
 * <p>A delivery is three copies: the start that the interest holds ({@code MSG subject }), the sid, and everything behind
 * it ({@code [reply ]size CRLF payload CRLF}) straight from what the publisher sent. Only a line with odd blanks, and a
 * receiver that does not want headers, need that last part rebuilt; it is then built once per message.
 */
public final class Message {

    private static final int KEPT_SCRATCH = 64 * 1024;

    private static final byte[] NONE = new byte[0];
    private static final PublishFrame NO_FRAME = new PublishFrame();

    private PublishFrame frame = NO_FRAME;
    private Interest interest = new Interest(NONE, new Matches<>());
    private byte[] array = NONE;
    private int tailStart;
    private int tailEnd;
    private boolean headers;

    private byte[] scratch = NONE;
    private byte[] bare = NONE;
    private int bareLength;
    private byte @Nullable [] reply;

    /** Takes over a publish; valid until the frame's array changes. */
    public void set(PublishFrame publish, Interest receivers) {
        frame = publish;
        interest = receivers;
        bareLength = 0;
        reply = null;
        headers = publish.headerSize() > 0;
        if (publish.canonical() && (headers || publish.headerSize() < 0)) {
            array = publish.array();
            tailStart = publish.tailStart();
            tailEnd = publish.frameEnd();
        } else {
            rebuild();
        }
    }

    /** Lets go of the arrays of a message that is done, and of copies that were made of it. */
    public void forget() {
        array = NONE;
        scratch = NONE;
        bare = NONE;
        bareLength = 0;
        reply = null;
        frame = NO_FRAME;
    }

    /** How many messages the run has; 1 for a message alone. */
    public int count() {
        return frame.count();
    }

    /** Whether the tail is part of what the publisher sent. */
    public boolean copies() {
        return array == frame.array();
    }

    /** From the tail of one message of a run to that of the next. */
    public int stride() {
        return frame.stride();
    }

    /** Makes this another message of the run. */
    public void select(int index) {
        frame.select(index);
        set(frame, interest);
    }

    /** Canonical line from one that is not; an HPUB with an empty header block becomes a plain message. */
    private void rebuild() {
        byte[] sizes = headers ? headerSizes() : lastSize();
        scratch = tail(scratch, sizes, frame.payloadStart());
        array = scratch;
        tailStart = 0;
        tailEnd = tailLength(sizes, frame.payloadStart());
        if (scratch.length > KEPT_SCRATCH) {
            scratch = NONE;
        }
    }

    /** The text of the last size, as the publisher wrote it. */
    private byte[] lastSize() {
        int start = frame.sizesEnd();
        while (start > frame.sizesStart() && frame.array()[start - 1] > ' ') {
            start--;
        }
        return Arrays.copyOfRange(frame.array(), start, frame.sizesEnd());
    }

    private byte[] headerSizes() {
        int end = frame.sizesStart();
        while (frame.array()[end] > ' ') {
            end++;
        }
        byte[] total = lastSize();
        int length = end - frame.sizesStart();
        byte[] sizes =
                Arrays.copyOfRange(frame.array(), frame.sizesStart(), frame.sizesStart() + length + 1 + total.length);
        sizes[length] = ' ';
        System.arraycopy(total, 0, sizes, length + 1, total.length);
        return sizes;
    }

    private int replyLength() {
        return frame.hasReply() ? frame.replyEnd() - frame.replyStart() + 1 : 0;
    }

    private int tailLength(byte[] sizes, int bodyStart) {
        return replyLength() + sizes.length + 2 + frame.frameEnd() - bodyStart;
    }

    private byte[] tail(byte[] reused, byte[] sizes, int bodyStart) {
        int length = tailLength(sizes, bodyStart);
        byte[] tail = reused.length >= length ? reused : new byte[Math.max(length, 256)];
        int at = replyLength();
        if (at > 0) {
            System.arraycopy(frame.array(), frame.replyStart(), tail, 0, at - 1);
            tail[at - 1] = ' ';
        }
        System.arraycopy(sizes, 0, tail, at, sizes.length);
        at += sizes.length;
        tail[at++] = '\r';
        tail[at++] = '\n';
        System.arraycopy(frame.array(), bodyStart, tail, at, frame.frameEnd() - bodyStart);
        return tail;
    }

    public Interest interest() {
        return interest;
    }

    public byte[] subject() {
        return interest.subject;
    }

    /** Bytes of the header block; 0 or less without one. */
    public int headerSize() {
        return frame.headerSize();
    }

    /** Whether it is sent as HMSG to those who take headers. */
    public boolean headers() {
        return headers;
    }

    /** Header and payload bytes as delivered with headers. */
    public int size() {
        return frame.totalSize();
    }

    /** Payload bytes alone. */
    public int bareSize() {
        return frame.totalSize() - Math.max(0, frame.headerSize());
    }

    /** What stands in front of the sid. */
    public byte[] start() {
        return headers ? interest.hmsg() : interest.msg;
    }

    public byte[] array() {
        return array;
    }

    public int tailStart() {
        return tailStart;
    }

    public int tailEnd() {
        return tailEnd;
    }

    /** What stands in front of the sid for a receiver without headers. */
    public byte[] bareStart() {
        return interest.msg;
    }

    /** The part behind the sid for a receiver without headers, from 0 to {@link #bareLength}. */
    public byte[] bare() {
        if (bareLength == 0) {
            byte[] size = Integer.toString(bareSize()).getBytes(StandardCharsets.US_ASCII);
            int body = frame.payloadStart() + Math.max(0, frame.headerSize());
            bare = tail(bare.length > KEPT_SCRATCH ? NONE : bare, size, body);
            bareLength = tailLength(size, body);
        }
        return bare;
    }

    /** Bytes of {@link #bare}, which must have been called. */
    public int bareLength() {
        return bareLength;
    }

    /** The reply subject, null without one; copied at the first call. */
    public byte @Nullable [] reply() {
        if (reply == null && frame.hasReply()) {
            reply = frame.reply();
        }
        return reply;
    }
}
