package dev.midge.server.connection;

import dev.midge.auth.AuthenticatorChain;
import dev.midge.auth.Identity;
import dev.midge.protocol.ServerInfo;
import dev.midge.server.account.Accounts;
import dev.midge.server.account.CacheWalk;
import dev.midge.server.log.ServerLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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

    private final ServerLog log;
    private final Accounts accounts;
    private final AuthenticatorChain authentication;
    private final Clock clock;
    private final Loop[] loops;
    private final long pendingBudget;
    private final long retainedBudget;

    private final ClosedConnections closed;

    private volatile ConnectionLimits limits;
    private volatile ServerInfo info;
    private volatile boolean stopping;

    private final AtomicLong ids = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong slowConsumers = new AtomicLong();
    private final AtomicLong staleConnections = new AtomicLong();
    private final AtomicLong stalls = new AtomicLong();
    private final AtomicBoolean evicting = new AtomicBoolean();

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
        this.pendingBudget = pendingBudget;
        this.retainedBudget = retainedBudget;
        this.closed = new ClosedConnections(closedRemembered);
    }

    ServerLog log() {
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

    boolean stopping() {
        return stopping;
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
        if (closed.remembers()) {
            closed.add(connection.remembered(reason));
        }
    }

    void countSlowConsumer() {
        slowConsumers.incrementAndGet();
    }

    void countStall() {
        stalls.incrementAndGet();
    }

    void countStale() {
        staleConnections.incrementAndGet();
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

    private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> parts) {
        return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]));
    }

    // ---- the budget of all pending bytes

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

    /**
     * Called before more memory is taken for what waits for a connection of that loop. {@link #checkBudget} acts between
     * two iterations; when one iteration takes all that is left, connections of this loop end at once.
     */
    void checkMemory(Loop loop) {
        if (outstanding() <= pendingBudget + pendingBudget / 2 || held() <= pendingBudget) {
            return;
        }
        ClientConnection heaviest = loop.heaviest(ClientConnection::heldBytes);
        if (heaviest != null) {
            heaviest.overBudget(pendingBudget);
        }
    }

    private long outstanding() {
        long outstanding = 0;
        for (Loop loop : loops) {
            outstanding += loop.outstandingBytes();
        }
        return outstanding;
    }

    /**
     * Called when a connection that already has a backlog takes more memory: when all together hold more than the budget,
     * whoever holds most is closed as a slow consumer. Runs rarely; looks at every connection once.
     */
    void checkBudget() {
        if (held() > pendingBudget && evicting.compareAndSet(false, true)) {
            List<CompletableFuture<ClientConnection>> heaviest = new ArrayList<>();
            for (Loop loop : loops) {
                heaviest.add(CompletableFuture.supplyAsync(() -> heaviestOf(loop), loop.eventLoop()));
            }
            var unused = CompletableFuture.allOf(heaviest.toArray(new CompletableFuture<?>[0]))
                    .whenComplete((nothing, failure) -> evict(heaviest));
        }
    }

    private long held() {
        long held = 0;
        for (Loop loop : loops) {
            held += loop.heldBytes();
        }
        return held;
    }

    @SuppressWarnings("NullAway") // null means that the loop has no connection
    private static ClientConnection heaviestOf(Loop loop) {
        return loop.heaviest(ClientConnection::heldBytes);
    }

    private void evict(List<CompletableFuture<ClientConnection>> candidates) {
        ClientConnection heaviest = null;
        for (CompletableFuture<ClientConnection> candidate : candidates) {
            ClientConnection connection = candidate.getNow(null);
            if (connection != null && (heaviest == null || connection.heldBytes() > heaviest.heldBytes())) {
                heaviest = connection;
            }
        }
        ClientConnection victim = heaviest;
        if (victim == null) {
            evicting.set(false);
            return;
        }
        victim.loop().eventLoop().execute(() -> {
            victim.overBudget(pendingBudget);
            evicting.set(false);
        });
    }

    // ---- identities

    /** Has every connection whose identity is affected judged again, each on its loop; returns at once. */
    public void invalidate(Predicate<Identity> affected, String reason) {
        log.info("Identities are looked at again: " + reason);
        for (Loop loop : loops) {
            loop.eventLoop().execute(() -> revalidate(loop.snapshot(), 0, affected));
        }
    }

    /** A thousand at a time, so that the loop serves its clients in between. */
    private static void revalidate(ClientConnection[] all, int from, Predicate<Identity> affected) {
        int to = Math.min(all.length, from + SLICE);
        for (int i = from; i < to; i++) {
            all[i].revalidate(affected);
        }
        if (to < all.length) {
            all[to].loop().eventLoop().execute(() -> revalidate(all, to, affected));
        }
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
        for (ClientConnection connection : loop.snapshot()) {
            connection.close(CloseReason.SERVER_SHUTDOWN);
        }
    }
}
