package dev.midge.server.connection;

import dev.midge.auth.AuthConfig;
import dev.midge.auth.AuthRuntime;
import dev.midge.auth.AuthenticatorChain;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A server's loops on threads of their own, without sockets: what {@link Harness} does one step at a time, at once. */
final class LiveLoops implements AutoCloseable {

    private static final int DEADLINE_SECONDS = 20;

    final Loop[] loops;
    private final Connections connections;
    private final EventLoop[] threads;
    private final AuthenticatorChain authentication;

    LiveLoops(int count) {
        SecureRandom random = new SecureRandom();
        threads = new EventLoop[count];
        loops = new Loop[count];
        for (int i = 0; i < count; i++) {
            threads[i] = new DefaultEventLoop();
            loops[i] = new Loop(i, threads[i], System::nanoTime, count > 1, random);
        }
        for (Loop loop : loops) {
            loop.join(loops, TimeUnit.HOURS.toNanos(1));
        }
        authentication = AuthenticatorChain.create(AuthConfig.builder().build(), AuthRuntime.defaults());
        connections =
                Harness.connections(loops, authentication, Harness.limits(64 << 20, false, false), 1L << 40, 1L << 40);
    }

    /** A connection on one of the loops that has got its INFO and said CONNECT. */
    Peer connect(int loop) {
        return on(loop, () -> {
            Peer peer = new Peer(connections, loops[loop], new EmbeddedChannel());
            peer.say("CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true}\r\n");
            return peer;
        });
    }

    /** Runs something on a loop, where its connections may be touched, and waits for it. */
    <T> T on(int loop, Callable<T> action) {
        try {
            return threads[loop].submit(action).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Runs something on a loop some time. */
    void later(int loop, Runnable action) {
        threads[loop].execute(action);
    }

    int chunksOutstanding() {
        int outstanding = 0;
        for (int i = 0; i < loops.length; i++) {
            Loop loop = loops[i];
            outstanding += on(i, loop::chunksOutstanding);
        }
        return outstanding;
    }

    long heldBytes() {
        long held = 0;
        for (int i = 0; i < loops.length; i++) {
            Loop loop = loops[i];
            held += on(i, loop::heldBytes);
        }
        return held;
    }

    int openConnections() {
        return connections.openCount();
    }

    @Override
    public void close() {
        authentication.close();
        for (int i = 0; i < loops.length; i++) {
            threads[i].shutdownGracefully(0, DEADLINE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
            loops[i].close();
        }
    }
}
