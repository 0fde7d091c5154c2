package dev.midge.server.connection;

import dev.midge.auth.AuthenticatorChain;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Has the connections of one loop judged again after a reload: so many that the loop is not kept from its clients, and so
 * few at a time of those whose answer has to be waited for that no queue of the authentication overflows.
 *
 * <p>Thread: the loop.
 */
final class RecheckWalk {

    private static final int MOST_WAITING = 32;
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Loop loop;
    private final AuthenticatorChain chain;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private ClientConnection[] connections = {};
    private int next;
    private int waiting;
    private boolean scheduled;

    private RecheckWalk(Loop loop, AuthenticatorChain chain) {
        this.loop = loop;
        this.chain = chain;
    }

    /** Completes when every connection that the loop has now was judged; exceptionally when the loop has ended. */
    static CompletableFuture<Void> start(Loop loop, AuthenticatorChain chain) {
        RecheckWalk walk = new RecheckWalk(loop, chain);
        try {
            loop.eventLoop().execute(() -> {
                walk.connections = loop.connections().snapshot();
                walk.goOn();
            });
        } catch (RejectedExecutionException ended) {
            walk.done.completeExceptionally(ended);
        }
        return walk.done;
    }

    private void goOn() {
        scheduled = false;
        long turnEnds = loop.nanoTime() + TURN_NANOS;
        while (next < connections.length && waiting < MOST_WAITING) {
            ask(connections[next++]);
            if (loop.nanoTime() - turnEnds >= 0) {
                letOthersWork();
                return;
            }
        }
        if (next == connections.length && waiting == 0) {
            done.complete(null);
        }
    }

    private void ask(ClientConnection connection) {
        CompletionStage<Void> judged = connection.recheck(chain);
        if (!judged.toCompletableFuture().isDone()) {
            waiting++;
            var unused = judged.whenComplete((nothing, failure) -> answered());
        }
    }

    private void answered() {
        waiting--;
        if (!scheduled) {
            letOthersWork();
        }
    }

    /** Not execute: an event loop works its queue off before it reads from anybody, and this would be in it again. */
    private void letOthersWork() {
        scheduled = true;
        var unused = loop.eventLoop().schedule(this::goOn, 1, TimeUnit.NANOSECONDS);
    }
}
