package dev.midge.server.monitor;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One request for a report. */
final class Request {

    private static final long PATIENCE_SECONDS = 10;

    private final Query query;
    private final String path;
    private final Hits hits;
    private final Semaphore walks;

    /**
     * A request.
     *
     * @param path what it is counted under
     * @param walks so many may have the event loops collect figures at the same time
     */
    Request(Query query, String path, Hits hits, Semaphore walks) {
        this.query = query;
        this.path = path;
        this.hits = hits;
        this.walks = walks;
    }

    Query query() {
        return query;
    }

    /**
     * Counts the request; to be called once, where the report decides that it was one.
     *
     * @return how often each path was asked for so far, this time included
     */
    Map<String, Long> count() {
        return hits.count(path);
    }

    /** How often each path was asked for so far. */
    Map<String, Long> hits() {
        return hits.all();
    }

    /**
     * Waits for what the event loops put together. Only a few requests may have them do so at the same time, however many
     * there are: the others wait here.
     *
     * @param walk has the loops begin
     * @throws IOException when they do not answer: the server stops, or is busy for longer than anybody waits
     */
    <T> T collect(Supplier<CompletableFuture<T>> walk) throws IOException {
        try {
            if (!walks.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("too many requests");
            }
            try {
                return walk.get().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } finally {
                walks.release();
            }
        } catch (ExecutionException | TimeoutException | RejectedExecutionException failure) {
            throw new IOException("the event loops do not answer", failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("the server stops", stopping);
        }
    }
}
