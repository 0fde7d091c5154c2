package dev.midge.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;

/** Somebody honest who logs in again and again, on a thread of its own, and keeps how long that took. */
final class LoginProbe implements AutoCloseable {

    private static final int ROOM = 20_000;

    private final int port;
    private final String source;
    private final Duration gap;
    private final Iterator<Credentials> users;
    private final Latencies latencies = new Latencies(ROOM);
    private final Thread thread = new Thread(this::goRound, "login probe");
    private volatile boolean closing;
    private int refused;

    private LoginProbe(int port, String source, Duration gap, Iterator<Credentials> users) {
        this.port = port;
        this.source = source;
        this.gap = gap;
        this.users = users;
        thread.setDaemon(true);
    }

    /** Begins; each login is that of the next user, and the last one ends it. */
    static LoginProbe start(int port, String source, Duration gap, Iterator<Credentials> users) {
        LoginProbe probe = new LoginProbe(port, source, gap, users);
        probe.thread.start();
        return probe;
    }

    private void goRound() {
        while (!closing && users.hasNext()) {
            try {
                latencies.add(Visitor.login(port, source, users.next()));
            } catch (IOException e) {
                refused++;
            }
            Wait.within(gap, () -> closing);
        }
    }

    /** Ends it when the login under way is over. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** When it has ended. */
    Latencies latencies() {
        return latencies;
    }

    /** Logins that failed, when it has ended. */
    int refused() {
        return refused;
    }
}
