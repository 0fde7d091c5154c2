package dev.midge.server.connection;

import dev.midge.server.account.Router;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one event loop share: the array they are read into, the router, the chunks, the list of those
 * that have something to write, and the sweep that keeps their time.
 *
 * <p>Thread: its event loop, but for the counters.
 *
 * <p>One iteration: every ready socket is read, parsed and routed, which appends to chunks and marks connections dirty;
 * then one task writes all dirty connections and hands to each other loop, in one task, the chunks staged for its
 * connections. So a message to another loop takes no lock, publishers stay in order, and the other loop is woken once.
 */
public final class Loop {

    /** Bytes of one read. */
    public static final int READ_SIZE = 64 * 1024;

    /**
     * Memory that one iteration may put into chunks before it writes them, and how much of it each dirty connection may
     * count on: less would make a wide fan-out pay a system call per delivery, more would leave the processor's cache.
     */
    private static final long ENOUGH_TAKEN = 8L * 1024 * 1024;

    private static final long ENOUGH_EACH = 2L * ChunkPool.SMALL;
    /** With that many receivers in one iteration large chunks would be mostly empty. */
    private static final int MANY = 256;

    /** So many large chunks make a megabyte. */
    private static final int CROWD = 32;

    private final int index;
    private final EventLoop eventLoop;
    private final LongSupplier nanoTime;
    private final Router router;
    private final ChunkPool chunks;
    private final byte[] readArray = new byte[2 * READ_SIZE];
    private final Runnable flushTask = this::flushScheduled;

    private Loop[] all = {this};
    private @Nullable PendingBudget budget;

    private Outbound[] dirty = new Outbound[64];
    private int dirtyCount;
    private boolean flushPending;
    private long takenBytes;
    /** Where memory is short the dirty connections cannot count on that much. */
    private final long mostTaken;

    private final Staging staging;
    private final LoopConnections connections;
    private final Nonces nonces;
    private final Stalls stalls;

    /** Whom the publisher of this read fills faster than it drains: it has to wait. */
    private @Nullable ClientConnection congestedBy;

    /** A loop that has not yet taken over much of what was staged for one of its connections. */
    private @Nullable Loop behind;

    private long inMessages;
    private long inBytes;
    private long heldBytes;

    /** Heap that the connections of this loop make the server keep. */
    private long retainedBytes;

    /** The connection whose bytes are being worked on. */
    private @Nullable ClientConnection working;

    /**
     * The state of one event loop.
     *
     * @param shared whether there are other loops
     */
    public Loop(int index, EventLoop eventLoop, LongSupplier nanoTime, boolean shared, SecureRandom secureRandom) {
        this(index, eventLoop, nanoTime, shared, secureRandom, ChunkMemory.OF_JVM);
    }

    Loop(
            int index,
            EventLoop eventLoop,
            LongSupplier nanoTime,
            boolean shared,
            SecureRandom secureRandom,
            ChunkMemory memory) {
        this.chunks = new ChunkPool(this, memory);
        this.mostTaken = Math.max(ENOUGH_TAKEN, memory.most() / 8);
        this.index = index;
        this.eventLoop = eventLoop;
        this.nanoTime = nanoTime;
        this.router = new Router(index, shared, secureRandom.nextLong(), this::letOthersWork);
        this.nonces = new Nonces(secureRandom);
        this.stalls = new Stalls(eventLoop);
        this.staging = new Staging(this, chunks);
        this.connections = new LoopConnections(eventLoop, nanoTime);
    }

    /** Tells the loop about all loops, itself included, by index; before any connection. */
    public void join(Loop[] loops, long sweepPeriodNanos) {
        all = loops.clone();
        staging.join(all);
        connections.sweepEvery(sweepPeriodNanos);
    }

    /** Tells the loop what all connections may hold; before any of them. */
    void budget(PendingBudget shared) {
        budget = shared;
    }

    public int index() {
        return index;
    }

    public EventLoop eventLoop() {
        return eventLoop;
    }

    public Router router() {
        return router;
    }

    Staging staging() {
        return staging;
    }

    LoopConnections connections() {
        return connections;
    }

    Nonces nonces() {
        return nonces;
    }

    byte[] readArray() {
        return readArray;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** The loop of that index. */
    Loop other(int loopIndex) {
        return all[loopIndex];
    }

    int loopCount() {
        return all.length;
    }

    // ---- writing

    void dirty(Outbound outbound) {
        dirtyLater(outbound);
        relieve();
    }

    /** Writes now when the chunks of this iteration hold enough; between two frames only. */
    void relieve() {
        if (takenBytes >= ENOUGH_TAKEN
                && takenBytes >= Math.min(mostTaken, ENOUGH_EACH * (dirtyCount + staging.targets()))) {
            staging.handOver();
            flushDirty();
            letOthersWork();
        }
    }

    /** Bytes of that client are worked on from now on; null when they are done. */
    void working(@Nullable ClientConnection client) {
        working = client;
        router.newTurn();
    }

    /**
     * Who is being worked on has made enough work for one turn and goes on after the others had theirs: one read can
     * hold thousands of messages, and each may go to thousands of receivers.
     */
    private void letOthersWork() {
        ClientConnection client = working;
        if (client != null) {
            client.reading().endTurn();
        }
    }

    /** Whether the open chunks of this iteration are too many for the processor's second cache. */
    boolean crowded() {
        return dirtyCount > CROWD;
    }

    /**
     * An empty chunk: a small one for a connection that has nothing waiting, or when very many have something. Null when
     * there is no memory. Connections may be closed to have some, the one that the chunk is for among them.
     */
    @Nullable
    Chunk take(boolean small) {
        Chunk chunk = chunks.take(small || dirtyCount + staging.targets() > MANY);
        if (chunk != null) {
            takenBytes += chunk.capacity();
        }
        return chunk;
    }

    /**
     * Has the connection that is being read wait after its present message. One read can be owed to ten thousand receivers
     * of other loops, which get it when this iteration ends: more than there may be memory for.
     */
    void holdUpPublisher() {
        if (working != null && staging.targets() > 0) {
            working.reading().holdUp();
        }
    }

    void checkBudget() {
        if (budget != null) {
            budget.check(this);
        }
    }

    void makeRoom() {
        if (budget != null) {
            budget.makeRoom(this);
        }
    }

    /** The same, for a caller in the middle of Netty's flush, where no other may start. */
    void dirtyLater(Outbound outbound) {
        if (dirtyCount == dirty.length) {
            dirty = Arrays.copyOf(dirty, dirtyCount * 2);
        }
        dirty[dirtyCount++] = outbound;
        scheduleFlush();
    }

    void scheduleFlush() {
        if (!flushPending) {
            flushPending = true;
            eventLoop.execute(flushTask);
        }
    }

    private void flushScheduled() {
        flushPending = false;
        staging.handOver();
        flushDirty();
        if (all.length > 1) {
            // What was taken over from others took no memory here, so nothing else would ask.
            checkBudget();
        }
        staging.returnForeign();
    }

    private void flushDirty() {
        takenBytes = 0;
        if (dirtyCount == 0) {
            return;
        }
        long now = nanoTime();
        // Flushing may mark others dirty, or these again: take one at a time from the end.
        while (dirtyCount > 0) {
            Outbound outbound = dirty[--dirtyCount];
            outbound.flush(now);
        }
    }

    // ---- other loops

    /** Runs a task on this loop, unless it has ended: then there is no connection left that the task could be for. */
    void execute(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException ended) {
            assert eventLoop.isShuttingDown();
        }
    }

    /**
     * Runs {@code then} on this loop after every other loop has handed over what it had staged before, so that nothing
     * decided earlier elsewhere arrives later.
     */
    void afterAllStaged(Runnable then) {
        int[] waiting = {all.length - 1};
        for (Loop other : all) {
            if (other != this) {
                other.execute(() -> {
                    other.staging.handOver();
                    execute(() -> {
                        staging.takeInbox();
                        if (--waiting[0] == 0) {
                            then.run();
                        }
                    });
                });
            }
        }
    }

    // ---- pressure

    /** Nothing is known yet that whoever is read now would have to wait for. */
    void nothingToWaitFor() {
        congestedBy = null;
        behind = null;
    }

    void behind(Loop other) {
        behind = other;
    }

    @Nullable
    Loop behind() {
        return behind;
    }

    void congestedBy(@Nullable ClientConnection target) {
        congestedBy = target;
    }

    @Nullable
    ClientConnection congestedBy() {
        return congestedBy;
    }

    Stalls stalls() {
        return stalls;
    }

    /**
     * A receiver of this loop takes messages again: publishers on all loops go on. Later, on this loop too: a frame may be
     * half appended now, and what they publish must not come in the middle of it.
     */
    void gateOpened() {
        for (Loop loop : all) {
            loop.execute(loop.stalls::endAll);
        }
    }

    void hold(long bytes) {
        heldBytes += bytes;
    }

    /** Memory of all pending bytes of this loop's connections; any thread may read it and get an older figure. */
    long heldBytes() {
        return heldBytes;
    }

    /** Heap that the connections of this loop make the server keep. */
    long retainedBytes() {
        return retainedBytes;
    }

    void retain(long bytes) {
        retainedBytes += bytes;
    }

    /** Ends the connections that hold most heap until all together hold no more than {@code most}, or hold little each. */
    void makeRoom(long most) {
        while (retainedBytes > most) {
            ClientConnection heaviest =
                    connections.heaviest(client -> client.heap().bytes());
            if (heaviest == null || heaviest.heap().bytes() <= RetainedHeap.LITTLE) {
                return;
            }
            heaviest.heap().tooMuch(most);
        }
    }

    // ---- counters, read by monitoring

    void countIn(long messages, long bytes) {
        inMessages += messages;
        inBytes += bytes;
    }

    public long inMessages() {
        return inMessages;
    }

    public long inBytes() {
        return inBytes;
    }

    /** Chunks that are out of the pool; for tests. */
    public int chunksOutstanding() {
        return chunks.outstanding();
    }

    /**
     * Takes the steps of a walk on this loop until one says that it was the last; other tasks run in between.
     *
     * @return completes after the last step, on this loop; exceptionally when the loop has ended
     */
    CompletableFuture<Void> walk(BooleanSupplier step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        walk(step, done);
        return done;
    }

    private void walk(BooleanSupplier step, CompletableFuture<Void> done) {
        try {
            eventLoop.execute(() -> {
                if (step.getAsBoolean()) {
                    done.complete(null);
                } else {
                    walk(step, done);
                }
            });
        } catch (RejectedExecutionException ended) {
            done.completeExceptionally(ended);
        }
    }

    /** Frees the chunks; when the loop runs nothing any more. */
    public void close() {
        chunks.close();
    }
}
