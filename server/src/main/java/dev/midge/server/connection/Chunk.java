package dev.midge.server.connection;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of direct memory that frames are appended to and that Netty writes to a socket.
 *
 * <p>It belongs to the pool of one loop and goes back there whoever releases it. Between taking and giving back it has one
 * user at a time: the connection whose open chunk it is, the loop that stages for another loop's connection, or Netty.
 * Frames are put through a plain {@link ByteBuffer}, not through {@code ByteBuf}, whose checks would be paid three times
 * a delivery.
 */
final class Chunk extends UnpooledDirectByteBuf {

    private final ChunkPool pool;
    private final ByteBuffer bytes;

    /** Who is told when the bytes are written; null while nobody is. */
    @Nullable
    Outbound owner;

    /** The chunk behind this one in a list of staged or of returning chunks. */
    @Nullable
    Chunk next;

    /** Staged chunks only: whose they are and what they hold. */
    @Nullable
    ClientConnection target;

    int messages;
    long messageBytes;

    @Nullable
    List<byte[]> replies;

    /** Staged chunks only: there was no memory for all of the last message. */
    boolean truncated;

    Chunk(ChunkPool pool, int size) {
        super(UnpooledByteBufAllocator.DEFAULT, size, size);
        this.pool = pool;
        this.bytes = nioBuffer(0, size);
    }

    int space() {
        return bytes.remaining();
    }

    /** Bytes put so far. */
    int length() {
        return bytes.position();
    }

    void put(byte[] source) {
        bytes.put(source, 0, source.length);
    }

    void put(byte[] source, int from, int length) {
        bytes.put(source, from, length);
    }

    /** Appends what another chunk holds, which must fit. */
    void putAll(Chunk other) {
        bytes.put(other.bytes.duplicate().flip());
    }

    void addReply(byte[] reply) {
        if (replies == null) {
            replies = new ArrayList<>(4);
        }
        replies.add(reply);
    }

    /** Makes what was put readable for Netty. */
    void seal() {
        setIndex(0, bytes.position());
    }

    /** As new. */
    void reset() {
        resetRefCnt();
        setIndex(0, 0);
        bytes.clear();
        owner = null;
        next = null;
        target = null;
        messages = 0;
        messageBytes = 0;
        replies = null;
        truncated = false;
    }

    ChunkPool pool() {
        return pool;
    }

    @Override
    protected void deallocate() {
        Outbound writer = owner;
        if (writer != null) {
            owner = null;
            writer.written(this);
        }
        pool.released(this, writer == null ? null : writer.loop());
    }

    /** Gives the memory back to the system. */
    void free() {
        super.deallocate();
    }
}
