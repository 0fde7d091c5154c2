package dev.midge.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One reading connection of a {@link Crowd}: takes the server's words apart and checks that the sequence numbers in the
 * payloads follow each other, so that a message lost, doubled or out of order does not go unnoticed.
 *
 * <p>Thread: the crowd's.
 */
final class Receiver {

    private static final byte[] NOTHING = {};
    private static final ByteBuffer PONG = ByteBuffer.wrap(Connection.bytes("PONG\r\n"));

    private final SocketChannel channel;
    private byte[] rest = NOTHING;
    /** Set from outside only when nothing is under way. */
    private volatile long expected = -1;

    /** Figures of the crowd to count in. */
    private final Crowd.Tally tally;

    Receiver(SocketChannel channel, Crowd.Tally tally) {
        this.channel = channel;
        this.tally = tally;
    }

    SocketChannel channel() {
        return channel;
    }

    /** The next message may carry any number. */
    void expectAny() {
        expected = -1;
    }

    /** Reads what is there through an array that all share; false at the end of the connection. */
    boolean read(byte[] shared) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(shared).put(rest);
        if (channel.read(buffer) < 0) {
            return false;
        }
        int end = buffer.position();
        int taken = parse(shared, end, System.nanoTime());
        rest = taken == end ? NOTHING : Arrays.copyOfRange(shared, taken, end);
        return true;
    }

    private int parse(byte[] array, int end, long now) throws IOException {
        int at = 0;
        while (true) {
            int lineEnd = lineEnd(array, at, end);
            if (lineEnd < 0) {
                return at;
            }
            int next = lineEnd + 1;
            if (array[at] == 'M') {
                int size = size(array, lineEnd - 2);
                next += size + 2;
                if (next > end) {
                    return at;
                }
                message(ByteBuffer.wrap(array, lineEnd + 1, size), now);
            } else {
                word(array, at, lineEnd);
            }
            at = next;
        }
    }

    private static int lineEnd(byte[] array, int from, int end) {
        for (int i = from; i < end; i++) {
            if (array[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** The number that ends at {@code last}. */
    private static int size(byte[] array, int last) {
        int size = 0;
        int factor = 1;
        for (int i = last; array[i] != ' '; i--) {
            size += (array[i] - '0') * factor;
            factor *= 10;
        }
        return size;
    }

    private void message(ByteBuffer payload, long now) {
        long sequence = payload.getLong();
        tally.latencies.add(now - payload.getLong());
        tally.messages++;
        if (expected >= 0 && sequence != expected) {
            complain("message " + sequence + " (expected: " + expected + ")");
        }
        expected = sequence + 1;
    }

    private void word(byte[] array, int from, int lineEnd) throws IOException {
        String line = new String(array, from, lineEnd - from, StandardCharsets.ISO_8859_1).trim();
        if (line.equals("PONG")) {
            tally.pongs++;
        } else if (line.equals("PING")) {
            channel.write(PONG.duplicate());
        } else if (line.startsWith("-ERR")) {
            complain(line);
        }
    }

    private void complain(String what) {
        if (tally.complaint == null) {
            tally.complaint = what;
        }
    }

    /** The connection has ended, for a reason that is not ours. */
    void ended(@Nullable IOException failure) {
        complain("connection ended" + (failure == null ? "" : ": " + failure.getMessage()));
    }
}
