package dev.midge.server.connection;

import dev.midge.protocol.ProtocolParser;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The bytes of one connection on their way to its parser, and the rest of them that has to wait for more.
 *
 * <p>Bytes are copied into the one array of the loop and parsed there; only an incomplete operation is kept, in an array
 * that exists as long as there is something in it. A frame larger than the loop's array is collected in that array,
 * which grows with what has come, not with what was announced.
 */
final class Input {

    private static final byte[] NONE = new byte[0];

    private final ProtocolParser parser;
    private final Loop loop;

    private byte[] kept = NONE;
    private int keptLength;
    private int needed;

    Input(ProtocolParser parser, Loop loop) {
        this.parser = parser;
        this.loop = loop;
    }

    /** Memory that the incomplete operation occupies. */
    int heldBytes() {
        return kept.length;
    }

    /** Takes all readable bytes: parses what is complete, keeps the rest. */
    void received(ByteBuf in) {
        if (parser.failed()) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (parser.paused()) {
            keep(in, in.readableBytes());
            return;
        }
        if (needed > loop.readArray().length - Loop.READ_SIZE && !collected(in)) {
            return;
        }
        parseBehindKept(in);
    }

    /** Collects a large frame; true when it is complete, given out, and others may follow. */
    private boolean collected(ByteBuf in) {
        keep(in, Math.min(in.readableBytes(), needed - keptLength));
        if (keptLength < needed - 1) {
            return false;
        }
        resume();
        // It refers to the array of the large frame.
        loop.router().message().forget();
        if (parser.paused() || parser.failed()) {
            received(in);
            return false;
        }
        return in.isReadable();
    }

    private void parseBehindKept(ByteBuf in) {
        byte[] array = loop.readArray();
        int length = in.readableBytes();
        if (keptLength + length > array.length) {
            keep(in, length);
            resume();
            return;
        }
        int end = keptLength + length;
        if (keptLength > 0) {
            if (needed - 1 > end) {
                keep(in, length);
                return;
            }
            System.arraycopy(kept, 0, array, 0, keptLength);
        }
        in.readBytes(array, end - length, length);
        int taken = parser.parse(array, 0, end);
        needed = parser.needed();
        keepRest(array, taken, end);
    }

    /** Parses what was kept, for instance while a login was under way. */
    void resume() {
        if (keptLength == 0) {
            return;
        }
        byte[] array = kept;
        int end = keptLength;
        int taken = parser.parse(array, 0, end);
        needed = parser.needed();
        if (taken > 0) {
            keepRest(array, taken, end);
        }
    }

    private void keepRest(byte[] array, int from, int to) {
        int length = to - from;
        if (length == 0) {
            kept = NONE;
        } else if (array == kept && array.length <= 4 * Math.max(length, Loop.READ_SIZE)) {
            System.arraycopy(array, from, array, 0, length);
        } else {
            if (kept.length < length || kept.length > 4 * length) {
                kept = new byte[Math.max(64, length)];
            }
            System.arraycopy(array, from, kept, 0, length);
        }
        keptLength = length;
    }

    private void keep(ByteBuf in, int length) {
        int total = keptLength + length;
        if (total > kept.length) {
            int doubled = Math.max(total, 2 * kept.length);
            kept = Arrays.copyOf(kept, needed > total ? Math.min(needed, doubled) : total);
        }
        in.readBytes(kept, keptLength, length);
        keptLength = total;
    }

    void discard() {
        kept = NONE;
        keptLength = 0;
        needed = 0;
    }
}
