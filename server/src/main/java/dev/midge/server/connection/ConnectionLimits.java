package dev.midge.server.connection;

/**
 * The settings that every connection looks at; replaced whole when they change.
 *
 * @param headers whether HPUB and HMSG are offered
 * @param maxControlLine bytes
 * @param maxPayload bytes, -1 for no limit
 * @param maxPending bytes that may wait for one connection
 * @param maxConnections how many clients at once
 * @param maxSubscriptions per connection, 0 for no limit
 * @param maxSubscriptionTokens per subscription, 0 for no limit
 * @param pingMax PINGs without an answer before the connection counts as stale
 * @param writeDeadlineNanos how long the peer may take for what one flush writes
 * @param retryWrites whether a client that took something before the deadline gets as long again
 * @param dropForSlow whether messages for a receiver close to maxPending are dropped instead of their publisher held up
 * @param authTimeoutNanos how long the peer may take to send CONNECT
 */
public record ConnectionLimits(
        boolean headers,
        int maxControlLine,
        long maxPayload,
        long maxPending,
        int maxConnections,
        int maxSubscriptions,
        int maxSubscriptionTokens,
        long pingIntervalNanos,
        int pingMax,
        long writeDeadlineNanos,
        boolean retryWrites,
        boolean dropForSlow,
        long authTimeoutNanos) {}
