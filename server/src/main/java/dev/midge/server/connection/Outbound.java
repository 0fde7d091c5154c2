package dev.midge.server.connection;

import dev.midge.server.account.Message;
import io.netty.channel.Channel;
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

    /** Chunks that Netty holds, oldest first: tells how long the oldest unwritten byte has been waiting. */
    private @Nullable Chunk oldest;

    private @Nullable Chunk newest;

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
        if (RUNFLUSH && unflushedBytes >= ChunkPool.LARGE) {
            flushChannel();
            connection.checkPending(pendingBytes());
        }
        markDirty();
    }

    static final boolean RUNFLUSH = Boolean.getBoolean("midge.runflush");

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
        connection.checkMemory();
        if (closed) {
            return null;
        }
        Chunk chunk = loop.take(length <= ChunkPool.SMALL && handedBytes == 0);
        hold(chunk.capacity());
        open = chunk;
        return chunk;
    }

    private @Nullable Chunk afterFull(Chunk full) {
        open = null;
        hand(full, loop.nanoTime());
        if (unflushedBytes >= FLUSH_EARLY) {
            flushChannel();
        }
        connection.checkPending(pendingBytes());
        connection.checkMemory();
        if (closed) {
            return null;
        }
        Chunk chunk = loop.take(false);
        hold(chunk.capacity());
        open = chunk;
        return chunk;
    }

    /** Takes over a chunk that another loop filled for this connection. */
    void appendStaged(Chunk staged) {
        if (closed) {
            loop.giveBack(staged);
            return;
        }
        boolean small = staged.length() <= ChunkPool.SMALL;
        Chunk chunk = open;
        if (chunk == null && backlogged && small) {
            chunk = open(staged.length());
            if (closed) {
                loop.giveBack(staged);
                return;
            }
        }
        if ((backlogged || small) && chunk != null && chunk.space() >= staged.length()) {
            chunk.putAll(staged);
            loop.giveBack(staged);
        } else {
            long now = loop.nanoTime();
            handOpen(now);
            hold(staged.capacity());
            hand(staged, now);
        }
        markDirty();
        connection.checkPending(pendingBytes());
    }

    private void handOpen(long now) {
        Chunk chunk = open;
        if (chunk != null) {
            open = null;
            hand(chunk, now);
        }
    }

    private void hand(Chunk chunk, long now) {
        int length = chunk.length();
        chunk.seal();
        chunk.owner = this;
        chunk.next = null;
        chunk.handedAt = now;
        if (newest == null) {
            oldest = chunk;
        } else {
            newest.next = chunk;
        }
        newest = chunk;
        handedBytes += length;
        unflushedBytes += length;
        channel.unsafe().write(chunk, promise);
    }

    /** A chunk of ours is on the wire, or its write failed; called by the chunk in the middle of Netty's flush. */
    void written(Chunk chunk) {
        handedBytes -= chunk.length();
        hold(-chunk.capacity());
        oldest = chunk.next;
        if (oldest == null) {
            newest = null;
        }
        chunk.next = null;
        if (backlogged && handedBytes == 0) {
            backlogged = false;
            if (!closed && !dirty) {
                dirty = true;
                loop.dirtyLater(this);
            }
        }
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
            handOpen(now);
        }
        flushChannel();
        connection.checkPending(pendingBytes());
        if (handedBytes == 0 && open == null) {
            connection.drained();
        }
    }

    private void flushChannel() {
        unflushedBytes = 0;
        channel.unsafe().flush();
        backlogged = handedBytes > 0;
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

    private void hold(long bytes) {
        heldBytes += bytes;
        loop.hold(bytes);
    }

    /** Nanoseconds that the oldest byte Netty could not write has been waiting; 0 when there is none. */
    long waitedNanos(long now) {
        Chunk chunk = oldest;
        return chunk == null || !backlogged ? 0 : now - chunk.handedAt;
    }

    /** How many chunks Netty could not write yet. */
    int handedChunks() {
        int count = 0;
        for (Chunk chunk = oldest; chunk != null; chunk = chunk.next) {
            count++;
        }
        return count;
    }

    /** Takes nothing more; throws away what Netty does not hold yet. */
    void discard() {
        closed = true;
        Chunk chunk = open;
        open = null;
        if (chunk != null) {
            hold(-chunk.capacity());
            loop.giveBack(chunk);
        }
    }
}
