package dev.midge.server.connection;

import dev.midge.server.account.Message;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one connection.
 *
 * <p>Everything for the peer, messages and answers alike, is appended to one open chunk, so order is by construction. The
 * first append marks the connection dirty; the loop writes all dirty ones once per iteration, so that a batch of messages
 * costs one system call per receiver. A chunk that fills up goes to Netty at once.
 *
 * <p>A peer that does not keep up keeps its open chunk: while Netty still holds unwritten bytes of it, more is appended
 * there and handed over only when full. Otherwise each iteration would park a chunk with one small message, and 64 MiB
 * of pending bytes would pin gigabytes.
 *
 * <p>Thread: the connection's loop.
 */
final class Outbound {

    private static final int FLUSH_EARLY = 256 * 1024;

    private final ClientConnection connection;
    private final Channel channel;
    private final Loop loop;
    private final WritePromise promise;

    private @Nullable Chunk open;
    private boolean dirty;
    private boolean closed;
    /** Netty had unwritten bytes left after the last flush. */
    private boolean backlogged;

    /** Bytes that Netty holds. */
    private long handedBytes;
    /** Memory that those bytes and the open chunk occupy. */
    private long heldBytes;

    private long unflushedBytes;

    private int handedChunks;

    /** Bytes of whole chunks written since the connection began. */
    private long writtenBytes;

    /** What the peer has to take before the write deadline; null until Netty could not write something at once. */
    private @Nullable WriteBatch batch;

    Outbound(ClientConnection connection, Channel channel, Loop loop) {
        this.connection = connection;
        this.channel = channel;
        this.loop = loop;
        this.promise = new WritePromise(channel, connection);
    }

    Loop loop() {
        return loop;
    }

    /** Appends three pieces that make one frame. */
    void append(byte[] start, byte[] sid, byte[] tail, int from, int to) {
        Chunk chunk = open;
        if (chunk == null || chunk.space() < start.length + sid.length + to - from) {
            appendAcross(start, sid, tail, from, to);
            return;
        }
        chunk.put(start);
        chunk.put(sid);
        chunk.put(tail, from, to - from);
        if (!dirty) {
            markDirty();
        }
    }

    /** Appends a frame for each message of a run. */
    void appendRun(byte[] start, byte[] sid, Message run) {
        byte[] array = run.array();
        int stride = run.stride();
        int from = run.tailStart();
        int length = run.tailEnd() - from;
        int needed = start.length + sid.length + length;
        for (int i = run.count(); i > 0; i--) {
            Chunk chunk = open;
            if (chunk == null || chunk.space() < needed) {
                appendAcross(start, sid, array, from, from + length);
            } else {
                chunk.put(start);
                chunk.put(sid);
                chunk.put(array, from, length);
            }
            from += stride;
        }
        if (unflushedBytes >= ChunkPool.LARGE && loop.crowded()) {
            // By the time that all receivers have their part the first one's would have left the processor's cache.
            flushChannel();
            connection.pressure().check(pendingBytes());
        }
        markDirty();
    }

    private void appendAcross(byte[] start, byte[] sid, byte[] tail, int from, int to) {
        int length = start.length + sid.length + to - from;
        if (open == null) {
            open(length);
        }
        appendPiece(start, 0, start.length);
        appendPiece(sid, 0, sid.length);
        appendPiece(tail, from, to);
        markDirty();
    }

    /** Appends a line of ours. */
    void append(byte[] line) {
        appendPiece(line, 0, line.length);
        markDirty();
    }

    private void appendPiece(byte[] source, int from, int to) {
        int at = from;
        while (at < to && !closed) {
            Chunk chunk = open;
            if (chunk == null) {
                chunk = open(to - at);
            } else if (chunk.space() == 0) {
                chunk = afterFull(chunk);
            }
            if (chunk == null) {
                return;
            }
            int length = Math.min(chunk.space(), to - at);
            chunk.put(source, at, length);
            at += length;
        }
    }

    private @Nullable Chunk open(int length) {
        if (closed) {
            return null;
        }
        return take(length <= ChunkPool.SMALL && handedBytes == 0);
    }

    /** Opens another chunk; null when there is no memory for it, and then the connection is closed. */
    private @Nullable Chunk take(boolean small) {
        Chunk chunk = loop.take(small);
        if (chunk == null) {
            connection.outOfMemory();
            return null;
        }
        if (closed) { // because it held most
            loop.staging().giveBack(chunk);
            return null;
        }
        hold(chunk.capacity());
        open = chunk;
        return chunk;
    }

    private @Nullable Chunk afterFull(Chunk full) {
        open = null;
        hand(full);
        if (unflushedBytes >= FLUSH_EARLY) {
            flushChannel();
        }
        connection.pressure().checkAppending(pendingBytes());
        if (closed) {
            return null;
        }
        return take(false);
    }

    /** Takes over a chunk that another loop filled for this connection. */
    void appendStaged(Chunk staged) {
        if (closed) {
            loop.staging().giveBack(staged);
            return;
        }
        boolean small = staged.length() <= ChunkPool.SMALL;
        Chunk chunk = open;
        if (chunk == null && backlogged && small) {
            chunk = open(staged.length());
            if (closed) {
                loop.staging().giveBack(staged);
                return;
            }
        }
        if ((backlogged || small) && chunk != null && chunk.space() >= staged.length()) {
            chunk.putAll(staged);
            loop.staging().giveBack(staged);
        } else {
            handOpen();
            hold(staged.capacity());
            hand(staged);
        }
        markDirty();
        connection.pressure().check(pendingBytes());
    }

    private void handOpen() {
        Chunk chunk = open;
        if (chunk != null) {
            open = null;
            hand(chunk);
        }
    }

    private void hand(Chunk chunk) {
        int length = chunk.length();
        chunk.seal();
        chunk.owner = this;
        handedChunks++;
        handedBytes += length;
        unflushedBytes += length;
        channel.unsafe().write(chunk, promise);
    }

    /** A chunk of ours is on the wire, or its write failed; called by the chunk in the middle of Netty's flush. */
    void written(Chunk chunk) {
        handedBytes -= chunk.length();
        handedChunks--;
        writtenBytes += chunk.length();
        hold(-chunk.capacity());
        if (backlogged && !closed && channel.isOpen()) {
            backlogShrank();
        }
    }

    private void backlogShrank() {
        WriteBatch current = batch;
        if (current != null && current.endedBy(writtenBytes)) {
            long now = loop.nanoTime();
            connection.pressure().written(current, current.nanosSince(now));
            beginBatch(now);
        }
        backlogged = handedBytes > 0;
        if (!dirty && (!backlogged || connection.pressure().opensAt(pendingBytes()))) {
            dirty = true;
            loop.dirtyLater(this);
        }
    }

    private void beginBatch(long now) {
        WriteBatch next = batch;
        if (next == null) {
            next = new WriteBatch();
            batch = next;
        }
        long part = partWritten();
        next.begin(now, writtenBytes + part, handedBytes - part, handedChunks);
    }

    /** How much of the chunk that Netty is writing is on the wire. */
    private long partWritten() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer != null && buffer.current() instanceof Chunk chunk ? chunk.readerIndex() : 0;
    }

    private void markDirty() {
        if (!dirty && !closed) {
            dirty = true;
            loop.dirty(this);
        }
    }

    /** Writes what there is; called by the loop at the end of its iteration, or early when very many are dirty. */
    void flush(long now) {
        dirty = false;
        if (closed) {
            return;
        }
        connection.noteDeliveries(now);
        if (!backlogged) {
            handOpen();
        }
        flushChannel();
        connection.pressure().check(pendingBytes());
        if (handedBytes == 0 && open == null) {
            connection.drained();
        }
    }

    private void flushChannel() {
        unflushedBytes = 0;
        channel.unsafe().flush();
        boolean left = handedBytes > 0;
        if (left && !backlogged) {
            beginBatch(loop.nanoTime());
        }
        backlogged = left;
    }

    /** Bytes queued and not yet written. */
    long pendingBytes() {
        Chunk chunk = open;
        return handedBytes + (chunk == null ? 0 : chunk.length());
    }

    /** Memory that the queued bytes occupy; any thread may read it and get an older figure. */
    long heldBytes() {
        return heldBytes;
    }

    /** Of these, what the peer is to blame for: nothing while all that was written went out at once. */
    long backlogBytes() {
        return backlogged ? heldBytes : 0;
    }

    /** After the end nothing counts as held: Netty gives back what it still has. */
    private void hold(long bytes) {
        if (!closed) {
            heldBytes += bytes;
            loop.hold(bytes);
        }
    }

    /** Closes the connection, or has it marked as slow, when the peer has not taken a batch before the deadline. */
    void checkDeadline(long now, long deadlineNanos, boolean beforeConnect) {
        WriteBatch current = batch;
        if (current == null || !backlogged || closed || current.nanosSince(now) <= deadlineNanos) {
            return;
        }
        boolean progressed = current.progressedBy(writtenBytes + partWritten());
        if (connection.pressure().deadlinePassed(current, progressed, beforeConnect)) {
            beginBatch(now);
        }
    }

    /** Takes nothing more; throws away what Netty does not hold yet. */
    void discard() {
        hold(-heldBytes);
        closed = true;
        Chunk chunk = open;
        open = null;
        if (chunk != null) {
            loop.staging().giveBack(chunk);
        }
    }
}
