package dev.midge.server.connection;

/**
 * What clients make the server hold, beside what they may, in bytes.
 *
 * @param pending direct memory of what waits for all connections of this server
 * @param pendingLimit beyond it whoever holds most is closed
 * @param retained heap for subscriptions, parts of messages and open replies of this server's connections
 * @param retainedLimit likewise
 * @param chunks direct memory of the buffers of all servers of this JVM, those that are free included
 * @param chunksLimit beyond it no buffer is to be had
 */
public record MemoryFigures(
        long pending, long pendingLimit, long retained, long retainedLimit, long chunks, long chunksLimit) {}
