package dev.midge.server.connection;

import dev.midge.server.account.Routes;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * What one client has done, and when: kept at each read and write, since neither clock nor counters are for each message.
 *
 * <p>Thread: the connection's loop.
 */
final class Activity {

    private final Loop loop;
    private final Keepalive keepalive;

    /** When the connection was accepted: nanoseconds since 1970, and of the loop's clock. */
    private final long acceptedAt;

    private final long accepted;
    /** When the client last did something, or got a message. */
    private long last;

    private long inMessages;
    private long inBytes;
    private long notedOutMessages;

    // Since the last note.
    private long batchMessages;
    private long batchBytes;
    private boolean pinged;
    private boolean subscribing;

    Activity(Loop loop, Keepalive keepalive, Instant acceptedAt) {
        this.loop = loop;
        this.keepalive = keepalive;
        this.acceptedAt = TimeUnit.SECONDS.toNanos(acceptedAt.getEpochSecond()) + acceptedAt.getNano();
        this.accepted = loop.nanoTime();
        this.last = accepted;
    }

    void connectCame(long now) {
        last = now;
    }

    void published(int messages, long bytes) {
        batchMessages += messages;
        batchBytes += bytes;
    }

    /** SUB or UNSUB came. */
    void subscribing() {
        subscribing = true;
    }

    void pinged() {
        pinged = true;
    }

    /** A read has been worked off. */
    void note(Routes routes) {
        boolean used = subscribing || batchMessages > 0;
        if (batchMessages > 0) {
            inMessages += batchMessages;
            inBytes += batchBytes;
            loop.countIn(batchMessages, batchBytes);
            loop.router().note(routes, batchMessages, batchBytes);
            batchMessages = 0;
            batchBytes = 0;
        }
        if (used || pinged) {
            long now = loop.nanoTime();
            keepalive.command(now);
            last = used ? now : last;
            subscribing = false;
            pinged = false;
        }
    }

    /** So many messages have been delivered to the client in all. */
    void delivered(long outMessages, long now) {
        if (outMessages != notedOutMessages) {
            notedOutMessages = outMessages;
            last = now;
        }
    }

    ConnectionFigures.Times times(long now) {
        return new ConnectionFigures.Times(
                acceptedAt, acceptedAt + last - accepted, now - accepted, now - last, keepalive.roundTripNanos());
    }

    ConnectionFigures.Traffic traffic(long outMessages, long outBytes, long pendingBytes, long stalls) {
        return new ConnectionFigures.Traffic(inMessages, inBytes, outMessages, outBytes, pendingBytes, stalls);
    }
}
