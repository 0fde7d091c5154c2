package dev.midge.server.connection;

import dev.midge.protocol.PublishFrame;
import dev.midge.server.account.Account;
import dev.midge.server.account.Interest;
import dev.midge.server.account.Router;
import dev.midge.server.account.Routes;
import dev.midge.server.log.ServerLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Publishes messages of the server itself, into any account.
 *
 * <p>Threads: any. All messages go through one and the same loop, between its other work, so they reach every receiver in
 * the order in which they were handed over.
 */
public final class InternalPublisher {

    /** Whoever makes events faster than they can be published must not fill the memory with them. */
    private static final int MOST_WAITING = 65_536;

    private final Loop loop;
    private final ServerLog log;
    private final RareLines rareLines;
    private final AtomicInteger waiting = new AtomicInteger();

    InternalPublisher(Loop loop, ServerLog log, RareLines rareLines) {
        this.loop = loop;
        this.log = log;
        this.rareLines = rareLines;
    }

    /**
     * Publishes in a moment; a message that nobody wants costs next to nothing.
     *
     * @param subject a literal one
     * @param payload made on the loop, right before it is published
     */
    public void publish(Account account, byte[] subject, Supplier<byte[]> payload) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            String line = "Events come faster than they can be published, some are lost";
            if (rareLines.due(line, System.nanoTime())) {
                log.warn(line);
            }
            return;
        }
        loop.execute(() -> {
            waiting.decrementAndGet();
            publishNow(account, subject, payload);
        });
    }

    private void publishNow(Account account, byte[] subject, Supplier<byte[]> payload) {
        Router router = loop.router();
        Routes routes = router.routes(account);
        Interest interest = routes.lookUp(subject, 0, subject.length);
        if (interest.nobody()) {
            return;
        }
        loop.nothingToWaitFor();
        router.message().set(PublishFrame.of(subject, payload.get()), interest);
        router.route(null);
        router.message().forget();
        router.note(routes, 0, 0);
        loop.staging().handOver();
        loop.nothingToWaitFor();
    }

    /** Waits until everything that was handed over before is on its way to its receivers, on whatever loop. */
    public void flush(long timeoutMillis) throws InterruptedException {
        try {
            CompletableFuture.runAsync(() -> {}, loop.eventLoop()).get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            log.debug("Some events were not published: " + failure);
        }
    }
}
