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
    private final ChunkMemory memory;
    private final Chunk[] freeSmall = new Chunk[MAX_FREE_SMALL];
    private final Chunk[] freeLarge = new Chunk[MAX_FREE_LARGE];
    private int smallCount;
    private int largeCount;
    private int outstanding;
    private boolean closed;

    ChunkPool(Loop loop, ChunkMemory memory) {
        this.loop = loop;
        this.memory = memory;
    }

    Loop loop() {
        return loop;
    }

    /** A chunk, empty; null when there is no memory for one. */
    @Nullable
    Chunk take(boolean small) {
        Chunk chunk = free(small);
        if (chunk == null) {
            chunk = grow(small);
        }
        if (chunk != null) {
            outstanding++;
        }
        return chunk;
    }

    private @Nullable Chunk free(boolean small) {
        Chunk chunk = null;
        if (small) {
            chunk = smallCount > 0 ? freeSmall[--smallCount] : null;
        } else {
            chunk = largeCount > 0 ? freeLarge[--largeCount] : null;
        }
        if (chunk != null) {
            chunk.reset();
        }
        return chunk;
    }

    /** New memory, unless those who hold most are closed for it and theirs is free now. */
    private @Nullable Chunk grow(boolean small) {
        loop.checkBudget();
        if (memory.scarce()) {
            loop.holdUpPublisher();
        }
        Chunk chunk = free(small);
        if (chunk == null) {
            chunk = allocate(small ? SMALL : LARGE);
        }
        if (chunk == null) {
            loop.makeRoom();
            chunk = free(small);
        }
        return chunk == null ? free(!small) : chunk;
    }

    private @Nullable Chunk allocate(int size) {
        if (!memory.reserve(size)) {
            return null;
        }
        try {
            return new Chunk(this, size);
        } catch (OutOfMemoryError takenByOthers) {
            memory.release(size);
            return null;
        }
    }

    /** From a chunk whose last reference went, on the loop of {@code where} or, when null, on this loop. */
    void released(Chunk chunk, @Nullable Loop where) {
        if (where != null && where != loop) {
            where.staging().giveBack(chunk);
        } else {
            putBack(chunk);
        }
    }

    void putBack(Chunk chunk) {
        outstanding--;
        if (closed) {
            dispose(chunk);
        } else if (chunk.capacity() == SMALL) {
            if (smallCount < MAX_FREE_SMALL) {
                freeSmall[smallCount++] = chunk;
            } else {
                dispose(chunk);
            }
        } else if (largeCount < MAX_FREE_LARGE) {
            freeLarge[largeCount++] = chunk;
        } else {
            dispose(chunk);
        }
    }

    private void dispose(Chunk chunk) {
        memory.release(chunk.capacity());
        chunk.free();
    }

    /** Chunks handed out and not back. */
    int outstanding() {
        return outstanding;
    }

    /** Frees what is here now, and what comes back later at once. */
    void close() {
        closed = true;
        while (smallCount > 0) {
            dispose(freeSmall[--smallCount]);
        }
        while (largeCount > 0) {
            dispose(freeLarge[--largeCount]);
        }
    }
}
