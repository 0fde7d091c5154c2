package dev.midge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One client's side of a conversation, given to a new parser in pieces, the way a connection does it: what the parser did
 * not take is kept and offered again, in another array and at another position, with more behind it.
 *
 * <p>Checks on the way that nothing changes as long as two or more of the bytes {@link ProtocolParser#needed} are missing,
 * and overwrites each array after use, so that a position kept too long shows.
 */
final class Conversation {

    private static final int OFFSET = 3;

    final RecordingHandler handler = new RecordingHandler();
    final ProtocolParser parser;
    private byte[] kept = new byte[0];

    private Conversation(int maxControlLine, long maxPayload) {
        parser = new ProtocolParser(handler, maxControlLine, maxPayload);
        parser.headers(true);
    }

    static Conversation start() {
        return new Conversation(4096, 1 << 20);
    }

    static Conversation start(int maxControlLine, long maxPayload) {
        return new Conversation(maxControlLine, maxPayload);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    List<String> calls() {
        return handler.calls;
    }

    /** The control lines, as the trace gets them. */
    List<String> lines() {
        return handler.lines;
    }

    /** What the log is told of errors. */
    List<String> details() {
        return handler.details;
    }

    /** Bytes that the parser left with the caller. */
    int keptBytes() {
        return kept.length;
    }

    Conversation say(String text) {
        return say(bytes(text));
    }

    Conversation say(byte[] piece) {
        int known = parser.needed();
        int before = handler.calls.size();
        byte[] all = Arrays.copyOf(kept, kept.length + piece.length);
        System.arraycopy(piece, 0, all, kept.length, piece.length);
        offer(all);
        if (all.length < known - 1) {
            assertThat(handler.calls).hasSize(before);
            assertThat(kept).isEqualTo(all);
            assertThat(parser.needed()).isEqualTo(known);
        }
        return this;
    }

    /** What a connection does when the parser may go on. */
    Conversation resume() {
        parser.resume();
        offer(kept);
        return this;
    }

    private void offer(byte[] all) {
        // A line feed behind the end: whoever looks there sees an operation completed.
        byte[] array = new byte[OFFSET + all.length + 1];
        Arrays.fill(array, (byte) '\n');
        System.arraycopy(all, 0, array, OFFSET, all.length);
        int end = OFFSET + all.length;
        int taken = parser.parse(array, OFFSET, end);
        assertThat(taken).isBetween(OFFSET, end);
        kept = Arrays.copyOfRange(array, taken, end);
        Arrays.fill(array, (byte) '!');
        if (parser.needed() > 0) {
            assertThat(parser.needed()).isGreaterThan(kept.length);
        }
        if (parser.failed()) {
            assertThat(kept).isEmpty();
        }
    }

    /** The calls when everything comes at once. */
    static List<String> whole(byte[] bytes, Consumer<Conversation> setUp) {
        return cut(bytes, setUp);
    }

    /** The calls when it comes in pieces that end at the given positions, and at the end. */
    static List<String> cut(byte[] bytes, Consumer<Conversation> setUp, int... cuts) {
        Conversation conversation = start();
        setUp.accept(conversation);
        int from = 0;
        for (int cut : cuts) {
            conversation.say(Arrays.copyOfRange(bytes, from, cut));
            from = cut;
        }
        return conversation.say(Arrays.copyOfRange(bytes, from, bytes.length)).calls();
    }

    static List<String> byteByByte(byte[] bytes, Consumer<Conversation> setUp) {
        int[] everywhere = new int[bytes.length];
        Arrays.setAll(everywhere, i -> i);
        return cut(bytes, setUp, everywhere);
    }
}
