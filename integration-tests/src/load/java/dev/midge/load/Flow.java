package dev.midge.load;

import java.io.IOException;
import java.time.Duration;

/**
 * Messages of one publisher to every member of a crowd, as fast as the crowd takes them and no faster: a correct server
 * has no reason to lose one.
 */
final class Flow {

    private static final int MOST_UNDER_WAY = 8_000;
    private static final int LEAST_UNDER_WAY = 64;
    private static final int DELIVERIES_UNDER_WAY = 400_000;

    private final Connection publisher;
    private final Crowd crowd;
    private final byte[] controlLine;
    private final int size;
    private final int window;
    private final int burst;
    private long sequence;
    private long delivered;

    /** Everyone in the crowd has subscribed to the subject; nobody else publishes to it. */
    Flow(Connection publisher, Crowd crowd, String subject, int size) {
        this.publisher = publisher;
        this.crowd = crowd;
        this.size = size;
        controlLine = Connection.publication(subject, size);
        window = Math.max(LEAST_UNDER_WAY, Math.min(MOST_UNDER_WAY, DELIVERIES_UNDER_WAY / crowd.size()));
        burst = window / 4;
        delivered = crowd.messages();
    }

    /** Publishes for so long, and returns the number of deliveries when all have arrived. */
    long runFor(Duration time) throws IOException {
        long before = delivered;
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            publish(burst);
        }
        crowd.awaitMessages(delivered);
        return delivered - before;
    }

    /** The same for a number of messages. */
    long run(int messages) throws IOException {
        long before = delivered;
        for (int left = messages; left > 0; left -= burst) {
            publish(Math.min(left, burst));
        }
        crowd.awaitMessages(delivered);
        return delivered - before;
    }

    private void publish(int messages) throws IOException {
        for (int i = 0; i < messages; i++) {
            publisher.publish(controlLine, sequence++, size);
        }
        publisher.flush();
        delivered += (long) messages * crowd.size();
        crowd.awaitMessages(delivered - (long) window * crowd.size());
    }

    /** Publishes one message at once, whatever the crowd does. */
    void one() throws IOException {
        publisher.publish(controlLine, sequence++, size);
        publisher.flush();
        delivered += crowd.size();
    }

    /** Returns when everything published so far has arrived everywhere. */
    void await() {
        crowd.awaitMessages(delivered);
    }
}
