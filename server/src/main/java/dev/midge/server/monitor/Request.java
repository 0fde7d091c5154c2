package dev.midge.server.monitor;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One request for a report. */
final class Request {

    private static final long PATIENCE_SECONDS = 10;

    private final Query query;
    private final Supplier<Map<String, Long>> counter;
    private int status = 200;

    Request(Query query, Supplier<Map<String, Long>> counter) {
        this.query = query;
        this.counter = counter;
    }

    Query query() {
        return query;
    }

    /** Has the answer sent with another HTTP status than 200. */
    void status(int value) {
        status = value;
    }

    int status() {
        return status;
    }

    /**
     * Counts the request; to be called once, where the report decides that it was one.
     *
     * @return how often each path was asked for so far, this time included
     */
    Map<String, Long> count() {
        return counter.get();
    }

    /**
     * Waits for what the event loops put together.
     *
     * @throws IOException when they do not answer: the server stops, or is busy for longer than anybody waits
     */
    static <T> T await(CompletableFuture<T> figures) throws IOException {
        try {
            return figures.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException("the event loops do not answer", failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("the server stops", stopping);
        }
    }
}
