package dev.midge.server.connection;

import org.jspecify.annotations.Nullable;

/**
 * The chunks of one loop, in two sizes, last in first out: the chunk handed out is the one written last, still in the
 * processor's cache. Against 64 KiB buffers from Netty's allocator that alone took the cost of a fan-out to 100 down to
 * two fifths.
 *
 * <p>Small chunks are for the first bytes of a connection: with large ones a fan-out to ten thousand would hold 320 MB.
 *
 * <p>Thread: its loop. Chunks released on another loop come back in batches, see {@link Loop#giveBack}.
 */
final class ChunkPool {

    static final int SMALL = 2 * 1024;
    static final int LARGE = 32 * 1024;
    private static final int MAX_FREE_SMALL = 4096;
    private static final int MAX_FREE_LARGE = 256;

    private final Loop loop;
    private final Chunk[] freeSmall = new Chunk[MAX_FREE_SMALL];
    private final Chunk[] freeLarge = new Chunk[MAX_FREE_LARGE];
    private int smallCount;
    private int largeCount;
    private int outstanding;
    private long outstandingBytes;
    private boolean closed;

    ChunkPool(Loop loop) {
        this.loop = loop;
    }

    Loop loop() {
        return loop;
    }

    /** A chunk, empty. */
    Chunk take(boolean small) {
        outstanding++;
        outstandingBytes += small ? SMALL : LARGE;
        Chunk chunk;
        if (small) {
            chunk = smallCount > 0 ? freeSmall[--smallCount] : null;
        } else {
            chunk = largeCount > 0 ? freeLarge[--largeCount] : null;
        }
        if (chunk == null) {
            return new Chunk(this, small ? SMALL : LARGE);
        }
        chunk.reset();
        return chunk;
    }

    /** From a chunk whose last reference went, on the loop of {@code where} or, when null, on this loop. */
    void released(Chunk chunk, @Nullable Loop where) {
        if (where != null && where != loop) {
            where.giveBack(chunk);
        } else {
            putBack(chunk);
        }
    }

    void putBack(Chunk chunk) {
        outstanding--;
        outstandingBytes -= chunk.capacity();
        if (closed) {
            chunk.free();
        } else if (chunk.capacity() == SMALL) {
            if (smallCount < MAX_FREE_SMALL) {
                freeSmall[smallCount++] = chunk;
            } else {
                chunk.free();
            }
        } else if (largeCount < MAX_FREE_LARGE) {
            freeLarge[largeCount++] = chunk;
        } else {
            chunk.free();
        }
    }

    /** Chunks handed out and not back. */
    int outstanding() {
        return outstanding;
    }

    /** Memory of the chunks handed out and not back. */
    long outstandingBytes() {
        return outstandingBytes;
    }

    /** Frees what is here now, and what comes back later at once. */
    void close() {
        closed = true;
        while (smallCount > 0) {
            freeSmall[--smallCount].free();
        }
        while (largeCount > 0) {
            freeLarge[--largeCount].free();
        }
    }
}
