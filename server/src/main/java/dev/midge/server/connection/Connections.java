package dev.midge.server.connection;

import dev.midge.auth.AuthenticatorChain;
import dev.midge.auth.Identity;
import dev.midge.protocol.ServerInfo;
import dev.midge.server.account.Account;
import dev.midge.server.account.AccountTraffic;
import dev.midge.server.account.Accounts;
import dev.midge.server.account.CacheWalk;
import dev.midge.server.log.ServerLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All client connections of one server, and what they have in common.
 *
 * <p>Thread: any, unless a method says otherwise.
 */
public final class Connections {

    private static final int SLICE = 1_000;
    private static final int LARGEST_PART = 4;
    private static final long MOST_PERMIT_BYTES = 64L * 1024 * 1024;

    /** What nats-server gives its own internal clients while it starts. */
    private static final long IDS_BEFORE_CLIENTS = 4;

    private final ServerLog log;
    private final Accounts accounts;
    private volatile AuthenticatorChain authentication;
    private final Clock clock;
    private final Loop[] loops;
    private final PendingBudget budget;
    private final long retainedBudget;

    private final ClosedConnections closed;

    private volatile ConnectionLimits limits;
    private volatile ServerInfo info;
    private volatile boolean stopping;
    private volatile boolean accepting = true;

    private final AtomicLong ids = new AtomicLong(IDS_BEFORE_CLIENTS);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong slowConsumers = new AtomicLong();
    private final AtomicLong staleConnections = new AtomicLong();
    private final AtomicLong stalls = new AtomicLong();
    private final RareLines rareLines = new RareLines();
    private final InternalPublisher publisher;
    private volatile ConnectionListener listener = ConnectionListener.NOBODY;

    /**
     * The connections of a server, none yet.
     *
     * @param pendingBudget bytes of direct memory that what waits for all connections together may occupy
     * @param retainedBudget bytes of heap that all connections together may make the server keep: subscriptions, messages
     *     of which only a part has come, permitted replies
     * @param closedRemembered how many of the connections that ended last the reports can name
     */
    public Connections(
            ServerLog log,
            Accounts accounts,
            AuthenticatorChain authentication,
            Clock clock,
            Loop[] loops,
            ConnectionLimits limits,
            ServerInfo info,
            long pendingBudget,
            long retainedBudget,
            int closedRemembered) {
        this.log = log;
        this.accounts = accounts;
        this.authentication = authentication;
        this.clock = clock;
        this.loops = loops.clone();
        this.limits = limits;
        this.info = info;
        this.budget = new PendingBudget(loops, pendingBudget);
        for (Loop loop : loops) {
            loop.budget(budget);
        }
        this.retainedBudget = retainedBudget;
        this.closed = new ClosedConnections(closedRemembered);
        this.publisher = new InternalPublisher(loops[0], log, rareLines);
    }

    public ServerLog log() {
        return log;
    }

    Accounts accounts() {
        return accounts;
    }

    AuthenticatorChain authentication() {
        return authentication;
    }

    Clock clock() {
        return clock;
    }

    public ConnectionLimits limits() {
        return limits;
    }

    ServerInfo info() {
        return info;
    }

    /** Sets what new connections are told; needed once the port is known. */
    public void info(ServerInfo newInfo) {
        info = newInfo;
    }

    /** Sets who is told of what becomes of connections; before there are any. */
    public void listener(ConnectionListener told) {
        listener = told;
    }

    /** Publishes what the server itself has to say, in the accounts that these connections are in. */
    public InternalPublisher publisher() {
        return publisher;
    }

    ConnectionListener listener() {
        return listener;
    }

    boolean stopping() {
        return stopping;
    }

    /** How many ids are gone before the first client comes. */
    public void idsTaken(long count) {
        ids.set(count);
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    /** Counts a new connection; false when there are too many. */
    boolean opened() {
        total.incrementAndGet();
        return open.incrementAndGet() <= limits.maxConnections();
    }

    void closed(ClientConnection connection, CloseReason reason) {
        open.decrementAndGet();
        listener.closed(connection, reason);
        if (closed.remembers()) {
            closed.add(connection.remembered(reason));
        }
    }

    RareLines rareLines() {
        return rareLines;
    }

    void countSlowConsumer(Account account) {
        slowConsumers.incrementAndGet();
        account.countSlowConsumer();
    }

    void countStall() {
        stalls.incrementAndGet();
    }

    void countStale() {
        staleConnections.incrementAndGet();
    }

    PendingBudget budget() {
        return budget;
    }

    /** Connections open now. */
    public int openCount() {
        return open.get();
    }

    /** Connections ever accepted. */
    public long totalCount() {
        return total.get();
    }

    public long slowConsumerCount() {
        return slowConsumers.get();
    }

    public long staleConnectionCount() {
        return staleConnections.get();
    }

    /** How often a publisher had to wait for its receivers. */
    public long stallCount() {
        return stalls.get();
    }

    /** The event loops, whose counters are the server's. */
    public List<Loop> loops() {
        return List.of(loops);
    }

    /** Memory that clients occupy now; any thread, which may get older figures of some loops. */
    public MemoryFigures memory() {
        long pending = 0;
        long retained = 0;
        for (Loop loop : loops) {
            pending += loop.heldBytes();
            retained += loop.retainedBytes();
        }
        ChunkMemory chunks = ChunkMemory.OF_JVM;
        return new MemoryFigures(pending, budget.limit(), retained, retainedBudget, chunks.taken(), chunks.most());
    }

    // ---- reports

    /** The connections that ended last, the one that ended first at the beginning. */
    public List<ClosedConnection> closedConnections() {
        return closed.all();
    }

    /**
     * The open connections that a report wants, with their figures. Each loop walks its own in slices.
     *
     * @return completes on one of the loops; exceptionally when they have ended
     */
    public CompletableFuture<OpenConnections> openConnections(ConnectionFilter filter) {
        List<Census> parts = new ArrayList<>();
        List<CompletableFuture<?>> walks = new ArrayList<>();
        for (Loop loop : loops) {
            Census part = new Census(loop, filter);
            parts.add(part);
            walks.add(loop.walk(part::step));
        }
        return all(walks).thenApply(nothing -> together(parts));
    }

    private static OpenConnections together(List<Census> parts) {
        int inAccount = 0;
        List<OpenConnection> wanted = new ArrayList<>();
        for (Census part : parts) {
            inAccount += part.inAccount();
            wanted.addAll(part.found());
        }
        return new OpenConnections(inAccount, wanted);
    }

    /**
     * What the loops remember of the interest in one account, or in all with null; one walk for each loop.
     *
     * @return completes on one of the loops; exceptionally when they have ended
     */
    public CompletableFuture<List<CacheWalk>> caches(@Nullable String account) {
        List<CompletableFuture<CacheWalk>> walks = new ArrayList<>();
        for (Loop loop : loops) {
            walks.add(CompletableFuture.supplyAsync(() -> loop.router().cacheWalk(account), loop.eventLoop())
                    .thenCompose(walk -> loop.walk(walk::step).thenApply(nothing -> walk)));
        }
        return all(walks)
                .thenApply(
                        nothing -> walks.stream().map(CompletableFuture::join).toList());
    }

    /**
     * What the clients of each account have published so far, and what was delivered of it; nothing of accounts without.
     *
     * @return completes on one of the loops; exceptionally when they have ended
     */
    public CompletableFuture<Map<Account, AccountTraffic>> traffic() {
        List<CompletableFuture<Map<Account, AccountTraffic>>> parts = new ArrayList<>();
        for (Loop loop : loops) {
            parts.add(CompletableFuture.supplyAsync(() -> loop.router().traffic(), loop.eventLoop()));
        }
        return all(parts).thenApply(nothing -> {
            Map<Account, AccountTraffic> sums = new HashMap<>();
            for (CompletableFuture<Map<Account, AccountTraffic>> part : parts) {
                part.join().forEach((account, traffic) -> sums.merge(account, traffic, AccountTraffic::plus));
            }
            return sums;
        });
    }

    private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> parts) {
        return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]));
    }

    // ---- the budget of the heap

    /** Heap that the connections of one loop may make the server keep. */
    long retainedShare() {
        return retainedBudget / loops.length;
    }

    /** The largest message that is taken in, whatever {@code max_payload} says: it has to stand in one array. */
    long largestPayload() {
        return retainedBudget / LARGEST_PART;
    }

    /** What the permitted replies of one connection may occupy. */
    long mostPermitBytes() {
        return Math.min(MOST_PERMIT_BYTES, retainedShare() / LARGEST_PART);
    }

    // ---- identities

    /** Has every connection whose identity is affected judged again, each on its loop; returns at once. */
    public void invalidate(Predicate<Identity> affected, String reason) {
        log.info("Identities are looked at again: " + reason);
        onEach(connection -> connection.revalidate(affected));
    }

    private void onEach(Consumer<ClientConnection> action) {
        for (Loop loop : loops) {
            loop.eventLoop().execute(() -> onEach(loop.connections().snapshot(), 0, action));
        }
    }

    /** A thousand at a time, so that the loop serves its clients in between. */
    private static void onEach(ClientConnection[] all, int from, Consumer<ClientConnection> action) {
        int to = Math.min(all.length, from + SLICE);
        for (int i = from; i < to; i++) {
            action.accept(all[i]);
        }
        if (to < all.length) {
            all[to].loop().eventLoop().execute(() -> onEach(all, to, action));
        }
    }

    // ---- reload

    /** Replaces what every connection looks at; those that there are get their share of it by {@link #applyLimits}. */
    public void limits(ConnectionLimits newLimits) {
        limits = newLimits;
    }

    /** Has logins judged by another chain from now on; the connections that there are by {@link #recheck}. */
    public void authentication(AuthenticatorChain chain) {
        authentication = chain;
    }

    /** How often the loops look at the timers of their connections, from the next time on. */
    public void sweepEvery(long nanos) {
        for (Loop loop : loops) {
            loop.execute(() -> loop.connections().sweepEvery(nanos));
        }
    }

    /** Has every connection read by the limits of now; returns at once. */
    public void applyLimits() {
        onEach(ClientConnection::applyLimits);
    }

    /**
     * Closes connections, chosen at random, until no more are left than the limit of now allows.
     *
     * @return how many were closed
     */
    public int closeSurplus(long timeoutMillis) throws InterruptedException {
        List<ClientConnection> connections = new ArrayList<>(all(timeoutMillis));
        int surplus = connections.size() - Math.max(0, limits.maxConnections());
        if (surplus <= 0) {
            return 0;
        }
        Collections.shuffle(connections);
        List<CompletableFuture<?>> closings = new ArrayList<>();
        for (ClientConnection connection : connections.subList(0, surplus)) {
            closings.add(CompletableFuture.runAsync(
                    connection::tooMany, connection.loop().eventLoop()));
        }
        await(all(closings), timeoutMillis);
        return surplus;
    }

    /** Closes the connections that came through one of these proxies, which are trusted no longer; returns at once. */
    public void distrust(Collection<String> proxies) {
        onEach(connection -> connection.distrust(proxies));
    }

    /**
     * Has every connection judged again by the chain of now. Connections whose answer takes time are asked about some at a
     * time, and the loops serve their clients in between.
     *
     * @return completes when all have been judged, or another chain has taken the place of this one
     */
    public CompletableFuture<Void> recheck() {
        List<CompletableFuture<?>> walks = new ArrayList<>();
        for (Loop loop : loops) {
            walks.add(RecheckWalk.start(loop, authentication));
        }
        return all(walks);
    }

    private void await(CompletableFuture<?> done, long timeoutMillis) throws InterruptedException {
        try {
            done.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            log.error("The event loops do not answer", failure);
        }
    }

    // ---- lame duck mode

    /** The listener is closed for good. */
    public void noMoreClients() {
        accepting = false;
    }

    /** Whether clients can still connect. */
    public boolean accepting() {
        return accepting;
    }

    /**
     * Every connection there is now; waits for the loops, and does without one that does not answer in time.
     *
     * @throws RejectedExecutionException when the loops have ended
     */
    public List<ClientConnection> all(long timeoutMillis) throws InterruptedException {
        List<CompletableFuture<ClientConnection[]>> snapshots = new ArrayList<>();
        for (Loop loop : loops) {
            snapshots.add(CompletableFuture.supplyAsync(loop.connections()::snapshot, loop.eventLoop()));
        }
        List<ClientConnection> connections = new ArrayList<>();
        for (CompletableFuture<ClientConnection[]> snapshot : snapshots) {
            try {
                connections.addAll(List.of(snapshot.get(timeoutMillis, TimeUnit.MILLISECONDS)));
            } catch (ExecutionException | TimeoutException failure) {
                log.error("An event loop did not say what connections it has", failure);
            }
        }
        return connections;
    }

    /** Tells every client that wants to know, and is past its first PONG, that the server is going; returns at once. */
    public void announceLameDuck() {
        onEach(ClientConnection::announceLameDuck);
    }

    /** Closes one connection without a word, and waits for its loop to have done it, unless the loops have ended. */
    public void shutDown(ClientConnection connection, long timeoutMillis) throws InterruptedException {
        try {
            CompletableFuture.runAsync(
                            () -> connection.close(CloseReason.SERVER_SHUTDOWN),
                            connection.loop().eventLoop())
                    .get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | ExecutionException | TimeoutException failure) {
            log.debug("Connection " + connection.id() + " did not close: " + failure);
        }
    }

    // ---- one by one

    /**
     * Closes the connections with these numbers as an operator does, without a word to the client. Each loop does so in a
     * single step.
     *
     * @return how many there were; completes on one of the loops; exceptionally when they have ended
     */
    public CompletableFuture<Integer> kick(Set<Long> connectionIds) {
        AtomicInteger kicked = new AtomicInteger();
        List<CompletableFuture<?>> walks = new ArrayList<>();
        for (Loop loop : loops) {
            walks.add(loop.walk(() -> {
                kicked.addAndGet(kickOn(loop, connectionIds));
                return true;
            }));
        }
        return all(walks).thenApply(nothing -> kicked.get());
    }

    private static int kickOn(Loop loop, Set<Long> connectionIds) {
        int kicked = 0;
        for (ClientConnection connection : loop.connections().snapshot()) {
            if (!connection.closing() && connectionIds.contains(connection.id())) {
                connection.close(CloseReason.KICKED);
                kicked++;
            }
        }
        return kicked;
    }

    // ---- stop

    /** Closes every connection, without a word, and waits for the loops to have done it. */
    public void closeAll(long timeoutMillis) throws InterruptedException {
        stopping = true;
        ConcurrentLinkedQueue<CompletableFuture<Void>> done = new ConcurrentLinkedQueue<>();
        for (Loop loop : loops) {
            try {
                done.add(CompletableFuture.runAsync(() -> closeAllOf(loop), loop.eventLoop()));
            } catch (RejectedExecutionException gone) {
                log.debug("Event loop is gone: " + gone);
            }
        }
        try {
            CompletableFuture.allOf(done.toArray(new CompletableFuture<?>[0]))
                    .get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            log.error("Connections did not close", failure);
        }
    }

    private static void closeAllOf(Loop loop) {
        for (ClientConnection connection : loop.connections().snapshot()) {
            connection.close(CloseReason.SERVER_SHUTDOWN);
        }
    }
}
