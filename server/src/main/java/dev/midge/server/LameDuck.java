package dev.midge.server;

import dev.midge.server.connection.ClientConnection;
import dev.midge.server.connection.Connections;
import dev.midge.server.log.ServerLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The last minutes of a server that is about to be replaced: clients are told to look for another one, and after a grace
 * period they are closed one by one, so that they do not all come to the others at once.
 *
 * <p>Follows nats-server server/server.go lameDuckMode. Threads: {@link #run} on one that may wait for minutes,
 * {@link #stop} on any.
 */
final class LameDuck {

    private static final long LOOPS_ANSWER_MILLIS = 5_000;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ServerLog log;
    private final Connections connections;
    private final long graceNanos;
    private final long closingNanos;
    private final Random random = new Random();
    private final CountDownLatch stopped = new CountDownLatch(1);

    LameDuck(ServerLog log, Connections connections, Duration duration, Duration grace) {
        this.log = log;
        this.connections = connections;
        this.graceNanos = grace.toNanos();
        long closing = duration.minus(grace).toNanos();
        this.closingNanos = closing > 0 ? closing : SECOND;
    }

    /** Ends the waiting: {@link #run} returns, whoever is still connected. */
    void stop() {
        stopped.countDown();
    }

    /** Returns when every client is closed, when the server is, or when the thread is interrupted. */
    void run() {
        try {
            letGo();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException closedMeanwhile) {
            log.debug("Lame duck mode was cut short: " + closedMeanwhile);
        }
    }

    private void letGo() throws InterruptedException {
        List<ClientConnection> clients = new ArrayList<>(connections.all(LOOPS_ANSWER_MILLIS));
        if (clients.isEmpty()) {
            return;
        }
        Collections.shuffle(clients, random);
        connections.announceLameDuck();
        if (stoppedWithin(graceNanos)) {
            return;
        }
        log.info("Closing existing clients");
        closeOneByOne(clients);
    }

    private void closeOneByOne(List<ClientConnection> clients) throws InterruptedException {
        long longestGap = longestGap(closingNanos, clients.size());
        for (int i = 0; i < clients.size(); i++) {
            if (i > 0 && stoppedWithin(gap(longestGap, random))) {
                return;
            }
            connections.shutDown(clients.get(i), LOOPS_ANSWER_MILLIS);
        }
    }

    /** A second at most, however few the clients are. */
    static long longestGap(long closingNanos, int clients) {
        return Math.max(1, Math.min(SECOND, closingNanos / clients));
    }

    /** Half of all gaps are half as long as the longest, the others are random above that. */
    static long gap(long longest, Random random) {
        long half = longest / 2;
        return Math.max(half, (long) (random.nextDouble() * longest));
    }

    private boolean stoppedWithin(long nanos) throws InterruptedException {
        return stopped.await(nanos, TimeUnit.NANOSECONDS);
    }
}
