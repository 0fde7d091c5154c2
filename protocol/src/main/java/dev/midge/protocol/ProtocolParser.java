package dev.midge.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operations of one client in the bytes it sent and calls the handler for each.
 *
 * <p>The parser keeps no bytes. {@link #parse} takes every complete operation between two positions and returns where the
 * first incomplete one starts; the caller keeps the rest and offers it again with more behind it. An impossible byte is an
 * error at once, without waiting for the line to end, and a line over the limit is one at the end of each read, so what
 * the caller must keep is bounded by {@code maxControlLine} until a payload is due ({@link #needed}).
 *
 * <p>Two things keep the cost per message low. A client that publishes in a row sends the same control line again and
 * again: when the next bytes equal the last PUB line, nothing is parsed. And a message is given out as positions, never
 * as objects. An unfinished line is looked at again when more of it came; it is at most {@code maxControlLine} long, and
 * its blanks are not kept.
 *
 * <p>Thread: that of its connection. No exception leaves {@link #parse} but those of the handler.
 */
public final class ProtocolParser {

    private static final int LONGEST_REPEATED_LINE = 128;
    private static final long NO_LIMIT = -1;
    private static final int SNIPPET = 32;
    private static final int SHORTEST_PUBLISH = "PUB a 0\r\n".length();
    /** HPUB with a reply: subject, reply, two sizes. */
    private static final int MOST_ARGUMENTS = 4;

    static final byte[] PUB = PermissionsViolation.ascii("PUB");
    static final byte[] HPUB = PermissionsViolation.ascii("HPUB");
    static final byte[] SUB = PermissionsViolation.ascii("SUB");
    static final byte[] UNSUB = PermissionsViolation.ascii("UNSUB");
    static final byte[] PING = PermissionsViolation.ascii("PING");
    static final byte[] PONG = PermissionsViolation.ascii("PONG");
    static final byte[] CONNECT = PermissionsViolation.ascii("CONNECT");
    static final byte[] INFO = PermissionsViolation.ascii("INFO");
    static final byte[] OK = PermissionsViolation.ascii("+OK");
    static final byte[] ERR = PermissionsViolation.ascii("-ERR");

    /** Results of the private steps: not enough bytes yet, or nothing more to take. Others are the next position. */
    private static final int INCOMPLETE = -1;

    private static final int STOPPED = -2;

    /** What separates the arguments, one bit per character: everywhere, and where line breaks count too. */
    private static final long BLANKS = 1L << ' ' | 1L << '\t';

    private static final long BLANKS_AND_BREAKS = BLANKS | 1L << '\r' | 1L << '\n';

    /** Bytes of a run for all its receivers. In chunks they can be four times that, which a small machine has to have. */
    private static final int MOST_DELIVERED_AT_ONCE = 8 * 1024 * 1024;

    /** Not what the short way is made for. */
    private static final int UNUSUAL = -3;

    private final ProtocolHandler handler;
    private final PublishFrame frame = new PublishFrame();

    private int maxControlLine;
    /** NO_LIMIT, or what a message may have at most: any other negative number refuses every message. */
    private long maxPayload;

    private boolean headers;
    private boolean pedantic;
    private boolean tracing;
    private boolean connectExpected;

    private boolean paused;
    private boolean failed;
    /** Inside a PING, PONG or +OK line, all of whose further bytes count for nothing. */
    private boolean skippingLine;
    /** Which of the three the skipped line is. */
    private byte[] skippedVerb = OK;
    /** A verb whose blanks, of which there may be any number, were taken although no argument came yet. */
    private byte @Nullable [] verbTaken;
    /** The control line of the frame at the front was already announced, by onLine and onPublishLine. */
    private boolean lineAnnounced;
    /** Where the bytes start that parse was given. */
    private int first;

    private int needed;

    /** Start and end of up to five arguments, set by {@link #split}. */
    private final int[] argumentStart = new int[MOST_ARGUMENTS + 1];

    private final int[] argumentEnd = new int[MOST_ARGUMENTS + 1];

    private final byte[] lastLine = new byte[LONGEST_REPEATED_LINE];
    private int lastLineLength;
    private int lastSubjectStart;
    private int lastSubjectEnd;
    private int lastReplyStart;
    private int lastReplyEnd;
    private int lastSizesStart;
    private int lastSizesEnd;
    private int lastHeaderSize;
    private int lastTotalSize;
    private boolean lastCanonical;

    /**
     * A parser at the start of a connection.
     *
     * @param maxControlLine longest argument text of a line, in bytes
     * @param maxPayload largest header and payload together, in bytes; -1 for no limit
     */
    public ProtocolParser(ProtocolHandler handler, int maxControlLine, long maxPayload) {
        this.handler = handler;
        this.maxControlLine = maxControlLine;
        this.maxPayload = maxPayload;
    }

    /** Whether HPUB is allowed, as CONNECT agreed. */
    public void headers(boolean allowed) {
        headers = allowed;
        lastLineLength = 0;
    }

    /** Whether {@link ProtocolHandler#onPublishLine} is called. */
    public void pedantic(boolean pedantic) {
        this.pedantic = pedantic;
        lastLineLength = 0;
    }

    /** Whether {@link ProtocolHandler#onLine} is called; then no line counts as repeated. */
    public void tracing(boolean tracing) {
        if (this.tracing != tracing) {
            this.tracing = tracing;
            lastLineLength = 0;
        }
    }

    /** The largest payload from now on; -1 for no limit. */
    public void maxPayload(long maxPayload) {
        this.maxPayload = maxPayload;
        lastLineLength = 0;
    }

    public void maxControlLine(int maxControlLine) {
        this.maxControlLine = maxControlLine;
        lastLineLength = 0;
    }

    /** Whether anything but a CONNECT is refused. */
    public void expectConnect(boolean expected) {
        connectExpected = expected;
    }

    /** Takes nothing more until {@link #resume}; for the handler, from inside a call. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
    }

    public boolean paused() {
        return paused;
    }

    /** Whether the peer broke the protocol; nothing is taken any more. */
    public boolean failed() {
        return failed;
    }

    /**
     * How many bytes, from the position that {@link #parse} returned, the next operation has in all; 0 when not known. As
     * long as two or more are missing a call is useless; with one missing it finds a payload that does not end in CRLF.
     */
    public int needed() {
        return needed;
    }

    /**
     * Takes the complete operations of {@code array[position..end)}.
     *
     * @return the position of the first byte not taken
     */
    public int parse(byte[] array, int position, int end) {
        needed = 0;
        first = position;
        frame.array = array;
        int at = position;
        while (at < end && !paused && !failed) {
            int next = repeats(array, at, end) ? repeatedPublish(array, at, end) : usualPublish(array, at, end);
            if (next == UNUSUAL) {
                next = operation(array, at, end);
            }
            if (next == INCOMPLETE) {
                break;
            }
            if (next == STOPPED) {
                return failed ? end : at;
            }
            at = next;
        }
        return failed ? end : at;
    }

    // ---- PUB again

    private boolean repeats(byte[] array, int at, int end) {
        int length = lastLineLength;
        return length != 0
                && end - at >= length
                && !skippingLine
                && verbTaken == null
                && Arrays.equals(array, at, at + length, lastLine, 0, length);
    }

    private int repeatedPublish(byte[] array, int at, int end) {
        PublishFrame f = frame;
        f.lineStart = at;
        f.subjectStart = at + lastSubjectStart;
        f.subjectEnd = at + lastSubjectEnd;
        f.replyStart = at + lastReplyStart;
        f.replyEnd = at + lastReplyEnd;
        f.sizesStart = at + lastSizesStart;
        f.sizesEnd = at + lastSizesEnd;
        f.headerSize = lastHeaderSize;
        f.totalSize = lastTotalSize;
        f.canonical = lastCanonical;
        f.repeated = true;
        return payload(array, at, at + lastLineLength, end);
    }

    private void remember(byte[] array, int at, int lineEnd) {
        int length = lineEnd - at;
        if (length > LONGEST_REPEATED_LINE || verbTaken != null || tracing) {
            // Not even the line before counts any more: the handler knows this message as its last.
            lastLineLength = 0;
            return;
        }
        System.arraycopy(array, at, lastLine, 0, length);
        lastLineLength = length;
        lastSubjectStart = frame.subjectStart - at;
        lastSubjectEnd = frame.subjectEnd - at;
        lastReplyStart = frame.replyStart - at;
        lastReplyEnd = frame.replyEnd - at;
        lastSizesStart = frame.sizesStart - at;
        lastSizesEnd = frame.sizesEnd - at;
        lastHeaderSize = frame.headerSize;
        lastTotalSize = frame.totalSize;
        lastCanonical = frame.canonical;
    }

    // ---- PUB as clients write it

    /** A publish in capitals with single blanks and CRLF: one walk over its line instead of three. */
    private int usualPublish(byte[] array, int at, int end) {
        if (end - at < SHORTEST_PUBLISH || skippingLine || verbTaken != null || connectExpected || tracing) {
            return UNUSUAL;
        }
        int pub = array[at] == 'H' ? at + 1 : at;
        if (array[pub] != 'P' || array[pub + 1] != 'U' || array[pub + 2] != 'B' || array[pub + 3] != ' ') {
            return UNUSUAL;
        }
        int arguments = pub + 4;
        int count = 0;
        int i = arguments;
        while (true) {
            int start = i;
            while (i < end && array[i] > ' ') {
                i++;
            }
            if (i == start || i + 1 >= end || count == MOST_ARGUMENTS) {
                return UNUSUAL;
            }
            argumentStart[count] = start;
            argumentEnd[count++] = i;
            if (array[i] == '\r') {
                break;
            }
            if (array[i] != ' ') {
                return UNUSUAL;
            }
            i++;
        }
        if (array[i + 1] != '\n' || i - arguments > maxControlLine) {
            return UNUSUAL;
        }
        return publish(pub != at, array, at, arguments, i, count, i + 2, end);
    }

    // ---- verbs

    private int operation(byte[] array, int at, int end) {
        if (skippingLine) {
            return skipLine(array, at, end);
        }
        if (verbTaken != null) {
            int arguments = behindBlanks(array, at, end);
            return arguments == end ? end : withArguments(verbTaken, array, at, arguments, end);
        }
        if (connectExpected && (array[at] | 0x20) != 'c') {
            handler.onConnectMissing();
            return paused || failed || connectExpected ? STOPPED : at;
        }
        byte[] verb = verbStarting(array, at, end);
        int behind = verb == null ? verbless(array, at, end) : verb(array, at, end, verb);
        return behind < 0 || verb == null ? behind : behindVerb(verb, array, at, behind, end);
    }

    private static byte @Nullable [] verbStarting(byte[] array, int at, int end) {
        return switch (array[at] | 0x20) {
            case 'p' -> end - at < 2 ? null : verbStartingWithP(array[at + 1]);
            case 'h' -> HPUB;
            case 's' -> SUB;
            case 'u' -> UNSUB;
            case 'c' -> CONNECT;
            case 'i' -> INFO;
            default -> array[at] == '+' ? OK : array[at] == '-' ? ERR : null;
        };
    }

    private static byte @Nullable [] verbStartingWithP(int second) {
        return switch (second | 0x20) {
            case 'u' -> PUB;
            case 'i' -> PING;
            case 'o' -> PONG;
            default -> null;
        };
    }

    private int verbless(byte[] array, int at, int end) {
        boolean couldBecomeOne = end - at == 1 && (array[at] | 0x20) == 'p';
        if (couldBecomeOne) {
            return INCOMPLETE;
        }
        boolean pSeen = (array[at] | 0x20) == 'p';
        return unknown(array, pSeen ? at + 1 : at, end, pSeen ? ParserState.P : ParserState.START);
    }

    /** Behind the verb when it is all there; letters in any case. */
    private int verb(byte[] array, int at, int end, byte[] verb) {
        int available = Math.min(verb.length, end - at);
        for (int i = 0; i < available; i++) {
            int letter = array[at + i];
            if (letter != verb[i] && (verb[i] < 'A' || (letter & ~0x20) != verb[i])) {
                return unknown(array, at + i, end, ParserState.inside(verb, i));
            }
        }
        return available < verb.length ? INCOMPLETE : at + verb.length;
    }

    private int behindVerb(byte[] verb, byte[] array, int at, int behind, int end) {
        if (verb == PING || verb == PONG || verb == OK) {
            skippingLine = true;
            skippedVerb = verb;
            return skipLine(array, behind, end);
        }
        if (behind == end) {
            return INCOMPLETE;
        }
        boolean blankNeeded = verb != CONNECT && verb != INFO;
        if (blankNeeded && !blank(array[behind])) {
            return unknown(array, behind, end, ParserState.inside(verb, verb.length));
        }
        int arguments = behindBlanks(array, behind, end);
        if (arguments == end) {
            verbTaken = verb;
            return end;
        }
        return withArguments(verb, array, at, arguments, end);
    }

    /** PING, PONG and +OK: every byte up to the line end is ignored, however many there are. */
    private int skipLine(byte[] array, int at, int end) {
        for (int i = at; i < end; i++) {
            if (array[i] == '\n') {
                skippingLine = false;
                if (skippedVerb == PING) {
                    handler.onPing();
                } else if (skippedVerb == PONG) {
                    handler.onPong();
                }
                return i + 1;
            }
        }
        return end;
    }

    private int withArguments(byte[] verb, byte[] array, int at, int arguments, int end) {
        int line = lineEnd(verb, array, arguments, end);
        if (line < 0) {
            return line;
        }
        int argumentsEnd = argumentsEnd(array, arguments, line);
        if (tracing && !lineAnnounced && verb != INFO && verb != ERR) {
            handler.onLine(verb, array, arguments, argumentsEnd);
        }
        int next;
        if (verb == PUB || verb == HPUB) {
            int count = split(array, arguments, argumentsEnd, BLANKS);
            next = publish(verb == HPUB, array, at, arguments, argumentsEnd, count, line, end);
        } else if (verb == SUB) {
            next = subscribe(array, arguments, argumentsEnd, line);
        } else if (verb == UNSUB) {
            next = unsubscribe(array, arguments, argumentsEnd, line);
        } else if (verb == CONNECT) {
            handler.onConnect(array, arguments, argumentsEnd);
            next = line;
        } else if (verb == INFO) {
            next = info(array, arguments, argumentsEnd, line);
        } else {
            String text = new String(array, arguments, argumentsEnd - arguments, StandardCharsets.UTF_8);
            next = fail(ProtocolError.CLIENT_ERROR, "Client Error " + text);
        }
        if (next >= 0) {
            verbTaken = null;
        }
        return next;
    }

    /** Peers of other kinds send INFO; from a client it is checked and ignored. */
    private int info(byte[] array, int arguments, int argumentsEnd, int line) {
        boolean valid = PeerInfo.valid(array, arguments, argumentsEnd);
        return valid ? line : fail(ProtocolError.BAD_ARGUMENTS, "INFO is not valid JSON");
    }

    private int subscribe(byte[] array, int arguments, int argumentsEnd, int line) {
        int count = split(array, arguments, argumentsEnd, BLANKS_AND_BREAKS);
        if (count != 2 && count != 3) {
            return badArguments("processSub Parse Error: ", array, arguments, argumentsEnd);
        }
        int queueStart = count == 3 ? argumentStart[1] : argumentEnd[0];
        int queueEnd = count == 3 ? argumentEnd[1] : argumentEnd[0];
        int sid = count - 1;
        handler.onSubscribe(
                array, argumentStart[0], argumentEnd[0], queueStart, queueEnd, argumentStart[sid], argumentEnd[sid]);
        return line;
    }

    private int unsubscribe(byte[] array, int arguments, int argumentsEnd, int line) {
        int count = split(array, arguments, argumentsEnd, BLANKS_AND_BREAKS);
        if (count != 1 && count != 2) {
            return badArguments("processUnsub Parse Error: ", array, arguments, argumentsEnd);
        }
        int max = count == 2 ? size(array, argumentStart[1], argumentEnd[1]) : 0;
        handler.onUnsubscribe(array, argumentStart[0], argumentEnd[0], max);
        return line;
    }

    // ---- PUB and HPUB

    private int publish(
            boolean withHeaders, byte[] array, int at, int arguments, int argumentsEnd, int count, int line, int end) {
        if (withHeaders && !headers) {
            return fail(ProtocolError.BAD_ARGUMENTS, "message headers not supported");
        }
        int sizes = withHeaders ? 2 : 1;
        if (count != sizes + 1 && count != sizes + 2) {
            String name = withHeaders ? "processHeaderPub" : "processPub";
            return badArguments(name + " Parse Error: ", array, arguments, argumentsEnd);
        }
        if (!publishFrame(array, at, arguments, argumentsEnd, line, count, sizes)) {
            return STOPPED;
        }
        return payload(array, at, line, end);
    }

    private boolean publishFrame(
            byte[] array, int at, int arguments, int argumentsEnd, int line, int count, int sizes) {
        PublishFrame f = frame;
        f.lineStart = at;
        f.subjectStart = argumentStart[0];
        f.subjectEnd = argumentEnd[0];
        boolean reply = count == sizes + 2;
        f.sizesStart = argumentStart[count - sizes];
        f.sizesEnd = argumentEnd[count - 1];
        f.replyStart = reply ? argumentStart[1] : f.sizesStart;
        f.replyEnd = reply ? argumentEnd[1] : f.sizesStart;
        f.totalSize = size(array, argumentStart[count - 1], argumentEnd[count - 1]);
        f.headerSize = sizes == 2 ? size(array, argumentStart[count - 2], argumentEnd[count - 2]) : -1;
        f.repeated = false;
        if (f.totalSize < 0 || (sizes == 2 && (f.headerSize < 0 || f.headerSize > f.totalSize))) {
            badArguments(sizeError(sizes), array, arguments, argumentsEnd);
            return false;
        }
        if (f.totalSize > maxPayload && maxPayload != NO_LIMIT) {
            fail(ProtocolError.MAXIMUM_PAYLOAD, "maximum payload exceeded: " + f.totalSize + " vs " + maxPayload);
            return false;
        }
        f.canonical = canonical(array, count, line);
        return true;
    }

    private String sizeError(int sizes) {
        if (sizes == 1) {
            return "processPub Bad or Missing Size: ";
        }
        return frame.headerSize < 0
                ? "processHeaderPub Bad or Missing Header Size: "
                : frame.totalSize < 0
                        ? "processHeaderPub Bad or Missing Total Size: "
                        : "processHeaderPub Header Size larger then TotalSize: ";
    }

    private boolean canonical(byte[] array, int count, int line) {
        for (int i = 1; i < count; i++) {
            if (argumentStart[i] != argumentEnd[i - 1] + 1 || array[argumentEnd[i - 1]] != ' ') {
                return false;
            }
        }
        return argumentEnd[count - 1] + 2 == line && array[line - 2] == '\r';
    }

    private int payload(byte[] array, int at, int line, int end) {
        PublishFrame f = frame;
        f.payloadStart = line;
        int payloadEnd = line + f.totalSize;
        f.frameEnd = payloadEnd + 2;
        if ((pedantic || tracing) && !lineAnnounced) {
            lineAnnounced = true;
            if (pedantic) {
                handler.onPublishLine(f);
            }
        }
        if (end > payloadEnd && array[payloadEnd] != '\r') {
            return unknown(array, payloadEnd, end, ParserState.PAYLOAD_CR);
        }
        if (end > payloadEnd + 1 && array[payloadEnd + 1] != '\n') {
            return unknown(array, payloadEnd + 1, end, ParserState.PAYLOAD_LF);
        }
        if (end < f.frameEnd) {
            needed = f.frameEnd - at;
            return INCOMPLETE;
        }
        lineAnnounced = false;
        f.single();
        int next = f.frameEnd;
        if (!f.repeated) {
            // Only now: a line counts as repeated when the handler has seen the message before.
            remember(array, at, line);
            f.runsWelcome = false;
        } else if (f.runsWelcome && !pedantic) {
            next = run(array, at, end);
        }
        handler.onPublish(f);
        return next;
    }

    /** Finds the complete repetitions behind the frame at the front, and returns where they end. */
    private int run(byte[] array, int at, int end) {
        int stride = frame.frameEnd - at;
        int line = lastLineLength;
        int count = 1;
        int next = frame.frameEnd;
        int behind = next + stride;
        int last = Math.min(end, next + MOST_DELIVERED_AT_ONCE / Math.max(1, frame.runReceivers));
        while (behind <= last
                && array[behind - 2] == '\r'
                && array[behind - 1] == '\n'
                && Arrays.equals(array, next, next + line, lastLine, 0, line)) {
            count++;
            next = behind;
            behind += stride;
        }
        frame.count = count;
        return next;
    }

    // ---- pieces

    private static int behindBlanks(byte[] array, int at, int end) {
        int i = at;
        while (i < end && blank(array[i])) {
            i++;
        }
        return i;
    }

    /**
     * Behind the line feed; also where the limit of the line is kept, finished or not. As in nats-server the first byte
     * belongs to the arguments whatever it is; but not to those of PUB and HPUB, where a line feed would become part of
     * the subject and break the MSG line of every receiver.
     */
    private int lineEnd(byte[] verb, byte[] array, int arguments, int end) {
        int i = verb == PUB || verb == HPUB ? arguments : arguments + 1;
        while (i < end && array[i] != '\n') {
            i++;
        }
        int length = i - arguments;
        if (length > 0 && array[i - 1] == '\r') {
            length--;
        }
        if (length > maxControlLine) {
            return fail(ProtocolError.MAXIMUM_CONTROL_LINE, "maximum control line exceeded");
        }
        return i < end ? i + 1 : INCOMPLETE;
    }

    /** End of the argument text of a line whose next line starts at {@code line}. */
    private static int argumentsEnd(byte[] array, int arguments, int line) {
        int end = line - 1;
        return end > arguments && array[end - 1] == '\r' ? end - 1 : end;
    }

    /** Finds the arguments; returns how many, more than five counting as six. */
    private int split(byte[] array, int from, int to, long separators) {
        int count = 0;
        int i = from;
        while (true) {
            while (i < to && oneOf(separators, array[i])) {
                i++;
            }
            if (i >= to) {
                return count;
            }
            if (count == argumentStart.length) {
                return count + 1;
            }
            argumentStart[count] = i;
            while (i < to && !oneOf(separators, array[i])) {
                i++;
            }
            argumentEnd[count++] = i;
        }
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean oneOf(long separators, byte b) {
        return b >= 0 && b <= ' ' && (separators >>> b & 1) != 0;
    }

    /** The number, or -1 when it is none of one to nine digits. */
    private static int size(byte[] array, int from, int to) {
        if (to - from > 9 || to == from) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = array[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** The byte at that position can be none of any operation. */
    private int unknown(byte[] array, int at, int end, int state) {
        // As in nats-server, which shows one byte less of what ends within the 32.
        int stop = at + SNIPPET > end ? end - 1 : at + SNIPPET;
        byte[] snippet = Arrays.copyOfRange(array, at, Math.max(at, stop));
        return fail(
                ProtocolError.UNKNOWN_OPERATION,
                "Client parser ERROR, state=" + state + ", i=" + (at - first) + ": proto='" + GoQuote.text(snippet)
                        + "...'");
    }

    private int badArguments(String what, byte[] array, int from, int to) {
        return fail(ProtocolError.BAD_ARGUMENTS, what + GoQuote.text(Arrays.copyOfRange(array, from, to)));
    }

    private int fail(ProtocolError error, String detail) {
        failed = true;
        handler.onError(error, detail);
        return STOPPED;
    }
}
