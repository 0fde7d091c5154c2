package dev.midge.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One PUB or HPUB with its payload, as positions in the array that the parser reads.
 *
 * <p>There is one per parser, changed by each message: everything dies when the handler returns. A frame is laid out so
 * that a delivery needs no formatting: from {@link #tailStart} to {@link #frameEnd} it reads
 * {@code [reply ]size CRLF payload CRLF} (HPUB: two sizes), byte for byte what stands behind the sid of a MSG.
 */
public final class PublishFrame {

    private static final byte[] CRLF = {'\r', '\n'};

    byte[] array = new byte[0];
    int lineStart;
    int subjectStart;
    int subjectEnd;
    int replyStart;
    int replyEnd;
    int sizesStart;
    int sizesEnd;
    int payloadStart;
    int frameEnd;
    int headerSize;
    int totalSize;
    boolean canonical;
    boolean repeated;
    boolean runsWelcome;
    int runReceivers;
    int count = 1;
    private int selected;

    /**
     * A message of the server itself, laid out as if a client had published it.
     *
     * @param subject a literal one
     */
    public static PublishFrame of(byte[] subject, byte[] payload) {
        byte[] size = Integer.toString(payload.length).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(subject.length + 1 + size.length + 2 + payload.length + 2);
        PublishFrame frame = new PublishFrame();
        frame.array = bytes.array();
        bytes.put(subject).put((byte) ' ');
        frame.subjectEnd = subject.length;
        frame.replyStart = bytes.position();
        frame.replyEnd = bytes.position();
        frame.sizesStart = bytes.position();
        bytes.put(size);
        frame.sizesEnd = bytes.position();
        bytes.put(CRLF);
        frame.payloadStart = bytes.position();
        bytes.put(payload).put(CRLF);
        frame.frameEnd = bytes.position();
        frame.headerSize = -1;
        frame.totalSize = payload.length;
        frame.canonical = true;
        return frame;
    }

    /** Moves every position to those of another message of the run; the first one has index 0. */
    public void select(int index) {
        int by = (index - selected) * stride();
        if (by != 0) {
            selected = index;
            lineStart += by;
            subjectStart += by;
            subjectEnd += by;
            replyStart += by;
            replyEnd += by;
            sizesStart += by;
            sizesEnd += by;
            payloadStart += by;
            frameEnd += by;
        }
    }

    /** A frame is at hand that may have repetitions behind it. */
    void single() {
        count = 1;
        selected = 0;
    }

    /** How many messages with this control line follow each other, this one included. */
    public int count() {
        return count;
    }

    /** From one message of a run to the next. */
    public int stride() {
        return frameEnd - lineStart;
    }

    /**
     * For the handler: the messages that come with this very control line next may be given out as one run, in one call,
     * as far as they have arrived. Without it each call is one message. The more receivers a run has, the shorter it is: what
     * a call is owed to all of them has to fit in memory.
     */
    public void welcomeRuns(int receivers) {
        runReceivers = receivers;
        runsWelcome = true;
    }

    public byte[] array() {
        return array;
    }

    public int subjectStart() {
        return subjectStart;
    }

    public int subjectEnd() {
        return subjectEnd;
    }

    public boolean hasReply() {
        return replyEnd > replyStart;
    }

    public int replyStart() {
        return replyStart;
    }

    /** Equal to {@link #replyStart} when there is no reply. */
    public int replyEnd() {
        return replyEnd;
    }

    /** Where the size text (of an HPUB: header size, blanks, total size) starts. */
    public int sizesStart() {
        return sizesStart;
    }

    public int sizesEnd() {
        return sizesEnd;
    }

    /** First byte of the header block, or of the payload when there is none. */
    public int payloadStart() {
        return payloadStart;
    }

    /** Behind the CRLF that ends the payload. */
    public int frameEnd() {
        return frameEnd;
    }

    /** Bytes of the header block; -1 for a PUB. */
    public int headerSize() {
        return headerSize;
    }

    /** Header and payload bytes together. */
    public int totalSize() {
        return totalSize;
    }

    /** Where the part starts that every delivery copies; only meaningful when {@link #canonical}. */
    public int tailStart() {
        return replyEnd > replyStart ? replyStart : sizesStart;
    }

    /**
     * Whether the control line is written with single blanks and CRLF, so that the part behind the subject can be copied.
     * Leading zeros are kept: the reference relays the size text as it came.
     */
    public boolean canonical() {
        return canonical;
    }

    /** Whether the control line is byte for byte that of the message before on this connection. */
    public boolean repeated() {
        return repeated;
    }

    public byte[] subject() {
        return Arrays.copyOfRange(array, subjectStart, subjectEnd);
    }

    public byte[] reply() {
        return Arrays.copyOfRange(array, replyStart, replyEnd);
    }
}
