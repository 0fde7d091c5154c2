package dev.midge.it;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clients that publish to one subject without a pause until it is closed, each on a thread of its own.
 *
 * <p>Each waits for its PONG after a batch, so the server is busy all the time and no queue grows without end.
 */
final class Flood implements AutoCloseable {

    private static final int BATCH = 20;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger batches = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean over;

    /** Starts as many publishers. */
    static Flood of(ServerUnderTest server, int publishers, String subject) {
        return of(() -> WireClient.connect(server), publishers, subject);
    }

    static Flood of(Client connect, int publishers, String subject) {
        Flood flood = new Flood();
        byte[] batch = ("PUB " + subject + " 0\r\n\r\n").repeat(BATCH).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < publishers; i++) {
            Thread thread = new Thread(() -> flood.publish(connect, batch), "flood " + i);
            flood.threads.add(thread);
            thread.start();
        }
        return flood;
    }

    /** How to get a client that may publish. */
    interface Client {
        WireClient connect();
    }

    private void publish(Client connect, byte[] batch) {
        try (WireClient client = connect.connect()) {
            while (!over) {
                client.sendBytes(batch);
                client.fence();
                batches.incrementAndGet();
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Messages of which the server has confirmed that they are published. */
    int published() {
        return batches.get() * BATCH;
    }

    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        if (failure.get() != null) {
            throw new AssertionError("a publisher failed", failure.get());
        }
    }
}
