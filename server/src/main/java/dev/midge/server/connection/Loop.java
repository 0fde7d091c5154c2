package dev.midge.server.connection;

import dev.midge.server.account.Router;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
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

    private static final int NONCE_BYTES = 11;

    private final int index;
    private final EventLoop eventLoop;
    private final LongSupplier nanoTime;
    private final Router router;
    private final ChunkPool chunks;
    private final SecureRandom secureRandom;
    private final byte[] readArray = new byte[2 * READ_SIZE];
    private final Runnable flushTask = this::flushScheduled;
    private final Runnable sweepTask = this::sweep;

    private Loop[] all = {this};
    private @Nullable PendingBudget budget;

    private Outbound[] dirty = new Outbound[64];
    private int dirtyCount;
    private boolean flushPending;
    private long takenBytes;
    /** Where memory is short the dirty connections cannot count on that much. */
    private final long mostTaken;

    /** Staged chunks by receiving loop, as linked lists. */
    private @Nullable Chunk[] stagedFirst = new Chunk[0];

    private @Nullable Chunk[] stagedLast = new Chunk[0];
    private int stagedTargets;

    /** What other loops have staged for connections of this one. */
    private final Queue<Chunk> inbox = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean inboxScheduled = new AtomicBoolean();
    private final Runnable inboxTask = this::takeInboxScheduled;

    /** Released chunks of other loops, by home loop, as linked lists. */
    private @Nullable Chunk[] foreign = new Chunk[0];

    private boolean anyForeign;

    private ClientConnection[] connections = new ClientConnection[16];
    private int connectionCount;
    private long sweepNanos = TimeUnit.MILLISECONDS.toNanos(250);
    private boolean sweepScheduled;

    private long random;
    private byte[] nonces = new byte[0];
    private int nonceAt;

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
        this.secureRandom = secureRandom;
        this.router = new Router(index, shared, secureRandom.nextLong(), this::letOthersWork);
        this.random = secureRandom.nextLong();
        this.stalls = new Stalls(eventLoop);
    }

    /** Tells the loop about all loops, itself included, by index; before any connection. */
    public void join(Loop[] loops, long sweepPeriodNanos) {
        all = loops.clone();
        stagedFirst = new Chunk[loops.length];
        stagedLast = new Chunk[loops.length];
        foreign = new Chunk[loops.length];
        sweepNanos = sweepPeriodNanos;
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

    /** Another pace for the sweep, from the next one on. */
    void sweepEvery(long nanos) {
        sweepNanos = nanos;
    }

    long sweepNanos() {
        return sweepNanos;
    }

    int loopCount() {
        return all.length;
    }

    // ---- writing

    void dirty(Outbound outbound) {
        if (dirtyCount == dirty.length) {
            dirty = Arrays.copyOf(dirty, dirtyCount * 2);
        }
        dirty[dirtyCount++] = outbound;
        scheduleFlush();
        relieve();
    }

    /** Writes now when the chunks of this iteration hold enough; between two frames only. */
    void relieve() {
        if (takenBytes >= ENOUGH_TAKEN
                && takenBytes >= Math.min(mostTaken, ENOUGH_EACH * (dirtyCount + stagedTargets))) {
            handOverStaged();
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
        Chunk chunk = chunks.take(small || dirtyCount + stagedTargets > MANY);
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
        if (working != null && stagedTargets > 0) {
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

    private void scheduleFlush() {
        if (!flushPending) {
            flushPending = true;
            eventLoop.execute(flushTask);
        }
    }

    private void flushScheduled() {
        flushPending = false;
        handOverStaged();
        flushDirty();
        if (all.length > 1) {
            // What was taken over from others took no memory here, so nothing else would ask.
            checkBudget();
        }
        returnForeign();
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

    /**
     * Appends a frame for a connection of another loop; it goes there at the end of this iteration. Null when there is no
     * memory for it: the connection is closed then.
     */
    @Nullable
    Chunk stage(ClientConnection target, byte[] start, byte[] sid, byte[] tail, int from, int to) {
        relieve();
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
        Chunk chunk = take(small);
        if (chunk == null) {
            dropStaged(target);
            return null;
        }
        stagedTargets++;
        if (target.putUnderWay(chunk.capacity())) {
            behind = target.loop();
        }
        int to = target.loop().index;
        chunk.target = target;
        Chunk last = stagedLast[to];
        if (last == null) {
            stagedFirst[to] = chunk;
        } else {
            last.next = chunk;
        }
        stagedLast[to] = chunk;
        target.staged(index, chunk);
        scheduleFlush();
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
    void handOverStaged() {
        if (stagedTargets == 0) {
            return;
        }
        stagedTargets = 0;
        for (int to = 0; to < all.length; to++) {
            Chunk first = stagedFirst[to];
            if (first != null) {
                stagedFirst[to] = null;
                stagedLast[to] = null;
                forgetStaging(first);
                all[to].deliverToInbox(first);
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
            execute(inboxTask);
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

    /** Runs a task on this loop, unless it has ended: then there is no connection left that the task could be for. */
    void execute(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException ended) {
            assert eventLoop.isShuttingDown();
        }
    }

    /** Keeps a released chunk of another loop until the end of the iteration. */
    void giveBack(Chunk chunk) {
        Loop home = chunk.pool().loop();
        if (home == this) {
            chunks.putBack(chunk);
            return;
        }
        chunk.next = foreign[home.index];
        foreign[home.index] = chunk;
        anyForeign = true;
        scheduleFlush();
    }

    private void returnForeign() {
        if (!anyForeign) {
            return;
        }
        anyForeign = false;
        for (int to = 0; to < all.length; to++) {
            Chunk first = foreign[to];
            if (first != null) {
                foreign[to] = null;
                all[to].execute(new Return(all[to].chunks, first));
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

    /**
     * Runs {@code then} on this loop after every other loop has handed over what it had staged before, so that nothing
     * decided earlier elsewhere arrives later.
     */
    void afterAllStaged(Runnable then) {
        int[] waiting = {all.length - 1};
        for (Loop other : all) {
            if (other != this) {
                other.execute(() -> {
                    other.handOverStaged();
                    execute(() -> {
                        takeInbox();
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
            ClientConnection heaviest = heaviest(client -> client.heap().bytes());
            if (heaviest == null || heaviest.heap().bytes() <= RetainedHeap.LITTLE) {
                return;
            }
            heaviest.heap().tooMuch(most);
        }
    }

    /** The connection that holds most. */
    @Nullable
    ClientConnection heaviest(ToLongFunction<ClientConnection> held) {
        ClientConnection heaviest = null;
        long most = -1;
        for (int i = 0; i < connectionCount; i++) {
            long bytes = held.applyAsLong(connections[i]);
            if (bytes > most) {
                most = bytes;
                heaviest = connections[i];
            }
        }
        return heaviest;
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

    // ---- time

    void add(ClientConnection connection) {
        if (connectionCount == connections.length) {
            connections = Arrays.copyOf(connections, connectionCount * 2);
        }
        connection.position = connectionCount;
        connections[connectionCount++] = connection;
        scheduleSweep();
    }

    void remove(ClientConnection connection) {
        ClientConnection last = connections[--connectionCount];
        connections[connection.position] = last;
        last.position = connection.position;
        clearLast();
    }

    @SuppressWarnings("NullAway") // positions from connectionCount on are empty
    private void clearLast() {
        connections[connectionCount] = null;
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

    /** A copy of the connections, for walks that let the loop go on in between. */
    ClientConnection[] snapshot() {
        return Arrays.copyOf(connections, connectionCount);
    }

    private void scheduleSweep() {
        if (!sweepScheduled) {
            sweepScheduled = true;
            var unused = eventLoop.schedule(sweepTask, sweepNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** PING, write deadlines, authentication timeouts and expiry of all connections: one walk, no timer for each. */
    private void sweep() {
        sweepScheduled = false;
        long now = nanoTime();
        for (int i = connectionCount - 1; i >= 0; i--) {
            if (i < connectionCount) {
                tick(connections[i], now);
            }
        }
        if (connectionCount > 0) {
            scheduleSweep();
        }
    }

    /** What fails for one connection must not end the time of all others. */
    private static void tick(ClientConnection connection, long now) {
        try {
            connection.tick(now);
        } catch (RuntimeException | OutOfMemoryError failure) {
            connection.failed(failure);
        }
    }

    /** Eleven random bytes as 15 characters, from a block drawn at once. */
    String nonce() {
        if (nonceAt + NONCE_BYTES > nonces.length) {
            nonces = new byte[NONCE_BYTES * 372];
            secureRandom.nextBytes(nonces);
            nonceAt = 0;
        }
        byte[] nonce = Arrays.copyOfRange(nonces, nonceAt, nonceAt + NONCE_BYTES);
        nonceAt += NONCE_BYTES;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    /** A number to spread timers with; nothing that must not be guessed. */
    long random() {
        random += 0x9E3779B97F4A7C15L;
        long mixed = (random ^ random >>> 30) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 31;
    }

    /** Frees the chunks; when the loop runs nothing any more. */
    public void close() {
        chunks.close();
    }
}
