package dev.midge.server.connection;

/**
 * What one flush left to write, as nats-server counts it for the write deadline: everything handed to Netty when the batch
 * began has to be on the wire before the deadline, and what is handed over meanwhile belongs to the next batch.
 *
 * <p>Positions are bytes since the connection began. Thread: the connection's loop.
 */
final class WriteBatch {

    // nats-server server/client.go: a deadline is set for each 1,024 buffers, which are 64 MiB at most.
    private static final long MOST = 64L * 1024 * 1024;

    private long started;
    private long from;
    private long end;
    private long bytes;
    private int chunks;

    /** A batch of all that is handed over and unwritten, from a position on. */
    void begin(long now, long writtenTo, long unwrittenBytes, int unwrittenChunks) {
        started = now;
        from = writtenTo;
        end = writtenTo + Math.min(unwrittenBytes, MOST);
        bytes = unwrittenBytes;
        chunks = unwrittenChunks;
    }

    boolean endedBy(long writtenTo) {
        return writtenTo >= end;
    }

    /** Whether anything of the batch is written. */
    boolean progressedBy(long writtenTo) {
        return writtenTo > from;
    }

    long nanosSince(long now) {
        return now - started;
    }

    /** {@code N chunks of M total bytes}, as the log describes the flush. */
    @Override
    public String toString() {
        return chunks + " chunks of " + bytes + " total bytes";
    }
}
