package dev.midge.server.connection;

/**
 * A connection as the reports show it: values at one moment, nothing of the connection itself.
 *
 * @param host the peer's address
 * @param account whose subjects it sees
 * @param issuer the account that vouches for the key of an NKey user; empty for everybody else
 * @param proxy public key of the trusted proxy that it came through; empty when it came through none
 * @param subscriptions in force
 */
public record ConnectionFigures(
        long id,
        String host,
        int port,
        Times times,
        Traffic traffic,
        ClientNames client,
        String account,
        String issuer,
        String proxy,
        int subscriptions) {

    /**
     * Points of time are nanoseconds since 1970, spans are nanoseconds. Both come from the same clock that never goes
     * back, so that the last activity is never before the start.
     *
     * @param start when the connection was accepted
     * @param lastActivity CONNECT, PUB, SUB or UNSUB of the client, or a message delivered to it
     * @param uptime up to now, or to the end of the connection
     * @param idle likewise, since the last activity
     * @param roundTrip the last one measured, 0 before the first
     */
    public record Times(long start, long lastActivity, long uptime, long idle, long roundTrip) {

        /** When the figures were taken; of a closed connection, when it ended. */
        public long taken() {
            return start + uptime;
        }
    }

    /**
     * Bytes are those of headers and payloads, but for the pending ones.
     *
     * @param pendingBytes everything queued and not yet written
     * @param stalls how often a publisher had to wait for this connection
     */
    public record Traffic(
            long inMessages, long inBytes, long outMessages, long outBytes, long pendingBytes, long stalls) {}
}
