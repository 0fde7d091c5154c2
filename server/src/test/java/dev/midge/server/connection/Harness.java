package dev.midge.server.connection;

import dev.midge.auth.AuthConfig;
import dev.midge.auth.AuthRuntime;
import dev.midge.auth.AuthenticatorChain;
import dev.midge.protocol.ServerInfo;
import dev.midge.server.account.Accounts;
import dev.midge.server.log.ServerLog;
import io.netty.channel.embedded.EmbeddedChannel;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server's loops and connections without threads or sockets: the test says when which loop runs its tasks, and when a
 * peer takes what was written to it.
 *
 * <p>The event loop of each {@link Loop} is that of an embedded channel of its own. Those of the connections' channels run
 * their tasks inside every flush, which no real event loop does.
 */
final class Harness implements AutoCloseable {

    private static final int ROUNDS = 8;
    private static final int CLOSED_REMEMBERED = 100;

    final Loop[] loops;
    final Connections connections;
    private final EmbeddedChannel[] hosts;
    private final List<Peer> peers = new ArrayList<>();
    private final AuthenticatorChain authentication;
    private long nanos;

    Harness(int loopCount) {
        this(loopCount, 64 << 20);
    }

    Harness(int loopCount, long maxPending) {
        this(loopCount, maxPending, AuthConfig.builder().build());
    }

    Harness(int loopCount, long maxPending, AuthConfig auth) {
        this(loopCount, maxPending, auth, 1L << 40);
    }

    Harness(int loopCount, long maxPending, AuthConfig auth, long pendingBudget) {
        this(loopCount, maxPending, auth, pendingBudget, new ChunkMemory(1L << 40));
    }

    Harness(int loopCount, long maxPending, AuthConfig auth, long pendingBudget, long retainedBudget) {
        this(
                loopCount,
                limits(maxPending, false, false),
                auth,
                pendingBudget,
                retainedBudget,
                new ChunkMemory(1L << 40));
    }

    Harness(int loopCount, long maxPending, AuthConfig auth, long pendingBudget, ChunkMemory memory) {
        this(loopCount, limits(maxPending, false, false), auth, pendingBudget, 1L << 40, memory);
    }

    /** For a test of what happens to receivers that do not keep up. */
    Harness(int loopCount, ConnectionLimits limits) {
        this(loopCount, limits, AuthConfig.builder().build(), 1L << 40, 1L << 40, new ChunkMemory(1L << 40));
    }

    private Harness(
            int loopCount,
            ConnectionLimits limits,
            AuthConfig auth,
            long pendingBudget,
            long retainedBudget,
            ChunkMemory memory) {
        SecureRandom random = new SecureRandom();
        hosts = new EmbeddedChannel[loopCount];
        loops = new Loop[loopCount];
        for (int i = 0; i < loopCount; i++) {
            hosts[i] = new EmbeddedChannel();
            // Else a test on a slow machine has timers run out before it lets time pass.
            hosts[i].freezeTime();
            loops[i] = new Loop(i, hosts[i].eventLoop(), () -> nanos, loopCount > 1, random, memory);
        }
        for (Loop loop : loops) {
            loop.join(loops, TimeUnit.HOURS.toNanos(1));
        }
        authentication = AuthenticatorChain.create(auth, AuthRuntime.defaults());
        connections = connections(loops, authentication, limits, pendingBudget, retainedBudget);
    }

    static Connections connections(
            Loop[] loops,
            AuthenticatorChain authentication,
            ConnectionLimits limits,
            long pendingBudget,
            long retainedBudget) {
        return new Connections(
                ServerLog.silent(),
                new Accounts(),
                authentication,
                Clock.systemUTC(),
                loops,
                limits,
                ServerInfo.builder().build(),
                pendingBudget,
                retainedBudget,
                CLOSED_REMEMBERED);
    }

    static ConnectionLimits limits(long maxPending, boolean retryWrites, boolean dropForSlow) {
        long second = TimeUnit.SECONDS.toNanos(1);
        return new ConnectionLimits(
                true,
                4096,
                1 << 20,
                maxPending,
                100,
                0,
                0,
                120 * second,
                2,
                10 * second,
                retryWrites,
                dropForSlow,
                2 * second);
    }

    /** Lets time pass for a connection's deadlines, and for what its loop has scheduled. */
    void pass(Peer peer, long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        EmbeddedChannel host = hosts[peer.connection.loop().index()];
        host.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        host.runPendingTasks();
        peer.connection.tick(nanos);
    }

    /** Moves the clock of all loops. */
    void advance(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** A connection that has got its INFO and said nothing. */
    Peer accept(int loop) {
        return accept(loop, new EmbeddedChannel());
    }

    /** The same over a channel of the test's own. */
    Peer accept(int loop, EmbeddedChannel channel) {
        Peer peer = new Peer(connections, loops[loop], channel);
        peers.add(peer);
        String info = all(peer);
        if (!info.startsWith("INFO {") || !info.endsWith("} \r\n")) {
            throw new AssertionError(info);
        }
        return peer;
    }

    /** A connection that has said CONNECT, with {@code verbose} off and headers on. */
    Peer connect(int loop) {
        Peer peer = accept(loop);
        peer.say("CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"no_responders\":true}\r\n");
        return peer;
    }

    /** Lets one loop do what it has to do. */
    void run(int loop) {
        hosts[loop].runPendingTasks();
    }

    /** Lets all loops work until nothing is left to do. */
    void run() {
        for (int i = 0; i < ROUNDS; i++) {
            for (EmbeddedChannel host : hosts) {
                // What is to come next, after the others, does; no timer does.
                host.advanceTimeBy(1, TimeUnit.MICROSECONDS);
                host.runPendingTasks();
            }
            peers.forEach(Peer::run);
        }
    }

    /** Lets so much time pass for tasks that wait for it. */
    void pass(long millis) {
        for (EmbeddedChannel host : hosts) {
            host.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        }
        run();
    }

    /** Everything that a peer gets until nothing comes any more. */
    String all(Peer peer) {
        StringBuilder all = new StringBuilder();
        String some;
        do {
            run();
            some = peer.take();
            all.append(some);
        } while (!some.isEmpty());
        return all.toString();
    }

    int chunksOutstanding() {
        int outstanding = 0;
        for (Loop loop : loops) {
            outstanding += loop.chunksOutstanding();
        }
        return outstanding;
    }

    @Override
    public void close() {
        peers.forEach(Peer::hangUp);
        peers.forEach(this::all);
        run();
        authentication.close();
        for (int i = 0; i < loops.length; i++) {
            loops[i].close();
            hosts[i].finishAndReleaseAll();
        }
    }
}
