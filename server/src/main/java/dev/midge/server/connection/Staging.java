package dev.midge.server.connection;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What one loop has for connections of other loops: frames are appended to a chunk for each receiver, and all chunks for a
 * loop go to its inbox together at the end of the iteration. Emptied chunks come home in the same way.
 *
 * <p>Thread: the loop, but for {@link #deliverToInbox}, which other loops call.
 */
final class Staging {

    private final Loop loop;
    private final int index;
    private final ChunkPool chunks;

    private Loop[] all = new Loop[0];

    /** Staged chunks by receiving loop, as linked lists. */
    private @Nullable Chunk[] stagedFirst = new Chunk[0];

    private @Nullable Chunk[] stagedLast = new Chunk[0];
    private int targets;

    /** What other loops have staged for connections of this one. */
    private final Queue<Chunk> inbox = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean inboxScheduled = new AtomicBoolean();
    private final Runnable inboxTask = this::takeInboxScheduled;

    /** Released chunks of other loops, by home loop, as linked lists. */
    private @Nullable Chunk[] foreign = new Chunk[0];

    private boolean anyForeign;

    Staging(Loop loop, ChunkPool chunks) {
        this.loop = loop;
        this.index = loop.index();
        this.chunks = chunks;
    }

    void join(Loop[] loops) {
        all = loops;
        stagedFirst = new Chunk[loops.length];
        stagedLast = new Chunk[loops.length];
        foreign = new Chunk[loops.length];
    }

    /** Chunks that are staged now. */
    int targets() {
        return targets;
    }

    /**
     * Appends a frame for a connection of another loop; it goes there at the end of this iteration. Null when there is no
     * memory for it: the connection is closed then.
     */
    @Nullable
    Chunk stage(ClientConnection target, byte[] start, byte[] sid, byte[] tail, int from, int to) {
        loop.relieve();
        int length = start.length + sid.length + to - from;
        Chunk chunk = target.staged(index);
        if (chunk == null || (chunk.space() < length && length <= ChunkPool.LARGE)) {
            chunk = newStaging(target, chunk == null && length <= ChunkPool.SMALL);
        }
        if (chunk == null) {
            return null;
        }
        if (chunk.space() >= length) {
            chunk.put(start);
            chunk.put(sid);
            chunk.put(tail, from, to - from);
            return chunk;
        }
        if (stagePiece(target, start, 0, start.length) == null || stagePiece(target, sid, 0, sid.length) == null) {
            return null;
        }
        return stagePiece(target, tail, from, to);
    }

    private @Nullable Chunk stagePiece(ClientConnection target, byte[] source, int from, int to) {
        Chunk chunk = target.staged(index);
        int at = from;
        while (true) {
            if (chunk == null || chunk.space() == 0) {
                chunk = newStaging(target, false);
            }
            if (chunk == null) {
                return null;
            }
            int length = Math.min(chunk.space(), to - at);
            chunk.put(source, at, length);
            at += length;
            if (at == to) {
                return chunk;
            }
        }
    }

    private @Nullable Chunk newStaging(ClientConnection target, boolean small) {
        Chunk chunk = loop.take(small);
        if (chunk == null) {
            dropStaged(target);
            return null;
        }
        targets++;
        if (target.putUnderWay(chunk.capacity())) {
            loop.behind(target.loop());
        }
        int to = target.loop().index();
        chunk.target = target;
        Chunk last = stagedLast[to];
        if (last == null) {
            stagedFirst[to] = chunk;
        } else {
            last.next = chunk;
        }
        stagedLast[to] = chunk;
        target.staged(index, chunk);
        loop.scheduleFlush();
        return chunk;
    }

    /** A message is lost, in the middle perhaps: what comes next for this connection must not reach its peer. */
    private void dropStaged(ClientConnection target) {
        Chunk last = target.staged(index);
        if (last == null) {
            target.loop().execute(target::outOfMemory);
        } else {
            last.truncated = true;
        }
    }

    /** Sends every other loop what was staged for it. Also the fence behind which nothing staged earlier is left. */
    void handOver() {
        if (targets == 0) {
            return;
        }
        targets = 0;
        for (int to = 0; to < all.length; to++) {
            Chunk first = stagedFirst[to];
            if (first != null) {
                stagedFirst[to] = null;
                stagedLast[to] = null;
                forgetStaging(first);
                all[to].staging().deliverToInbox(first);
            }
        }
    }

    private void forgetStaging(Chunk first) {
        for (Chunk chunk = first; chunk != null; chunk = chunk.next) {
            if (chunk.target != null) {
                chunk.target.staged(index, null);
            }
        }
    }

    /** From another loop: the chunks that it staged for connections of this one in one iteration. */
    private void deliverToInbox(Chunk first) {
        inbox.add(first);
        if (inboxScheduled.compareAndSet(false, true)) {
            loop.execute(inboxTask);
        }
    }

    private void takeInboxScheduled() {
        inboxScheduled.set(false);
        takeInbox();
    }

    /** Appends what other loops have staged so far. */
    void takeInbox() {
        Chunk first = inbox.poll();
        while (first != null) {
            takeStaged(first);
            first = inbox.poll();
        }
    }

    private void takeStaged(Chunk first) {
        Chunk chunk = first;
        while (chunk != null) {
            Chunk next = chunk.next;
            chunk.next = null;
            ClientConnection target = chunk.target;
            chunk.target = null;
            if (target != null) {
                target.takeStaged(chunk);
            }
            chunk = next;
        }
    }

    /** Keeps a released chunk of another loop until the end of the iteration. */
    void giveBack(Chunk chunk) {
        Loop home = chunk.pool().loop();
        if (home == loop) {
            chunks.putBack(chunk);
            return;
        }
        chunk.next = foreign[home.index()];
        foreign[home.index()] = chunk;
        anyForeign = true;
        loop.scheduleFlush();
    }

    void returnForeign() {
        if (!anyForeign) {
            return;
        }
        anyForeign = false;
        for (int to = 0; to < all.length; to++) {
            Chunk first = foreign[to];
            if (first != null) {
                foreign[to] = null;
                all[to].execute(new Return(all[to].staging().chunks, first));
            }
        }
    }

    /** Chunks on their way home. */
    private record Return(ChunkPool home, Chunk first) implements Runnable {
        @Override
        public void run() {
            Chunk chunk = first;
            while (chunk != null) {
                Chunk next = chunk.next;
                chunk.next = null;
                home.putBack(chunk);
                chunk = next;
            }
        }
    }
}
